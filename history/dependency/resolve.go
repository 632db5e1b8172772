package dependency

import (
	"visar/history"
)

// Init stands for the virtual first transaction, which wrote the initial value
// of every key, where a transaction or a node is expected.
const Init int32 = -1

// Read is a read by a committed transaction that no own write of the key
// precedes, and the write behind it.
type Read struct {
	Node, Key, Op int32
	Source        int32 // node of the writer, or Init
	Write         int32 // the write that was read, as an index in Writes, or -1
	// External reads are the transaction's first operation on the key; the others
	// repeat a read.
	External bool
}

// Write is the last write of a key by a transaction, the one others may read.
type Write struct {
	Node, Key, Op int32
}

// Resolved is a history with the write behind every read. Its nodes are the
// transactions that take part: the committed ones, and those of unknown outcome
// that a committed one has observed. Dropping the other unknown ones never turns
// an accepted history into a rejected one, so no other choice needs a look.
type Resolved struct {
	History *history.History
	Txn     []int32 // node → transaction
	Node    []int32 // transaction → node, or -1
	// Reads[ReadFirst[n]:ReadFirst[n+1]] are those of node n in program order, and
	// Writes[WriteFirst[n]:WriteFirst[n+1]] its last writes by order of their keys'
	// last occurrence. Nodes of unknown outcome have no reads.
	Reads      []Read
	ReadFirst  []int32
	Writes     []Write
	WriteFirst []int32
	// KeyWrites[KeyFirst[k]:KeyFirst[k+1]] are the indices in Writes of key k, in
	// order of nodes.
	KeyWrites []int32
	KeyFirst  []int32
	// Versions are the known orders of list keys; nil for registers.
	Versions []*Versions
	// Breaches are the reads that nothing explains, in order of transactions.
	Breaches []Breach
	// Ambiguous are the reads with several possible sources, in order. They are not
	// in Reads; [Resolved.Assign] puts them there.
	Ambiguous []Ambiguous
}

// Versions is the order of a list's versions as the longest read reveals it.
type Versions struct {
	// Ops are the appends of the elements read, in order, without those of
	// transactions that take no part.
	Ops []int32
	// Writes are, for each of Ops, the last append to the list by its transaction, as
	// an index in the Writes of all.
	Writes []int32
	// Tail are the appends that nobody read: later than all of Ops, in an order
	// that is not known. They are the last append of their transaction, TailWrites
	// their indices in the Writes of all.
	Tail, TailWrites []int32
}

// Len returns the number of nodes.
func (r *Resolved) Len() int { return len(r.Txn) }

// TxnOf returns the transaction of a node; Init stays Init.
func (r *Resolved) TxnOf(node int32) int32 {
	if node < 0 {
		return Init
	}
	return r.Txn[node]
}

// NodeReads returns the reads of node n in program order.
func (r *Resolved) NodeReads(n int32) []Read { return r.Reads[r.ReadFirst[n]:r.ReadFirst[n+1]] }

// NodeWrites returns the last writes of node n.
func (r *Resolved) NodeWrites(n int32) []Write { return r.Writes[r.WriteFirst[n]:r.WriteFirst[n+1]] }

// WritersOf returns the indices in Writes of the writes of key k.
func (r *Resolved) WritersOf(k int32) []int32 { return r.KeyWrites[r.KeyFirst[k]:r.KeyFirst[k+1]] }

// Resolve finds the write behind every read of h. With logs set, lists are
// replicated logs (design.md, section 4.3): what a read shows in front of the
// reader's own appends is then an external read too. It takes time and memory linear in the operations, plus the elements
// of list reads that disagree with the longest one.
func Resolve(h *history.History, logs bool) *Resolved {
	x := newResolver(h, logs)
	x.indexWrites()
	x.chooseNodes()
	x.makeRoom()
	x.listWrites()
	x.groupWrites()
	x.placeLists()
	for t := range int32(h.Len()) {
		if n := x.Node[t]; n >= 0 {
			x.resolveTxn(t, n)
		}
	}
	x.ReadFirst = append(x.ReadFirst, int32(len(x.Reads)))
	x.orderLists()
	x.checkProgramOrder()
	r := x.Resolved // without the tables that found it
	return &r
}
