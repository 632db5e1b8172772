package generate

import (
	"math/rand/v2"
	"strconv"
)

// session is a client.
type session struct {
	name  string
	alone bool  // a session of one transaction, without a name
	site  int32 // which of the replicas it uses
	seen  int32 // how much of the log, or of its site, its next view includes at least
	end   int64 // when its last transaction ended
	skew  int64 // by how much its clock is ahead
}

// clients are the sessions, and who is next.
type clients struct {
	rng      *rand.Rand
	skew     int64
	sites    int
	sessions []session
	single   session // where every transaction is alone
}

func newClients(cfg Config, rng *rand.Rand) *clients {
	c := &clients{rng: rng, skew: cfg.ClockSkew, sites: countSites(cfg), sessions: make([]session, cfg.Sessions)}
	for i := range c.sessions {
		c.sessions[i] = session{name: strconv.Itoa(i + 1), site: int32(i % c.sites), skew: c.drawSkew()}
	}
	return c
}

func (c *clients) drawSkew() int64 {
	if c.skew == 0 {
		return 0
	}
	return c.rng.Int64N(c.skew + 1)
}

// newcomer returns a session that nobody else uses.
func (c *clients) newcomer() session {
	return session{alone: true, site: c.rng.Int32N(int32(c.sites)), skew: c.drawSkew()}
}

// next returns a session that is idle at the moment.
func (c *clients) next(moment int64) *session {
	if len(c.sessions) == 0 {
		c.single = c.newcomer()
		return &c.single
	}
	i := c.rng.IntN(len(c.sessions))
	for c.sessions[i].end >= moment {
		i = (i + 1) % len(c.sessions)
	}
	return &c.sessions[i]
}

// interval returns when a transaction of s that commits at the moment starts and
// ends. It ends before at most a quarter of the sessions commit, so that one is
// always idle.
func (c *clients) interval(s *session, moment int64) (start, end int64) {
	span, after := int64(8*CommitInterval), int64(4*CommitInterval)
	if !s.alone {
		n := int64(len(c.sessions)) * CommitInterval
		span, after = 2*n, max(n/4, CommitInterval)
	}
	earliest := max(s.end+1, moment-span)
	start = earliest + c.rng.Int64N(moment-earliest+1)
	end = moment + c.rng.Int64N(after)
	s.end = end
	return start, end
}
