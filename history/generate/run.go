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
	if !k.held.read {
		k.held.read = true
		k.held.value = k.visible(s.view)
	}
	s.b.Read(k.id, k.held.value)
}

func (s *store) write(k *key) {
	k.held.read = true
	k.held.value = s.numbers.next(k)
	s.b.Write(k.id, k.held.value)
}
