package checker

import (
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// tailNodes returns the transactions of the appends that the longest read does
// not show.
func (g *polygraph) tailNodes(v *dependency.Versions) []int32 {
	tail := make([]int32, len(v.TailWrites))
	for i, w := range v.TailWrites {
		tail[i] = g.r.Writes[w].Node
	}
	return tail
}

// unreadLast reports whether an append that the longest read does not show is
// known to come after all that it shows. In a replicated log it may come before
// one that only its own transaction read, if writers need not see each other.
func (g *polygraph) unreadLast() bool {
	return g.opt.Lists == axioms.Versioned || g.shape != shapePC
}

// addLogReads adds RW from the readers of logs to the writers whose appends they
// did not see, where that does not follow from one order of all appends, and the
// order of the elements of reads that disagree with the longest one. It takes
// readers × writers for those.
func (g *polygraph) addLogReads() {
	if g.opt.Lists != axioms.Log {
		return
	}
	agreeing := make([][]int32, g.h.Keys())
	for _, rd := range g.r.Reads {
		if g.r.Versions[rd.Key] == nil || !rd.External {
			continue
		}
		list, prefix := g.h.ListRead(rd.Op)
		if prefix {
			agreeing[rd.Key] = append(agreeing[rd.Key], rd.Node)
			continue
		}
		g.addLogOrder(rd.Key, list)
		for _, w := range g.r.WritersOf(rd.Key) {
			if n := g.r.Writes[w].Node; n != rd.Node && !slices.Contains(list, g.h.OpValue(g.r.Writes[w].Op)) {
				g.addUnseen(rd.Node, n)
			}
		}
	}
	for k, readers := range agreeing {
		if len(readers) > 0 && !g.unreadLast() {
			g.addExcept(readers, g.tailNodes(g.r.Versions[k]))
		}
	}
}

// addUnseen adds RW from a reader to a writer that it did not see.
func (g *polygraph) addUnseen(reader, writer int32) {
	if g.shape.forbids() {
		g.unseen = append(g.unseen, [2]int32{reader, writer})
		return
	}
	g.add(g.shape.snapshot(reader), g.shape.commit(writer))
}

// addLogOrder adds the order of the elements of a read of log k.
func (g *polygraph) addLogOrder(k int32, list []int32) {
	writer := make(map[int32]int32, len(list))
	for _, w := range g.r.WritersOf(k) {
		n := g.r.Writes[w].Node
		lo, hi := g.h.Ops(g.r.Txn[n])
		for i := lo; i < hi; i++ {
			if g.h.OpKind(i) == history.Append && g.h.OpKey(i) == k {
				writer[g.h.OpValue(i)] = n
			}
		}
	}
	for i := 1; i < len(list); i++ {
		a, b := writer[list[i-1]], writer[list[i]]
		if a != b {
			g.add(g.shape.ww(a, b))
		}
	}
}
