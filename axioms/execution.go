package axioms

import "visar/history"

// Execution is an abstract execution of a history: the transactions that take
// part, in arbitration order, and what each of them sees. VIS is always within
// AR: a transaction can only see what is before it in Order.
//
// Aborted transactions take no part. Transactions of unknown outcome may; what
// they read is not judged.
type Execution struct {
	History *history.History
	// Order is AR: every committed transaction once, and those of unknown
	// outcome that are taken to have committed.
	Order []int32
	VIS   Visibility
	// Lists says how list reads are understood.
	Lists Lists
}

// Lists says what a read of a list returns; see design.md, section 4.3.
type Lists uint8

const (
	// Versioned lists are registers whose versions are revealed by what is read:
	// a read returns one version and everything that came before it.
	Versioned Lists = iota
	// Log lists are replicated logs: a read returns the visible appends in
	// arbitration order.
	Log
)

// Visibility is VIS in compact form. Exactly one of Prefix and Edges is set.
type Visibility struct {
	// Prefix[i] is how many transactions from the front of Order the i-th
	// transaction of Order sees; at most i. Snapshots of prefix consistency,
	// snapshot isolation and serializability have this form.
	Prefix []int32
	// Edges generates VIS otherwise.
	Edges *VisibleEdges
}

// VisibleEdges generates a visibility relation: the union of the pairs given and
// of the relations switched on, and of all that follows by transitivity if
// Closed. All of it must be within AR.
//
// It is never held whole, but judged in blocks. That takes time of the order of
// k for each pair given, for k sessions, if it is Closed and has the Sessions and
// these are not mostly short; otherwise n/64 for each, for n transactions.
type VisibleEdges struct {
	// Seen[First[t]:First[t+1]] are transactions that transaction t (an index of
	// the history) sees, in addition to the relations below.
	First, Seen []int32
	// Sessions: a transaction sees all earlier ones of its session that are not of
	// unknown outcome.
	Sessions bool
	// RealTime: a transaction sees all that ended before it started.
	RealTime bool
	// Conflicts: a transaction sees every earlier one, in Order, that writes a key
	// that it writes.
	Conflicts bool
	// Guarantees is a subset of RYW, MR, MW and WFR: VIS is closed under the rules
	// of these session guarantees; that of MW also for those that read nothing.
	Guarantees Set
	// Closed: VIS is the transitive closure of all this.
	Closed bool
}

// Breach is one place where an execution breaks an axiom.
type Breach struct {
	Axiom   *Axiom  // nil if it breaks what every execution must be
	Txns    []int32 // the transactions involved, at most a few; it shows at the first
	Op      int32   // the operation that shows it, or -1
	Message string  // one sentence with names, keys, values and lines
}
