package checker

// runClocks computes what each transaction sees; false if some would see itself.
func (s *siblings) runClocks() bool {
	k := len(s.chains)
	if s.clocks == nil {
		s.clocks = make([]int32, s.h.Len()*k)
	}
	clear(s.clocks)
	next, waits := make([]int32, k), make([]int32, s.h.Len())
	waiting := make([][]int32, s.h.Len())
	done := 0
	var ready []int32
	total := 0
	arrive := func(c int32) {
		if int(next[c]) < len(s.chains[c]) {
			t := s.chains[c][next[c]]
			for _, w := range s.seen[t] {
				if s.place[w] >= next[s.chain[w]] {
					waits[t]++
					waiting[w] = append(waiting[w], t)
				}
			}
			if waits[t] == 0 {
				ready = append(ready, t)
			}
		}
	}
	for c := range s.chains {
		total += len(s.chains[c])
		arrive(int32(c))
	}
	for len(ready) > 0 {
		t := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		s.runClock(t)
		done++
		next[s.chain[t]]++
		for _, other := range waiting[t] {
			if waits[other]--; waits[other] == 0 {
				ready = append(ready, other)
			}
		}
		arrive(s.chain[t])
	}
	return done == total
}

func (s *siblings) clock(t int32) []int32 {
	k := len(s.chains)
	return s.clocks[int(t)*k : int(t)*k+k]
}

// runClock merges what the transactions before t in its session and those that it
// sees saw, with themselves.
func (s *siblings) runClock(t int32) {
	own := s.clock(t)
	merge := func(w int32) {
		for c, n := range s.clock(w) {
			own[c] = max(own[c], n)
		}
		own[s.chain[w]] = max(own[s.chain[w]], s.place[w]+1)
	}
	if p := s.place[t]; p > 0 {
		merge(s.chains[s.chain[t]][p-1])
	}
	for _, w := range s.seen[t] {
		merge(w)
	}
}

// sees reports whether w is visible to t.
func (s *siblings) sees(t, w int32) bool { return s.clock(t)[s.chain[w]] > s.place[w] }
