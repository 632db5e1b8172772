package axioms

import "strings"

// Set is a set of axioms. A model is a set of axioms and nothing else, and the
// engine that decides it is derived from the set.
type Set uint32

// The axioms, each documented in the file that bears its name.
const (
	// Laws on what a transaction reads.
	INT Set = 1 << iota
	EXT
	COMMITTED
	MONOTONICVIEW
	// Laws on visibility.
	SESSION
	REALTIME
	TRANSVIS
	NOCONFLICT
	PREFIX
	TOTALVIS
	RYW
	MR
	MW
	WFR
	// Laws on arbitration alone.
	ARSESSION
	ARREALTIME
	ARREALTIMEKEY
	ARREALTIMEUPDATE
)

// Has reports whether every axiom of t is in s.
func (s Set) Has(t Set) bool { return s&t == t }

// implications are the laws by which an execution that satisfies axioms satisfies
// others. VIS ⊆ AR is part of what an execution is, so a law on VIS carries over
// to AR.
var implications = []struct{ If, Then Set }{
	{REALTIME, SESSION | ARREALTIME},
	{SESSION, RYW | ARSESSION},
	{ARREALTIME, ARREALTIMEKEY | ARREALTIMEUPDATE},
	// AR;VIS ⊆ VIS gives VIS;VIS ⊆ VIS because VIS ⊆ AR.
	{PREFIX, TRANSVIS},
	// VIS = AR.
	{TOTALVIS, PREFIX | NOCONFLICT},
	{TOTALVIS | ARSESSION, SESSION},
	{TOTALVIS | SESSION | ARREALTIME, REALTIME},
	{SESSION | TRANSVIS, MR | MW | WFR},
	{INT | EXT, COMMITTED | MONOTONICVIEW},
}

// onHistories are implications between what histories satisfy, where another
// execution may have to be found. They hold for the axioms of Within only: with
// others beside them that other execution need not satisfy these.
//
// Both start from visibility reduced to pairs of a transaction that writes and
// one that reads, which changes no read and breaks none of the session
// guarantees.
var onHistories = []struct{ If, Then, Within Set }{
	// Let w VIS r VIS c, reduced. Then r reads and writes, and WFR, with r for both
	// of its transactions, gives w VIS c. Arbitration stays as it is.
	{WFR | EXT, TRANSVIS, INT | EXT | COMMITTED | MONOTONICVIEW | RYW | MR | MW | WFR |
		ARSESSION | ARREALTIME | ARREALTIMEKEY | ARREALTIMEUPDATE},
	// Take the transitive closure of SO and reduced visibility. Along a path from a
	// transaction that writes to one that reads each step is undone by one of the
	// four guarantees: SO before a write is seen by MW, SO between a read and a
	// write by WFR, SO after a read by MR, and SO alone by RYW. So the closure sees
	// no more writes than before. A new arbitration that keeps the order of those
	// that write and extends the closure exists: a path of the closure from one
	// that writes to another is in AR by MW and WFR.
	{RYW | MR | MW | WFR | EXT, SESSION | TRANSVIS, INT | EXT | RYW | MR | MW | WFR | ARSESSION},
}

// Closure returns s with every axiom that an execution satisfying s satisfies.
func (s Set) Closure() Set {
	for {
		before := s
		for _, i := range implications {
			if s.Has(i.If) {
				s |= i.Then
			}
		}
		if s == before {
			return s
		}
	}
}

// Implies reports whether every history that some execution satisfying s explains
// is explained by some execution satisfying t, as far as is known.
func (s Set) Implies(t Set) bool {
	all := s.Closure()
	if all.Has(t) {
		return true
	}
	for _, i := range onHistories {
		if within := all & i.Within; within.Has(i.If) && (within | i.Then).Closure().Has(t) {
			return true
		}
	}
	return false
}

// String returns the names of the axioms of s, with commas, in the order of the
// catalogue.
func (s Set) String() string {
	var names []string
	for _, a := range Axioms {
		if s.Has(a.Bit) {
			names = append(names, a.Name)
		}
	}
	return strings.Join(names, ",")
}
