package axioms

// Axioms are all axioms: those on what a transaction reads, on visibility, and
// on arbitration alone.
var Axioms = []*Axiom{
	IntAxiom,
	ExtAxiom,
	CommittedAxiom,
	MonotonicViewAxiom,
	SessionAxiom,
	RealTimeAxiom,
	TransVisAxiom,
	NoConflictAxiom,
	PrefixAxiom,
	TotalVisAxiom,
	ReadYourWritesAxiom,
	MonotonicReadsAxiom,
	MonotonicWritesAxiom,
	WritesFollowReadsAxiom,
	ArSessionAxiom,
	ArRealTimeAxiom,
	ArRealTimeKeyAxiom,
	ArRealTimeUpdateAxiom,
}
