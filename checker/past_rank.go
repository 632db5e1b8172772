package checker

import "visar/history"

// timed reports whether something was recorded of when transactions took effect.
func (g *polygraph) timed() bool {
	for n := range int32(g.r.Len()) {
		if _, ok := g.r.RecordedPlace(n); ok || g.completion(n) != history.NoTime {
			return true
		}
	}
	return false
}

// pastRank ranks ports by how many transactions are known to come before theirs.
// Without times that is the best measure of when a transaction took effect: what
// ran side by side saw about the same. Of clocks in blocks it takes the last one.
func (s *saturation) pastRank() []int32 {
	if s.outer == nil {
		return s.rank
	}
	return s.rankOf(func(n int32) int64 {
		past := int64(0)
		for _, height := range s.outer.row(s.shape.commit(n)) {
			past += int64(height)
		}
		return past
	})
}
