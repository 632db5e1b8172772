package axioms

import "slices"

// sourceFinder collects, for each external read, what the blocks of visibility
// say of it.
type sourceFinder struct {
	v     *view
	first []int32 // by place: its first external read in op
	op    []int32
	// found is the latest visible version, or -1. For a log it is how many of the
	// elements that were read are not yet known as visible appends: these are
	// taken off at the end, since blocks come last first.
	found []int32
	all   []int32 // what found was at first
}

// strange is found for logs that are not what is visible.
const strange = -2

// edgeSources returns what [view.sources] says for visibility in the form of
// edges.
func (v *view) edgeSources() []int32 {
	f := v.newSourceFinder()
	if v.isOneStep() {
		f.findInOneStep()
		return f.found
	}
	f.findInBlocks()
	return f.found
}

// newSourceFinder lists the external reads.
func (v *view) newSourceFinder() *sourceFinder {
	f := &sourceFinder{v: v, first: make([]int32, len(v.Order)+1)}
	v.eachExternal(f.add)
	for i := range v.Order {
		f.first[i+1] += f.first[i]
	}
	return f
}

// findInBlocks fills what was found by generating visibility.
func (f *sourceFinder) findInBlocks() {
	f.all = slices.Clone(f.found)
	s := newSweep(f.v, *f.v.VIS.Edges)
	for c := f.v.columnsFor(s); c.next(); {
		s.run(c, c.from())
		f.look(c)
	}
	f.settleLogs()
}

func (f *sourceFinder) add(i, op, own int32) {
	f.first[i+1]++
	f.op = append(f.op, op)
	found := int32(-1)
	if f.v.isLog(f.v.h.OpKey(op)) {
		list, _ := f.v.h.ListRead(op)
		if found = int32(len(list)) - own; found < 0 {
			found = strange
		}
	}
	f.found = append(f.found, found)
}

// look takes from a block what it says of each read.
func (f *sourceFinder) look(c columns) {
	for i := c.from(); i < int32(len(f.v.Order)); i++ {
		for n := f.first[i]; n < f.first[i+1]; n++ {
			k := f.v.h.OpKey(f.op[n])
			if f.v.isLog(k) {
				f.takeOff(c.(*bitRows), i, n)
				continue
			}
			floor := int32(-1)
			if f.found[n] >= 0 {
				floor = f.v.writes().place[f.found[n]]
			}
			if j := c.latest(i, k, floor); j >= 0 {
				f.found[n] = j
			}
		}
	}
}

// takeOff takes the visible appends of the block off the n-th read, which is
// that of a log by the transaction at place i. It goes through all writers of the
// key in the block.
func (f *sourceFinder) takeOff(b *bitRows, i, n int32) {
	v, k := f.v, f.v.h.OpKey(f.op[n])
	list, _ := v.h.ListRead(f.op[n])
	w := v.writes()
	for j := w.before(k, min(i, b.hi)); j >= w.first[k] && w.place[j] >= b.lo && f.found[n] != strange; j-- {
		if !b.has(i, w.place[j]) {
			continue
		}
		block := v.partsOf().block(j)
		rest := f.found[n] - int32(len(block))
		if rest < 0 || !slices.Equal(list[rest:f.found[n]], block) {
			rest = strange
		}
		f.found[n] = rest
	}
}

// settleLogs turns what is left of the logs into the answer.
func (f *sourceFinder) settleLogs() {
	for n, op := range f.op {
		if !f.v.isLog(f.v.h.OpKey(op)) {
			continue
		}
		if f.found[n] == 0 {
			f.found[n] = f.all[n]
		} else {
			f.found[n] = -1
		}
	}
}
