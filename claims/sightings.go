package claims

import "visar/history"

// version is a value of a key: of a list or a queue, one element.
type version struct{ key, value int32 }

// sightings say who wrote what, and what was read.
type sightings struct {
	h       *history.History
	writers map[version][]int32 // transactions that did not abort
	// exact says that every value was written once, and that no operation says
	// anything of a write but by returning its value.
	exact bool
}

func newSightings(h *history.History) *sightings {
	s := &sightings{h: h, writers: map[version][]int32{}, exact: true}
	for t := range int32(h.Len()) {
		if h.Status(t) != history.Aborted {
			s.write(t)
		}
	}
	return s
}

func (s *sightings) write(t int32) {
	lo, hi := s.h.Ops(t)
	for i := lo; i < hi; i++ {
		if s.h.OpKind(i) != history.Read {
			s.wrote(t, version{s.h.OpKey(i), s.h.OpValue(i)})
			s.exact = s.exact && (s.h.OpKind(i) == history.Append || s.h.OpValue(i) != history.Initial)
		}
	}
	call, ok := s.h.Call(t)
	if !ok {
		return
	}
	switch call.Func {
	case history.Get:
	case history.Put:
		s.wrote(t, version{call.Key, call.Args[0]})
		s.exact = s.exact && call.Args[0] != history.Initial
	case history.Enqueue, history.Push:
		s.wrote(t, version{call.Key, call.Args[0]})
		s.exact = false
	case history.CAS:
		s.exact = s.exact && call.Answer != history.Refused
		s.wrote(t, version{call.Key, call.Args[1]})
	default:
		s.exact = false
	}
}

func (s *sightings) wrote(t int32, v version) {
	by := s.writers[v]
	if len(by) > 0 && by[len(by)-1] == t {
		return
	}
	s.writers[v] = append(by, t)
	s.exact = s.exact && len(by) == 0
}

// walk goes over what transactions read. Elements of a list that it has come by are
// left out of later reads, so that all reads together take linear time.
type walk struct {
	*sightings
	done map[int32]int // by list: how many elements of the longest read
}

func (s *sightings) walk() *walk { return &walk{sightings: s, done: map[int32]int{}} }

// read calls f with what transaction t read.
func (s *walk) read(t int32, f func(version)) {
	lo, hi := s.h.Ops(t)
	for i := lo; i < hi; i++ {
		k := s.h.OpKey(i)
		switch {
		case s.h.OpKind(i) != history.Read:
		case s.h.IsList(k):
			list, prefix := s.h.ListRead(i)
			if prefix {
				all := list
				list = all[min(len(all), s.done[k]):]
				s.done[k] = max(s.done[k], len(all))
			}
			for _, v := range list {
				f(version{k, v})
			}
		default:
			f(version{k, s.h.OpValue(i)})
		}
	}
	if call, ok := s.h.Call(t); ok {
		for _, v := range call.Result {
			f(version{call.Key, v})
		}
	}
}
