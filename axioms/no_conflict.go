package axioms

import "visar/history"

// NoConflictAxiom forbids lost updates: of two transactions that write the same
// key, one sees the other.
//
//	T1: r(x,_) w(x,1)
//	T2: r(x,_) w(x,2)
var NoConflictAxiom = &Axiom{
	Bit:        NOCONFLICT,
	Name:       "NOCONFLICT",
	ID:         "no-conflict",
	Title:      "No write conflicts",
	Formula:    "S /= T both write x  =>  S VIS T or T VIS S",
	Plain:      "Of two transactions that write the same key, one sees the other.",
	Breaks:     "T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)",
	BreaksWith: EXT,
	Source:     "CBG15, Fig. 2",
	holds:      judgeNoConflict,
}

func judgeNoConflict(v *view) *Breach {
	if v.VIS.Edges != nil {
		return v.judgeRule(func(e *VisibleEdges) { e.Conflicts = true }, "which writes a key that it writes")
	}
	last := make([]int32, v.h.Keys()) // by key: the place of its last writer so far, plus one
	for i, t := range v.Order {
		lo, hi := v.h.Ops(t)
		for op := lo; op < hi; op++ {
			if v.h.OpKind(op) == history.Read {
				continue
			}
			at := &last[v.h.OpKey(op)]
			before := *at - 1
			*at = int32(i) + 1
			if before >= v.horizon(int32(i)) && before != int32(i) {
				b := v.unseen(int32(i), before, "which writes "+v.h.Key(v.h.OpKey(op)).String()+" too")
				b.Op = op
				return b
			}
		}
	}
	return nil
}
