package history

import "math"

// A view is a history in which less is certain: the same transactions under the
// same indices, with some times, sessions or outcomes left out of account. It
// shares everything else with the history that it was made from.

// Skewed returns h as it is known if the clocks of its clients may differ by skew,
// in the unit of the recorded times: a transaction ended before another started
// only where the times differ by more than that. Sessions keep their order.
func (h *History) Skewed(skew int64) *History {
	return h.retimed(func(t int32) (start, end int64) {
		start, end = h.start[t], h.end[t]
		if end != NoTime {
			end = saturated(end, skew)
		}
		return start, end
	})
}

// saturated returns a+b for b >= 0, or the greatest number where that overflows.
func saturated(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// Across returns h with no real time but that across the moment at: what ended
// before it is before what started then or later.
func (h *History) Across(at int64) *History {
	return h.retimed(func(t int32) (start, end int64) {
		start, end = NoTime, NoTime
		if h.end[t] != NoTime && h.end[t] < at {
			end = h.end[t]
		}
		if h.start[t] != NoTime && h.start[t] >= at {
			start = h.start[t]
		}
		return start, end
	})
}

// Unordered returns h with the transactions that apart selects each in a session
// of its own and without times.
func (h *History) Unordered(apart func(t int32) bool) *History {
	v := h.retimed(func(t int32) (start, end int64) {
		if apart(t) {
			return NoTime, NoTime
		}
		return h.start[t], h.end[t]
	})
	return v.regrouped(func(t int32) (string, bool) { return "", apart(t) })
}

// Lagging returns h with the transactions that lag selects without times, and those
// of each session as a session of their own, in the same order.
func (h *History) Lagging(lag func(t int32) bool) *History {
	v := h.retimed(func(t int32) (start, end int64) {
		if lag(t) {
			return NoTime, NoTime
		}
		return h.start[t], h.end[t]
	})
	return v.regrouped(func(t int32) (string, bool) {
		return h.sessions[h.session[t]] + " (lagging)", lag(t)
	})
}

// Doubted returns h with the transactions that doubted selects, as far as they
// committed, of unknown outcome: what they read is no evidence, not of the order of
// lists either. Unlike other views it is a copy.
func (h *History) Doubted(doubted func(t int32) bool) *History {
	return h.Revised(func(t int32) Revision {
		session := h.sessions[h.session[t]]
		r := Revision{Session: session, Alone: session == "", Status: h.status[t], Start: h.start[t], End: h.end[t]}
		if r.Status == Committed && doubted(t) {
			r.Status, r.End = Unknown, NoTime
		}
		return r
	})
}

func (h *History) retimed(times func(t int32) (start, end int64)) *History {
	v := *h
	v.start, v.end = make([]int64, h.Len()), make([]int64, h.Len())
	for t := range v.start {
		v.start[t], v.end[t] = times(int32(t))
	}
	return &v
}

// regrouped returns h with the transactions that move selects in other sessions:
// those of one session that move to the same name together, in their order, and
// each alone where the name is empty.
func (h *History) regrouped(move func(t int32) (name string, moves bool)) *History {
	type place struct {
		from  int32
		name  string
		moved bool
	}
	v := *h
	v.session, v.sessions = make([]int32, h.Len()), nil
	known := map[place]int32{}
	for t := range v.session {
		name, moves := move(int32(t))
		at := place{h.session[t], name, moves}
		s, ok := known[at]
		if !ok || moves && name == "" {
			if !moves {
				name = h.sessions[h.session[t]]
			}
			s = int32(len(v.sessions))
			v.sessions = append(v.sessions, name)
			known[at] = s
		}
		v.session[t] = s
	}
	v.sessionFirst, v.sessionTxn = groupSessions(v.session, len(v.sessions))
	return &v
}

// Bare returns h without its operations and without the problems that they have.
func (h *History) Bare() *History {
	v := *h
	v.firstOp = make([]int32, h.Len()+1)
	v.opKind, v.opKey, v.opValue = nil, nil, nil
	v.keys, v.isList, v.longest, v.lists = valueTable{}, nil, nil, nil
	v.problems = nil
	return &v
}

// TimesOf returns h with the times of other, which has the same transactions.
func (h *History) TimesOf(other *History) *History {
	v := *h
	v.start, v.end = other.start, other.end
	return &v
}
