package generate

import "math/rand/v2"

// replication decides what transactions see. A view says, by site, how many of
// its commits are seen; they are always the first ones.
//
// The order in which transactions run is arbitration, whoever sees what, save
// that one which only reads may stand earlier, right after what it sees.
type replication interface {
	// view returns what the next transaction, of session s, sees. It includes the
	// latest version of each key in writes if the model asks for that. The result
	// is valid until the next call.
	view(s *session, writes []*key) []int32
	// commit enters a transaction that ran in session s with the last view, and
	// returns its place; one that only reads need not get a place of its own.
	commit(s *session, writes bool) position
	// horizon returns what every later view includes.
	horizon() []int32
}

func newReplication(m *model, cfg Config, rng *rand.Rand) replication {
	switch {
	case !m.sites:
		return &commitLog{rng: rng, model: m, lag: int32(cfg.Lag)}
	case m.causal:
		return newReplicas(m, cfg, rng)
	}
	return newPatchwork(cfg, rng)
}
