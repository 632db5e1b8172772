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

// implications are the laws by which axioms follow from axioms. VIS ⊆ AR is part
// of what an execution is, so a law on VIS carries over to AR.
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
	// On histories: the least visibility that explains the reads has only
	// transactions that read and write in the middle of its paths, and WFR makes
	// those transitive (theory of session guarantees over atomic reads).
	{WFR | EXT, TRANSVIS},
}

// Closure returns s with every axiom that follows from s.
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

// Implies reports whether every history that satisfies s satisfies t.
func (s Set) Implies(t Set) bool { return s.Closure().Has(t) }

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
