package dependency

// Open stands, among chosen sources, for a read whose source is not chosen.
const Open int32 = -2

// Assign returns r with sources for its ambiguous reads: sources[i], a node or
// Init, is that of Ambiguous[i], or Open, which leaves the read out. What is known
// of the rest stays; the result has no ambiguous reads, and shares with r what
// does not change. It takes time linear in the reads.
func (r *Resolved) Assign(sources []int32) *Resolved {
	a := *r
	a.Ambiguous = nil
	a.Reads = make([]Read, 0, len(r.Reads)+len(sources))
	a.ReadFirst = make([]int32, len(r.ReadFirst))
	next := 0
	for n := range int32(r.Len()) {
		a.ReadFirst[n] = int32(len(a.Reads))
		for _, rd := range r.NodeReads(n) {
			next = a.assignBefore(r, sources, next, rd.Op)
			a.Reads = append(a.Reads, rd)
		}
		_, end := r.History.Ops(r.Txn[n])
		next = a.assignBefore(r, sources, next, end)
	}
	a.ReadFirst[r.Len()] = int32(len(a.Reads))
	return &a
}

// assignBefore adds the ambiguous reads of r from number next on that stand before
// operation op, and returns the number of the one after them.
func (a *Resolved) assignBefore(r *Resolved, sources []int32, next int, op int32) int {
	for ; next < len(sources) && r.Ambiguous[next].Op < op; next++ {
		m := &r.Ambiguous[next]
		if sources[next] != Open {
			a.Reads = append(a.Reads, Read{Node: r.Node[m.Txn], Key: r.History.OpKey(m.Op), Op: m.Op,
				Source: sources[next], Write: r.WriteIndex(sources[next], r.History.OpKey(m.Op)), External: m.External})
		}
	}
	return next
}
