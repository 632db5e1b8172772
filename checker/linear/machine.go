package linear

import "visar/history"

// machine is a part's sequential object with numbered states, so that a search
// compares numbers. It is made for one goroutine.
type machine struct {
	*part
	class  []int32 // by operation: those of one class do and answer the same
	sample []int32 // by class: an operation of it
	ids    map[state]int32
	states []state
	next   map[uint64]int32 // by state and class: the next state, or -1
}

func newMachine(p *part) *machine {
	m := &machine{part: p, ids: map[state]int32{}, next: map[uint64]int32{}}
	m.classify()
	if p.h.Object != Register {
		m.id(p.h.start())
	}
	return m
}

// classify gives operations that do and answer the same the same class.
func (m *machine) classify() {
	type shape struct {
		fn      history.Func
		answer  history.Answer
		a, b    int32
		unknown bool
		result  string
	}
	known := make(map[shape]int32)
	m.class = make([]int32, m.len())
	for i := range m.len() {
		o := m.op(i)
		s := shape{o.Func, o.Answer, o.A, o.B, o.Unknown(), ""}
		if !s.unknown && len(o.Result) == 1 {
			s.result = idText(o.Result[0])
		} else if !s.unknown && len(o.Result) > 1 {
			s.result = setOf(o.Result)
		}
		c, ok := known[s]
		if !ok {
			c = int32(len(m.sample))
			known[s] = c
			m.sample = append(m.sample, i)
		}
		m.class[i] = c
	}
}

func (m *machine) id(s state) int32 {
	n, ok := m.ids[s]
	if !ok {
		n = int32(len(m.states))
		m.ids[s] = n
		m.states = append(m.states, s)
	}
	return n
}

// step returns the state after operation i in state s, or false if i cannot have
// its answer there or, where its outcome is unknown, has no effect there.
func (m *machine) step(s, i int32) (int32, bool) {
	if m.h.Object == Register {
		return m.stepRegister(s, m.op(i))
	}
	key := uint64(s)<<32 | uint64(m.class[i])
	n, ok := m.next[key]
	if !ok {
		n = -1
		if t, can := m.h.apply(m.states[s], m.op(m.sample[m.class[i]])); can {
			n = m.id(t)
		}
		m.next[key] = n
	}
	return n, n >= 0
}

// stepRegister is apply for registers, whose states are ids of values already.
func (m *machine) stepRegister(s int32, op *Op) (int32, bool) {
	switch op.Func {
	case history.Get:
		return s, op.Unknown() || op.Result[0] == s
	case history.Put:
		return op.A, true
	case history.Delete:
		return history.Initial, true
	case history.CAS:
		if op.Answer == history.Refused {
			return s, s != op.A
		}
		return op.B, s == op.A
	}
	return s, false
}
