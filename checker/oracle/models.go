package oracle

import (
	"math/bits"
	"slices"

	"visar/history"
)

// axiom is a set of conditions, one bit each.
type axiom uint32

const (
	// Of the history alone.
	ownWrites  axiom = 1 << iota // a read after an own write returns the last own write
	internal                     // INT
	oneVersion                   // list reads are prefixes of one list of elements that took effect
	// Of a total commit order.
	readCommitted  // each read returns a final write that came before, or the initial value
	monotonicReads // and what a transaction has read from, it goes on seeing
	sessionInAR    // SO ⊆ AR
	// Of an abstract execution.
	external            // EXT
	transVis            // TRANSVIS
	noConflict          // NOCONFLICT
	prefix              // PREFIX
	totalVis            // TOTALVIS
	sessionInVIS        // SO ⊆ VIS
	realTimeInVIS       // RT ⊆ VIS
	realTimeInAR        // RT ⊆ AR
	realTimeUpdatesInAR // T RT S ⇒ T AR S if S writes
	realTimeKeysInAR    // T RT S ⇒ T AR S if both touch some key
	sessionReadWrites   // read your writes
	sessionReads        // monotonic reads
	sessionWrites       // monotonic writes
	sessionFollowReads  // writes follow reads
)

// atomic is what read atomic demands, and every model above it.
const atomic = internal | oneVersion | external

type model struct {
	name   string
	axioms axiom
}

// models is in the order of the bits of a Set.
var models = append(grid(), []model{
	{"read-uncommitted", 0},
	{"read-committed", ownWrites | oneVersion | readCommitted},
	{"monotonic-atomic-view", ownWrites | oneVersion | readCommitted | monotonicReads},
	{"strong-session-monotonic-atomic-view", ownWrites | oneVersion | readCommitted | monotonicReads | sessionInAR},
	{"item-cut-isolation", internal | oneVersion | readCommitted | monotonicReads},
	{"read-your-writes", atomic | sessionReadWrites},
	{"monotonic-reads", atomic | sessionReads},
	{"monotonic-writes", atomic | sessionWrites},
	{"writes-follow-reads", atomic | sessionFollowReads},
	{"pram", atomic | sessionReadWrites | sessionReads | sessionWrites},
	{"ordered-sequential-consistency", atomic | totalVis | sessionInVIS | realTimeUpdatesInAR},
	{"serializable-no-stale-reads", atomic | totalVis | realTimeKeysInAR},
	{"strong-session-serializable-no-stale-reads", atomic | totalVis | sessionInVIS | realTimeKeysInAR},
	{"sequential", atomic | totalVis | sessionInVIS},
	{"linearizable", atomic | totalVis | sessionInVIS | realTimeInVIS},
}...)

// grid returns the seven models over read atomic with each of the four ways to
// force an order into their executions. Real-time serializable and strong
// serializable both are strict serializable: VIS is AR.
func grid() []model {
	bases := []model{
		{"read-atomic", atomic},
		{"update-atomic", atomic | noConflict},
		{"causal", atomic | transVis},
		{"parallel-snapshot-isolation", atomic | transVis | noConflict},
		{"prefix", atomic | prefix},
		{"snapshot-isolation", atomic | prefix | noConflict},
		{"serializable", atomic | totalVis},
	}
	var all []model
	for _, b := range bases {
		all = append(all, b, model{"strong-session-" + b.name, b.axioms | sessionInVIS})
		if b.axioms&totalVis != 0 {
			return append(all, model{"strict-serializable", b.axioms | sessionInVIS | realTimeInVIS})
		}
		all = append(all,
			model{"realtime-" + b.name, b.axioms | sessionInVIS | realTimeInAR},
			model{"strong-" + b.name, b.axioms | sessionInVIS | realTimeInVIS})
	}
	return all
}

// Models has the names of the models, by their bit in a [Set].
var Models = func() (names []string) {
	for _, m := range models {
		names = append(names, m.name)
	}
	return names
}()

// Set is a set of models: bit i is Models[i].
type Set uint64

// All is the set of all models.
var All = Set(1)<<len(models) - 1

// demanders has, by the bit of an axiom, the models that demand it.
var demanders = func() (d [32]Set) {
	for i, m := range models {
		for a := range d {
			if m.axioms>>a&1 != 0 {
				d[a] |= 1 << i
			}
		}
	}
	return d
}()

// demanding returns the models that demand axiom a, a single bit.
func demanding(a axiom) Set { return demanders[bits.TrailingZeros32(uint32(a))] }

// Of returns the set of the named models; names that are not models are
// ignored.
func Of(names ...string) Set {
	var s Set
	for _, name := range names {
		if i := slices.Index(Models, name); i >= 0 {
			s |= 1 << i
		}
	}
	return s
}

// Has reports whether the named model is in s.
func (s Set) Has(name string) bool { return s&Of(name) != 0 }

// Names returns the names of the models in s, in the order of [Models].
func (s Set) Names() []string {
	names := make([]string, 0, bits.OnesCount64(uint64(s)))
	for i, name := range Models {
		if s>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Defined returns the models that say anything about h: sequential and
// linearizable only do where every transaction, whatever its outcome, touches a
// single key.
func Defined(h *history.History) Set {
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			if h.OpKey(i) != h.OpKey(lo) {
				return All &^ Of("sequential", "linearizable")
			}
		}
	}
	return All
}
