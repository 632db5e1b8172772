package generate

func (s *store) append(k *key) {
	v := s.numbers.value(k)
	k.held.own = append(k.held.own, v)
	s.b.Append(k.id, v)
}

// readList returns what the transaction first saw of the list, with its own
// elements behind it. In a versioned list that is no version if what it saw is
// not the latest, behind which its elements come. There it appends again instead.
func (s *store) readList(k *key) {
	h := &k.held
	if h.read && len(h.own) > 0 && len(h.list) < len(k.list) && s.cfg.Lists == "versioned" {
		s.append(k)
		return
	}
	if !h.read {
		h.read = true
		h.list = s.lookUp(h.list[:0], k)
	}
	s.elements = append(append(s.elements[:0], h.list...), h.own...)
	s.b.ReadList(k.id, s.elements)
}

// lookUp adds to list what the transaction sees of k. Of a versioned list to
// which it has appended that is the version before its own, the latest.
func (s *store) lookUp(list []int32, k *key) []int32 {
	n := len(k.list)
	log := s.cfg.Lists == "log"
	if !log && len(k.held.own) == 0 {
		n = int(k.visible(s.view))
	}
	for _, e := range k.list[:n] {
		if !log || e.seq <= s.view[e.site] {
			list = append(list, e.value)
		}
	}
	return list
}
