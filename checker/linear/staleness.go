package linear

import (
	"cmp"
	"slices"
	"sort"

	"visar/history"
)

// Staleness is how far what is read of a register lags behind what was written. A
// compare-and-set that took effect reads too.
type Staleness struct {
	Key   int32
	Reads int // of known outcome
	Stale int // those that miss a write which came between whatever the order
	// AtLeast and AtMost bound the versions by which reads have to lag: with AtMost,
	// some order of the operations that keeps to real time has each read return one
	// of the last AtMost+1 values written, so that the key is k-atomic for k =
	// AtMost+1 (Aiyer, Alvisi and Bazzi, DISC 2005). With less than AtLeast none has.
	AtLeast, AtMost int
	// Age is the least time by which all plain reads have to begin earlier for the key
	// to be linearizable (Delta-atomicity: Golab, Li and Shah, PODC 2011), in the
	// units of Invoke and Return; [Endless] if no time is enough.
	Age int64
	// Worst is the read that lags most, if one is Stale: an index of the history.
	Worst int32
}

// Endless is an age where older reads would not help: a value was read before it was
// written, or two compare-and-sets replaced the same one.
const Endless int64 = -1

// Staleness measures the keys of a register of which each value was written once; of
// others nobody knows which write was read. It takes n log n steps for the versions,
// and for the age as many times as a time has bits.
func (h *History) Staleness() []Staleness {
	if h.Object != Register {
		return nil
	}
	var all []Staleness
	for _, p := range h.parts() {
		if s, ok := p.staleness(); ok {
			all = append(all, s)
		}
	}
	return all
}

func (p *part) staleness() (Staleness, bool) {
	z := &zoned{part: p, writer: map[int32]int32{}, readers: map[int32][]int32{}, consumer: map[int32]int32{}}
	if !z.writers() || slices.ContainsFunc(p.ops, func(i int32) bool { return p.h.Ops[i].Invoke <= early || p.h.Ops[i].Invoke >= -early }) {
		return Staleness{}, false
	}
	s := Staleness{Key: p.key, Worst: -1}
	l := newLags(z)
	for _, r := range l.reads {
		if s.Reads++; r.stale > 0 {
			s.Stale++
		}
		if r.stale > s.AtLeast {
			s.AtLeast, s.Worst = r.stale, p.ops[r.op]
		}
		s.AtMost = max(s.AtMost, l.behind(r))
	}
	s.Age = z.age()
	switch {
	case s.Age == 0:
		s.AtLeast, s.AtMost, s.Stale, s.Worst = 0, 0, 0, -1
	case s.Age > 0:
		s.AtLeast, s.AtMost = max(1, s.AtLeast), max(1, s.AtMost)
	}
	return s, true
}

// lags are the writes of a register, in an order of versions, and what is read of
// them. A write whose value is read takes effect before the first of its readers
// returns.
type lags struct {
	*zoned
	versions []version
	place    map[int32]int // by value: its version
	reads    []read
	tree     []int32 // a Fenwick tree; see count
}

// version is a write: when it was invoked, and by when it had taken effect.
type version struct{ value, inv, first, latest int32 }

// read is an operation that sees a value.
type read struct {
	op, value int32
	stale     int // the versions that came between whatever the order
}

func newLags(z *zoned) *lags {
	l := &lags{zoned: z, place: map[int32]int{}}
	first := map[int32]int32{}
	for i := range z.len() {
		o := z.op(i)
		v, seen := z.value(i)
		if seen && !o.Unknown() {
			l.reads = append(l.reads, read{op: i, value: v})
			if f, ok := first[v]; !ok || z.ret[i] < f {
				first[v] = z.ret[i]
			}
		}
	}
	for v, w := range z.writer {
		f, ok := first[v]
		if !ok {
			f = never
		}
		if f = min(f, z.ret[w]); f != never {
			l.versions = append(l.versions, version{value: v, inv: z.inv[w], first: f})
		}
	}
	slices.SortFunc(l.versions, func(a, b version) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.inv, b.inv)) })
	latest := never
	for i := len(l.versions) - 1; i >= 0; i-- {
		v := &l.versions[i]
		latest = min(latest, v.first)
		v.latest = latest
		l.place[v.value] = i
	}
	l.count()
	return l
}

// value returns the value that operation i sees, if it sees one.
func (z *zoned) value(i int32) (int32, bool) {
	switch o := z.op(i); {
	case o.Answer == history.Refused:
		return 0, false
	case o.Func == history.Get && !o.Unknown():
		return o.Result[0], true
	case o.Func == history.CAS:
		return o.A, true
	}
	return 0, false
}

// behind returns how many versions come after what r sees and before r, where each
// takes effect as late as it can: a valid order of all writes.
func (l *lags) behind(r read) int {
	at, ok := l.place[r.value]
	if !ok {
		at = -1
	}
	before := sort.Search(len(l.versions), func(i int) bool { return l.versions[i].latest >= l.inv[r.op] })
	return max(0, before-at-1)
}

// count answers for each read, with a sweep over their invocations, how many
// versions had taken effect by then that were invoked after what was read had.
func (l *lags) count() {
	byInv := make([]int32, len(l.versions)) // the invocations of versions, sorted
	for i, v := range l.versions {
		byInv[i] = v.inv
	}
	slices.Sort(byInv)
	l.tree = make([]int32, len(byInv)+1)
	order := slices.Clone(l.reads)
	slices.SortFunc(order, func(a, b read) int { return cmp.Compare(l.inv[a.op], l.inv[b.op]) })
	done := 0
	for i := range order {
		r := &order[i]
		for done < len(l.versions) && l.versions[done].first < l.inv[r.op] {
			at, _ := slices.BinarySearch(byInv, l.versions[done].inv)
			for n := at + 1; n < len(l.tree); n += n & -n {
				l.tree[n]++
			}
			done++
		}
		after := int32(-1)
		if at, ok := l.place[r.value]; ok {
			after = l.versions[at].first
		}
		from, _ := slices.BinarySearch(byInv, after)
		r.stale = done
		for n := from; n > 0; n -= n & -n {
			r.stale -= int(l.tree[n])
		}
	}
	l.reads = order
}
