package anomalies

// Catalogue has every anomaly, the most severe first: see the package comment.
var Catalogue = []*Anomaly{
	// No order of versions.
	DuplicateElements,
	IncompatibleOrder,
	CyclicVersions,
	DirtyWrite,

	// Reads that nothing explains.
	ThinAirRead,
	DirtyUpdate,
	AbortedRead,
	IntermediateRead,
	FutureRead,
	OwnWriteMissed,
	UnrepeatableRead,

	// Cycles that need neither sessions nor clocks.
	CircularInformationFlow,
	ObservedTransactionVanishes,
	FracturedRead,
	CausalityViolation,
	LostUpdate,
	ReadSkew,
	GSingle,
	LongFork,
	GNonadjacent,
	ReadOnlyTransactionAnomaly,
	WriteSkew,
	G2Item,

	// Cycles through session order.
	DirtyWriteProcess,
	CircularInformationFlowProcess,
	ReadYourWritesViolation,
	MonotonicReadsViolation,
	MonotonicWritesViolation,
	WritesFollowReadsViolation,
	GSingleProcess,
	GNonadjacentProcess,
	G2ItemProcess,

	// Cycles through real time.
	ContradictoryRecording,
	DirtyWriteRealtime,
	CircularInformationFlowRealtime,
	StaleRead,
	CausalReverse,
	GSingleRealtime,
	GNonadjacentRealtime,
	G2ItemRealtime,
}
