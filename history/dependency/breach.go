package dependency

// BreachKind says why a read cannot be what a committed transaction left.
type BreachKind uint8

const (
	// ThinAir: nobody wrote the value.
	ThinAir BreachKind = iota
	// AbortedRead: only aborted transactions wrote the value (Adya's G1a).
	AbortedRead
	// IntermediateRead: its writer overwrote the value before it committed (G1b).
	IntermediateRead
	// FutureRead: only the reader itself wrote the value, and later.
	FutureRead
	// OwnWriteMissed: a read after an own write does not return that write.
	OwnWriteMissed
	// Unrepeatable: a read after an own read returns something else.
	Unrepeatable
	// IncompatibleOrder: two reads of a list, neither a prefix of the other.
	IncompatibleOrder
	// DuplicateElement: a list was read with one element twice, though it was
	// appended once.
	DuplicateElement
	// CyclicVersions: a list shows a later append of a transaction before an
	// earlier one, or without it.
	CyclicVersions
)

var breachNames = [...]string{
	ThinAir: "thin-air-read", AbortedRead: "aborted-read", IntermediateRead: "intermediate-read",
	FutureRead: "future-read", OwnWriteMissed: "own-write-missed", Unrepeatable: "unrepeatable-read",
	IncompatibleOrder: "incompatible-order", DuplicateElement: "duplicate-elements",
	CyclicVersions: "cyclic-versions",
}

// String returns the identifier of the kind, as reports have it.
func (k BreachKind) String() string { return breachNames[k] }

// Breach is a read by a committed transaction that no order of the others can
// explain.
type Breach struct {
	Kind  BreachKind
	Txn   int32 // the reader
	Op    int32 // its read
	Value int32 // the value or the element that should not be there
	// Writer and WriterOp are who wrote it, -1 for nobody.
	Writer, WriterOp int32
	// Other is the operation that contradicts the read: the own write that was
	// missed, the earlier read, the incompatible read; -1 for none.
	Other int32
	// External says that no own operation on the key came before the read.
	External bool
}

// Ambiguous is a read whose value several transactions wrote.
type Ambiguous struct {
	Txn, Op int32
	// External says that no own operation on the key came before the read.
	External bool
	// Candidates are the transactions that wrote the value, in order, with Init
	// first for the initial one. Reads of one value share them; Txn itself may be
	// among them, and is none for this read.
	Candidates []int32
}
