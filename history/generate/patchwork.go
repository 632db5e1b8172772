package generate

import "math/rand/v2"

// patchwork is the store of which each transaction sees a part of its own: of
// each site the commits up to some recent one, whatever they depend on.
// Transactions are seen whole, and those of the own session always.
type patchwork struct {
	rng     *rand.Rand
	lag     int32 // by site
	commits []int32
	seen    []int32
	old     []int32
}

func newPatchwork(cfg Config, rng *rand.Rand) *patchwork {
	n := countSites(cfg)
	return &patchwork{rng: rng, lag: max(1, int32(cfg.Lag/n)), commits: make([]int32, n), seen: make([]int32, n), old: make([]int32, n)}
}

func (p *patchwork) view(s *session, _ []*key) []int32 {
	for site, n := range p.commits {
		p.seen[site] = n - p.rng.Int32N(min(n, p.lag)+1)
	}
	p.seen[s.site] = max(p.seen[s.site], s.seen)
	return p.seen
}

func (p *patchwork) commit(s *session, _ bool) position {
	p.commits[s.site]++
	s.seen = p.commits[s.site]
	return position{s.site, s.seen}
}

func (p *patchwork) horizon() []int32 {
	for site, n := range p.commits {
		p.old[site] = n - p.lag
	}
	return p.old
}
