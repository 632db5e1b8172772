package linear

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"visar/history"
)

// cluster is some operations on one value of a register, its write among them: those of
// another value that has to come after all of them start later than first returns, and
// those that have to come before return earlier than last starts.
type cluster struct {
	value       int32
	first, last int32 // the least return and the greatest invocation, as ranks
	ops         []int32
}

// join adds an operation.
func (c cluster) join(p *part, i int32) cluster {
	return cluster{c.value, min(c.first, p.ret[i]), max(c.last, p.inv[i]), append(slices.Clip(c.ops), i)}
}

// smallest returns the smallest part that is not linearizable, of a register that is only
// read and written, no value twice. There is one of at most six operations: a value out of
// thin air, a read before the write, or two values of which each has to come before the
// other (Gibbons and Korach, SIAM J. Comput. 1997), which two operations on each show,
// and the writes of these. It returns nil for other registers, and takes n log n steps.
func smallest(p *part) []int32 {
	writer, ok := writers(p)
	if !ok {
		return nil
	}
	var early []int32
	for i := range p.len() {
		if o := p.op(i); o.Func == history.Get && o.Result[0] != history.Initial {
			switch w, written := writer[o.Result[0]]; {
			case !written:
				return []int32{i}
			case early == nil && p.before(i, w):
				early = []int32{w, i}
			}
		}
	}
	if early != nil {
		return early
	}
	sized := clusters(p, writer)
	for total := 2; total <= 6; total++ {
		for small := 1; 2*small <= total; small++ {
			if large := total - small; large < len(sized) {
				if ops := mutual(sized[small], sized[large]); ops != nil {
					return ops
				}
			}
		}
	}
	return nil
}

// writers returns who wrote each value, or false if the register is not one of reads and
// writes of different values.
func writers(p *part) (map[int32]int32, bool) {
	by := map[int32]int32{}
	for i := range p.len() {
		switch o := p.op(i); o.Func {
		case history.Get:
		case history.Put:
			if _, twice := by[o.A]; twice || o.A == history.Initial {
				return nil, false
			}
			by[o.A] = i
		default:
			return nil, false
		}
	}
	return by, true
}

// clusters returns those of one operation, of two and of three, in order of first. Nothing
// comes before the initial value, which needs no write.
func clusters(p *part, writer map[int32]int32) [4][]cluster {
	var sized [4][]cluster
	outer := map[int32][2]int32{} // by value: the read that returned first, and the one that was invoked last
	for i := range p.len() {
		o := p.op(i)
		switch {
		case o.Func == history.Put:
			sized[1] = append(sized[1], cluster{o.A, p.ret[i], p.inv[i], []int32{i}})
		case o.Result[0] == history.Initial:
			sized[1] = append(sized[1], cluster{history.Initial, math.MinInt32, p.inv[i], []int32{i}})
		default:
			v := o.Result[0]
			w := writer[v]
			sized[2] = append(sized[2], cluster{v, p.ret[w], p.inv[w], []int32{w}}.join(p, i))
			reads, known := outer[v]
			if !known || p.ret[i] < p.ret[reads[0]] {
				reads[0] = i
			}
			reads[1] = i // in order of invocation
			outer[v] = reads
		}
	}
	for i := range p.len() { // in an order that does not depend on the map
		if o := p.op(i); o.Func == history.Put {
			if reads, known := outer[o.A]; known && reads[0] != reads[1] {
				sized[3] = append(sized[3], cluster{o.A, p.ret[i], p.inv[i], []int32{i}}.join(p, reads[0]).join(p, reads[1]))
			}
		}
	}
	for _, all := range sized {
		slices.SortStableFunc(all, func(a, b cluster) int { return cmp.Compare(a.first, b.first) })
	}
	return sized
}

// mutual returns the operations of a cluster of each kind that have to come before one
// another, or nil.
func mutual(some, others []cluster) []int32 {
	// By length of a prefix of the others: the last of it, and the last of another value.
	last, second := make([]int32, len(others)+1), make([]int32, len(others)+1)
	last[0], second[0] = -1, -1
	later := func(a, b int32) bool { return b < 0 || others[a].last > others[b].last }
	for n := range others {
		i := int32(n)
		last[n+1], second[n+1] = last[n], second[n]
		switch before := last[n]; {
		case before >= 0 && others[before].value == others[i].value:
			if later(i, before) {
				last[n+1] = i
			}
		case later(i, before):
			last[n+1], second[n+1] = i, before
		case later(i, second[n]):
			second[n+1] = i
		}
	}
	for i := range some {
		b := &some[i]
		n := sort.Search(len(others), func(j int) bool { return others[j].first >= b.last })
		for _, at := range []int32{last[n], second[n]} {
			if at >= 0 && others[at].value != b.value && others[at].last > b.first {
				ops := slices.Concat(b.ops, others[at].ops)
				slices.Sort(ops)
				return ops
			}
		}
	}
	return nil
}
