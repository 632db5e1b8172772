package axioms

// furthest are rows of which only the last place is kept. With them a sweep
// takes linear time and tells whether visibility is within AR.
type furthest struct {
	v    *view
	last []int32
}

// furthestSeen returns, by place, the last place that the transaction there sees
// by the rules of e, or -1. It may be its own place or a later one.
func (v *view) furthestSeen(e VisibleEdges) []int32 {
	s := newSweep(v, e)
	f := &furthest{v: v, last: make([]int32, s.total)}
	for i := range f.last {
		f.last[i] = -1
	}
	s.run(f, 0)
	return f.last[:len(v.Order)]
}

func (f *furthest) see(row, place int32) bool {
	if place <= f.last[row] {
		return false
	}
	f.last[row] = place
	return true
}

func (f *furthest) join(row, other int32) bool { return f.see(row, f.last[other]) }

func (f *furthest) seeWriters(row, k, i int32) bool {
	j := f.v.writes().before(k, i)
	return j >= 0 && f.see(row, f.v.writes().place[j])
}

func (f *furthest) has(row, place int32) bool { return false }

// reached returns, by place, the last place that the transaction there sees, or
// -1. It is before its own.
func (v *view) reached() []int32 {
	switch {
	case v.reach != nil:
	case v.VIS.Edges != nil:
		v.reach = v.furthestSeen(*v.VIS.Edges)
	default:
		v.reach = make([]int32, len(v.Order))
		for i, n := range v.VIS.Prefix {
			v.reach[i] = n - 1
		}
	}
	return v.reach
}
