package generate

import "math/rand/v2"

// maxSites bounds the replicas: sessions beyond share them.
const maxSites = 8

func countSites(cfg Config) int {
	if cfg.Sessions == 0 {
		return maxSites
	}
	return min(cfg.Sessions, maxSites)
}

// replicas is the store whose sessions each use one site. A site runs its
// transactions one after the other, and now and then takes over all that another
// one knows. What it knows is therefore always closed under causality.
type replicas struct {
	rng        *rand.Rand
	noConflict bool
	rarely     int       // once in how many transactions a site takes over
	knows      [][]int32 // by site: how many commits of each it knows
	commits    int
	everywhere []int32 // what all sites knew some time ago
}

func newReplicas(m *model, cfg Config, rng *rand.Rand) *replicas {
	n := countSites(cfg)
	r := &replicas{rng: rng, noConflict: m.noConflict, rarely: max(2, cfg.Lag/(2*n)), everywhere: make([]int32, n)}
	for range n {
		r.knows = append(r.knows, make([]int32, n))
	}
	return r
}

func (r *replicas) view(s *session, writes []*key) []int32 {
	if r.rng.IntN(r.rarely) == 0 {
		r.takeOver(s.site, int32(r.rng.IntN(len(r.knows))))
	}
	if r.noConflict {
		for _, k := range writes {
			if v, ok := k.latest(); ok && v.seq > r.knows[s.site][v.site] {
				r.takeOver(s.site, v.site)
			}
		}
	}
	return r.knows[s.site]
}

// takeOver makes a site know what another one does.
func (r *replicas) takeOver(site, from int32) {
	known := r.knows[site]
	for i, n := range r.knows[from] {
		known[i] = max(known[i], n)
	}
}

func (r *replicas) commit(s *session, _ bool) position {
	r.knows[s.site][s.site]++
	r.commits++
	if r.commits%64 == 0 {
		r.findEverywhere()
	}
	return position{s.site, r.knows[s.site][s.site]}
}

func (r *replicas) findEverywhere() {
	copy(r.everywhere, r.knows[0])
	for _, known := range r.knows[1:] {
		for i, n := range known {
			r.everywhere[i] = min(r.everywhere[i], n)
		}
	}
}

func (r *replicas) horizon() []int32 { return r.everywhere }
