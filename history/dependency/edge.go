// Package dependency says how the transactions of a history depend on each
// other: session order SO, real-time order RT, who read whom (WR), the version
// order of each key as far as it is known (WW), and anti-dependencies (RW).
//
// [Resolve] finds the write behind every read and the reads that have none.
// [Graph] holds edges between transactions as compressed rows, finds strongly
// connected components and the shortest cycle in which only certain kinds of
// edges may follow each other. The package searches for nothing: where an
// order of versions is open it is left open.
//
// The relations are those of Cerone, Bernardi and Gotsman, "A Framework for
// Transactional Consistency Models with Atomic Visibility" (CONCUR 2015), and of
// Adya's thesis (MIT, 1999) for lists of versions.
package dependency

// Kind is the kind of a dependency.
type Kind uint8

const (
	// SO is session order: both in one session, From first.
	SO Kind = iota
	// RT is real-time order: From ended before To started.
	RT
	// WR is a read: To read what From wrote.
	WR
	// WW is version order: To wrote a later version of a key that From wrote.
	WW
	// RW is an anti-dependency: To wrote a later version than From read.
	RW
	// CO is a commit-order edge that a weak model forces: To, or what a
	// transaction read from To, would be hidden if From came later.
	CO
)

var kindNames = [...]string{SO: "SO", RT: "RT", WR: "WR", WW: "WW", RW: "RW", CO: "CO"}

// String returns the name of the field's literature: SO, RT, WR, WW, RW, CO.
func (k Kind) String() string { return kindNames[k] }

// Edge is a dependency between two transactions and the operations behind it.
// Operations are indices into the history, -1 where there is none.
type Edge struct {
	From, To int32 // transactions
	Kind     Kind
	Key      int32 // -1 for SO and RT
	// FromOp and ToOp are the operations of From and of To that make the edge:
	// for WR a write and a read, for WW two writes, for RW a read and a write.
	FromOp, ToOp int32
	// Source is the transaction whose version From read, for RW; -1 is the
	// initial value. For CO it is unused.
	Source int32
	// Assumed says that the version order behind a WW or RW edge is not known
	// from the history: it is one of the two orders that must be tried.
	Assumed bool
	// Via is, for CO, what forces the edge.
	Via *Forced
}

// Forced is the reason of a commit-order edge From→To of a weak model: Reader
// read Key from To while a write of Key by From was visible to it, so From's
// version must be the earlier one.
type Forced struct {
	Reader int32
	// Visible is how Reader came to see From: a path from From to Reader. For the
	// monotonic view it is the one read of From that precedes the read of To.
	Visible []Edge
}

// Cycle is a closed path: the To of each edge is the From of the next one.
type Cycle []Edge

// Txns returns the transactions of the cycle in order, each once.
func (c Cycle) Txns() []int32 {
	txns := make([]int32, len(c))
	for i, e := range c {
		txns[i] = e.From
	}
	return txns
}

// Count returns how many edges of kind k the cycle has.
func (c Cycle) Count(k Kind) int {
	n := 0
	for _, e := range c {
		if e.Kind == k {
			n++
		}
	}
	return n
}
