package checker

import "fmt"

// What the stages of the search for an order hold, in bytes, not counting the
// history: for an edge as given, in rows and for the solver, for an edge or a pair
// of the problem that is guarded, and for a variable with what the search keeps of it.
const edgeBytes, guardBytes, varBytes = 32, 60, 200

// limitPassed says that the limit of memory is passed by something.
func (j *job) limitPassed(what string, count int) string {
	return fmt.Sprintf("the limit of %d MB of memory would be passed with %d %s", j.opt.MaxMemory>>20, count, what)
}

// tooLarge reports whether clocks and edges would need more memory than the
// budget has.
func (s *saturation) tooLarge() bool {
	return s.opt.MaxMemory > 0 && s.memory() > s.opt.MaxMemory
}

// memory is what saturation holds at once, in bytes, not counting the history:
// the clocks of a block of chains, once there are chains, and each edge as given, in rows and for the
// solver.
func (s *saturation) memory() int64 {
	width := int64(0)
	if s.cover != nil {
		width = int64(blockWidth(s.total, s.cover.count))
	}
	return 4*int64(s.total)*(width+10) + edgeBytes*int64(len(s.arcs)+len(s.outside))
}

// pairsAllowed returns how many pairs of writers may be handed to the search.
func (s *saturation) pairsAllowed() int {
	if s.opt.MaxMemory == 0 {
		return maxOpenPairs
	}
	return int(min(maxOpenPairs, max(0, s.opt.MaxMemory-s.memory())/(varBytes+2*guardBytes)))
}

// spend takes bytes from what is left for the problem, if that is bounded, and
// reports whether there were enough. Where there are not, the problem is full: it
// lacks something.
func (c *choices) spend(bytes int64) bool {
	if c.opt.MaxMemory == 0 || c.full {
		return !c.full
	}
	c.left -= bytes
	c.full = c.left <= 0
	return !c.full
}
