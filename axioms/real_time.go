package axioms

import "visar/history"

// RealTimeAxiom says that a transaction sees all that ended before it started,
// and all earlier ones of its session. With it every model becomes its strong
// form, and serializability becomes strict serializability.
//
//	T1 @1-2: w(x,1)
//	T2 @3-4: r(x,_)
//
// The end must be less than the start: equal times are concurrent. A time that
// was not recorded orders nothing, and neither does the end of a transaction of
// unknown outcome, which is not known.
var RealTimeAxiom = &Axiom{
	Bit:        REALTIME,
	Name:       "REALTIME",
	ID:         "real-time",
	Title:      "Real time is seen",
	Formula:    "SO | RT <= VIS, where S RT T iff end(S) < start(T)",
	Plain:      "A transaction sees everything that ended before it started, and all earlier transactions of its session.",
	Breaks:     "T1 @1-2: w(x,1)\nT2 @3-4: r(x,_)",
	BreaksWith: EXT,
	Source:     "our own wording; strong snapshot isolation of Daudjee and Salem, VLDB 2006, and strict serializability of Papadimitriou, JACM 1979, are of this form",
	holds:      judgeRealTime,
}

func judgeRealTime(v *view) *Breach {
	session := v.carry(itself, v.horizon)
	for i, t := range v.Order {
		i := int32(i)
		if session != nil && session.at == i {
			return v.unseen(i, session.from, "which is earlier in its session")
		}
		if start := v.h.Start(t); start != history.NoTime && v.leastEnd(v.horizon(i)) < start {
			from := v.endedBefore(v.horizon(i), start)
			return v.unseen(i, from, v.times(i, from))
		}
	}
	return v.judgeRule(func(e *VisibleEdges) { e.Sessions, e.RealTime = true, true },
		"which is earlier in its session or ended before it started")
}

// times says how the transaction at place from is before the one at place i in
// real time.
func (v *view) times(i, from int32) string {
	return "which ended at " + itoa(v.h.End(v.Order[from])) + ", before it started at " + itoa(v.h.Start(v.Order[i]))
}
