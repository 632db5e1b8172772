package generate

// run does the steps of the transaction.
func (s *store) run() {
	for _, step := range s.steps {
		switch {
		case s.lists() && step.write:
			s.append(step.key)
		case s.lists():
			s.readList(step.key)
		case step.write:
			s.write(step.key)
		default:
			s.read(step.key)
		}
	}
}

func (s *store) read(k *key) {
	if !k.held.used {
		k.held.used = true
		k.held.value = k.visible(s.view)
	}
	s.b.Read(k.id, k.held.value)
}

func (s *store) write(k *key) {
	k.held.used = true
	k.held.value = s.numbers.value(k)
	s.b.Write(k.id, k.held.value)
}

func (s *store) append(k *key) {
	k.held.used = true
	v := s.numbers.value(k)
	k.held.own = append(k.held.own, v)
	s.b.Append(k.id, v)
}

// readList returns the version that the transaction sees with its own elements
// behind it. That is no version where the transaction does not see the latest
// one, which what it appended comes after. So there it appends again instead,
// or, where no read has tied it to the older version, reads the latest.
func (s *store) readList(k *key) {
	h := &k.held
	length := int32(len(k.list))
	switch {
	case !h.used:
		h.value = k.visible(s.view)
	case !h.read:
		h.value = length
	case len(h.own) > 0 && h.value < length:
		s.append(k)
		return
	}
	h.used, h.read = true, true
	s.elements = append(append(s.elements[:0], k.list[:h.value]...), h.own...)
	s.b.ReadList(k.id, s.elements)
}
