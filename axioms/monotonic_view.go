package axioms

// MonotonicViewAxiom is the law of the monotonic atomic view: once a transaction
// has read from another one, its later reads are not older than what that one
// wrote.
//
//	T1: w(x,1) w(y,1)
//	T2: r(x,1) r(y,_)
//
// Reads before own writes of the key count. The initial value is that of a
// transaction before all. A list that is read, if it is versioned, is read from
// the writer of its last element. A log is read from all whose appends it holds,
// and must hold the appends of those that the reader has read from before.
//
// Where several transactions wrote the value that was read, the axiom holds if
// it does for some choice among them. Going through the reads from the last one
// backwards and taking the latest writer that the later reads allow finds such a
// choice: a later source is never worse for the reads before. In a log, elements
// that were appended twice have no known source and are passed over.
var MonotonicViewAxiom = &Axiom{
	Bit:     MONOTONICVIEW,
	Name:    "MONOTONICVIEW",
	ID:      "monotonic-view",
	Title:   "Monotonic view",
	Formula: "T3 reads y from T2, then reads x from T1, T2 writes x, T2 /= T1  =>  T2 AR T1",
	Plain: "Once a transaction has read from another one, its later reads are not older than what that one wrote: " +
		"a part of its effects, once seen, is followed by all of them.",
	Breaks:     "T1: w(x,1) w(y,1)\nT2: r(x,1) r(y,_)",
	BreaksWith: COMMITTED,
	Source:     "Biswas and Enea, OOPSLA 2019, read committed; the monotonic atomic view of Bailis et al., VLDB 2014",
	holds:      judgeMonotonicView,
}

func judgeMonotonicView(v *view) *Breach {
	m := newMonotone(v)
	for i := range v.Order {
		if v.committed(int32(i)) {
			if b := m.judge(int32(i)); b != nil {
				return b
			}
		}
	}
	return nil
}
