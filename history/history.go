// Package history holds the recorded history of a database: sessions of
// transactions, transactions of operations, and what the clients saw.
//
// A [History] says what happened and interprets nothing: which write a read
// saw, in which order versions were installed and whether any of it is allowed
// are questions for the packages that import this one.
//
// # Words
//
// A transaction is an atomic group of operations on keys; a single operation
// on one object is a transaction of its own. Its [Status] is what its client
// knows: committed, aborted, or unknown where the answer never came. A session
// is the sequence of transactions of one client. A key is a register, written
// whole and read whole, or a list, which grows by appended elements and is read
// whole. What else single objects do, as queues and locks, is a [Call].
//
// # Layout
//
// Histories reach ten million transactions, so a History is a struct of
// arrays: transactions and operations are int32 indices in order of appearance,
// keys and values are interned, and a read of a list costs no more than a read
// of a register as long as it agrees with the longest read of that list.
package history

import "math"

// Status is the outcome of a transaction as its client saw it.
type Status uint8

const (
	// Committed transactions took effect; their reads are evidence.
	Committed Status = iota
	// Aborted transactions must not have taken effect.
	Aborted
	// Unknown transactions may take effect at any later moment, or never. What
	// they read is not evidence; they count where a committed transaction has
	// observed them.
	Unknown
)

// String returns the word that the native format uses.
func (s Status) String() string {
	switch s {
	case Committed:
		return "committed"
	case Aborted:
		return "aborted"
	default:
		return "unknown"
	}
}

// OpKind is the kind of an operation.
type OpKind uint8

const (
	// Read returns the value of a register or the whole of a list.
	Read OpKind = iota
	// Write replaces the value of a register.
	Write
	// Append adds one element at the end of a list.
	Append
)

// Initial is the id of the initial value, which every register holds before
// the first write. A write of the initial value has this id too.
const Initial int32 = 0

// NoTime stands for a start or an end that was not recorded.
const NoTime int64 = math.MinInt64

// Op is one operation. For a read of a list, List has the elements' value ids
// and Value is not used; an empty list is the initial one.
type Op struct {
	Kind  OpKind
	Key   int32
	Value int32
	List  []int32
}

// Fault is something done to the database under test, or any other remark that
// the recording keeps beside the transactions.
type Fault struct {
	Name   string // what was done: ":kill"
	Detail string // the recorded value, as text
	Start  int64  // position as of transactions' starts, or NoTime
	Clock  int64  // recorded clock in nanoseconds, or NoTime
	Line   int32  // line of the file, from 1
}

// History is a recorded run. It is immutable once built; see [Builder].
// Transactions, operations, keys, values and sessions are named by indices from
// 0, each in order of first appearance.
type History struct {
	names    nameTable
	session  []int32
	status   []Status
	start    []int64
	end      []int64
	clock    []int64
	line     []int32
	firstOp  []int32
	opKind   []OpKind
	opKey    []int32
	opValue  []int32
	longest  [][]int32
	lists    [][]int32
	isList   []bool
	keys     valueTable
	values   valueTable
	sessions []string

	sessionFirst []int32
	sessionTxn   []int32

	extras   extraTable
	calls    callTable
	recorded map[int32]Recorded
	faults   []Fault
	problems []Problem
}

// Field is a field of a transaction that visar has no use for and keeps. Text
// is its value as JSON.
type Field struct{ Name, Text string }

// Recorded is the execution that the database itself reports for one
// transaction. Either Arbitration or CommitTS is a time, or neither.
type Recorded struct {
	Arbitration int64   // the position in AR, or NoTime
	Visible     []int32 // with Arbitration: the transactions that it saw
	SnapshotTS  int64   // with CommitTS: it saw what was committed at or before
	CommitTS    int64   // its position in AR, or NoTime
}

// Len returns the number of transactions, of every status.
func (h *History) Len() int { return len(h.session) }

// Ops returns the range [lo,hi) of the operations of transaction t, in program
// order.
func (h *History) Ops(t int32) (lo, hi int32) { return h.firstOp[t], h.firstOp[t+1] }

// TxnOf returns the transaction of operation i, by binary search.
func (h *History) TxnOf(i int32) int32 {
	lo, hi := int32(0), int32(h.Len())
	for hi-lo > 1 {
		if mid := lo + (hi-lo)/2; h.firstOp[mid] <= i {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// NumOps returns the number of operations of all transactions.
func (h *History) NumOps() int { return len(h.opKind) }

// Op returns operation i. The list of a list read is shared: do not change it.
func (h *History) Op(i int32) Op {
	op := Op{Kind: h.opKind[i], Key: h.opKey[i], Value: h.opValue[i]}
	if op.Kind == Read && h.isList[op.Key] {
		op.List, _ = h.ListRead(i)
		op.Value = 0
	}
	return op
}

// OpKind returns the kind of operation i.
func (h *History) OpKind(i int32) OpKind { return h.opKind[i] }

// OpKey returns the key of operation i.
func (h *History) OpKey(i int32) int32 { return h.opKey[i] }

// OpValue returns the value id of operation i, which is not a read of a list.
func (h *History) OpValue(i int32) int32 { return h.opValue[i] }

// ListRead returns the elements that read i of a list returned. The second
// result reports whether they are a prefix of [History.Longest] of its key.
func (h *History) ListRead(i int32) (elements []int32, prefix bool) {
	if v := h.opValue[i]; v >= 0 {
		return h.longest[h.opKey[i]][:v], true
	}
	return h.lists[^h.opValue[i]], false
}

// Longest returns the elements of the longest read of list k by a committed
// transaction, the first to appear where several are as long.
func (h *History) Longest(k int32) []int32 { return h.longest[k] }

// IsList reports whether key k is a list.
func (h *History) IsList(k int32) bool { return h.isList[k] }

// Status returns the outcome of transaction t.
func (h *History) Status(t int32) Status { return h.status[t] }

// Session returns the session of transaction t.
func (h *History) Session(t int32) int32 { return h.session[t] }

// Start returns the recorded start of t, or NoTime. The unit is the recording's
// own: only the order counts.
func (h *History) Start(t int32) int64 { return h.start[t] }

// End returns the recorded end of t, or NoTime. The end of a transaction of
// unknown outcome is not evidence of anything and is NoTime.
func (h *History) End(t int32) int64 { return h.end[t] }

// Clock returns the clock in nanoseconds at the end of t (at its start, if it
// has no end), or NoTime. It is for show: Start and End give the order.
func (h *History) Clock(t int32) int64 {
	if h.clock == nil {
		return NoTime
	}
	return h.clock[t]
}

// Line returns the line of the file, from 1, that holds the operations of t, or
// 0 if the history was not read from a text file.
func (h *History) Line(t int32) int32 { return h.line[t] }

// Name returns the recording's own id of transaction t, or T and its number
// from 1 where it has none.
func (h *History) Name(t int32) string {
	var buf [16]byte
	return string(h.appendNameBytes(buf[:0], t))
}

// Named reports whether the recording gave t an id of its own.
func (h *History) Named(t int32) bool { return len(h.names.get(t)) > 0 }

// Sessions returns the number of sessions.
func (h *History) Sessions() int { return len(h.sessions) }

// SessionName returns the recording's name of session s, or "" if the session
// is that of a single transaction which names none.
func (h *History) SessionName(s int32) string { return h.sessions[s] }

// SessionTxns returns the transactions of session s in session order.
func (h *History) SessionTxns(s int32) []int32 {
	return h.sessionTxn[h.sessionFirst[s]:h.sessionFirst[s+1]]
}

// Keys returns the number of keys.
func (h *History) Keys() int { return h.keys.len() }

// Key returns key k as the recording has it.
func (h *History) Key(k int32) Value { return h.keys.at(k) }

// Values returns the number of distinct values, the initial one included.
func (h *History) Values() int { return h.values.len() }

// Value returns the value with id v; Value(Initial) is the initial value.
func (h *History) Value(v int32) Value { return h.values.at(v) }

// Extras returns the fields of t that visar keeps without understanding them.
func (h *History) Extras(t int32) []Field { return h.extras.of(t) }

// Recorded returns the recorded execution of t, if there is one.
func (h *History) Recorded(t int32) (Recorded, bool) { r, ok := h.recorded[t]; return r, ok }

// Faults returns the faults in order of appearance.
func (h *History) Faults() []Fault { return h.faults }

// Problems returns what is not well-formed about the history, in order of
// position.
func (h *History) Problems() []Problem { return h.problems }

// Count returns how many transactions have status s.
func (h *History) Count(s Status) int {
	n := 0
	for _, x := range h.status {
		if x == s {
			n++
		}
	}
	return n
}
