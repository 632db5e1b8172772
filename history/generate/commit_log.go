package generate

import "math/rand/v2"

// commitLog is the store with one log of the commits that write: a view is a
// prefix of it, at most lag commits old.
type commitLog struct {
	rng    *rand.Rand
	model  *model
	lag    int32
	length int32
	seen   [1]int32 // the last view
	old    [1]int32
}

func (l *commitLog) view(s *session, writes []*key) []int32 {
	if l.model.freshWriters && len(writes) > 0 || l.model.freshReaders {
		l.seen[0] = l.length
		return l.seen[:]
	}
	from := max(s.seen, l.length-l.lag)
	if l.model.noConflict {
		for _, k := range writes {
			if v, ok := k.latest(); ok {
				from = max(from, v.seq)
			}
		}
	}
	l.seen[0] = from + l.rng.Int32N(l.length-from+1)
	return l.seen[:]
}

// commit makes the session's next view include the commit or, after a
// transaction that only read, what that saw: it stands right behind it.
func (l *commitLog) commit(s *session, writes bool) position {
	s.seen = l.seen[0]
	if writes {
		l.length++
		s.seen = l.length
	}
	return position{seq: s.seen}
}

func (l *commitLog) horizon() []int32 {
	l.old[0] = l.length - l.lag
	return l.old[:]
}
