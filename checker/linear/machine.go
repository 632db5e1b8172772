package linear

import (
	"slices"
	"strings"

	"visar/history"
)

// machine is a part's sequential object with numbered states, so that a search
// compares numbers. It is made for one goroutine.
type machine struct {
	*part
	class  []int32 // by operation: those of one class do and answer the same
	sample []int32 // by class: an operation of it
	ids    map[state]int32
	states []state
	next   map[uint64]int32 // by state and class: the next state, or -1
	bytes  int64            // that the states take
	first  int32            // the state at the start
	seen   []state          // of a text: what was read or compared, sorted
	user   *userStates      // of a user's model
}

// unseen is the number of the state of all texts with which nothing begins that is
// read: whatever is appended to one, nobody sees it.
const unseen int32 = 0

func newMachine(p *part) *machine {
	m := &machine{part: p, ids: map[state]int32{}, next: map[uint64]int32{}}
	m.classify()
	switch p.h.Object {
	case Register:
	case userObject:
		m.user = &userStates{userModel: p.h.user, ids: map[uint64][]int32{}}
		m.first = m.user.id(p.h.user.init())
	case Text:
		m.observe()
		m.states = append(m.states, "")
		fallthrough
	default:
		m.first = m.id(p.h.start())
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
		user    userShape
	}
	known := make(map[shape]int32)
	m.class = make([]int32, m.len())
	for i := range m.len() {
		o := m.op(i)
		s := shape{o.Func, o.Answer, o.A, o.B, o.Unknown(), "", userShape{}}
		if m.h.Object == userObject {
			s = shape{user: m.h.user.shape(o)}
		} else if !s.unknown && len(o.Result) == 1 {
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

// observe sorts what was read of a text, or compared with it.
func (m *machine) observe() {
	for i := range m.len() {
		switch o := m.op(i); {
		case o.Func == history.CAS:
			m.seen = append(m.seen, m.h.content(o.A))
		case o.Func == history.Get && !o.Unknown():
			m.seen = append(m.seen, m.h.content(o.Result[0]))
		}
	}
	slices.Sort(m.seen)
}

// visible returns the number of text s.
func (m *machine) visible(s state) int32 {
	at, _ := slices.BinarySearch(m.seen, s)
	if at < len(m.seen) && strings.HasPrefix(m.seen[at], s) {
		return m.id(s)
	}
	return unseen
}

// stepText is apply for texts.
func (m *machine) stepText(s int32, op *Op) (int32, bool) {
	if s == unseen {
		switch {
		case op.Func == history.Extend:
			return unseen, true
		case op.Func == history.CAS && op.Answer == history.Refused:
			return unseen, true
		case op.Func != history.Put && op.Func != history.Delete:
			return unseen, op.Func == history.Get && op.Unknown()
		}
	}
	t, ok := m.h.apply(m.states[s], op)
	if !ok {
		return s, false
	}
	return m.visible(t), true
}

func (m *machine) id(s state) int32 {
	n, ok := m.ids[s]
	if !ok {
		n = int32(len(m.states))
		m.ids[s] = n
		m.states = append(m.states, s)
		m.bytes += int64(len(s)) + 80
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
		if t, can := m.stepNew(s, m.op(m.sample[m.class[i]])); can {
			n = t
		}
		m.bytes += 40
		m.next[key] = n
	}
	return n, n >= 0
}

// stepNew is step where it was not taken before.
func (m *machine) stepNew(s int32, op *Op) (int32, bool) {
	switch m.h.Object {
	case Text:
		return m.stepText(s, op)
	case userObject:
		ok, t := m.user.step(m.user.states[s], m.user.in[op.A], m.user.out[op.A])
		if !ok {
			return s, false
		}
		n := m.user.id(t)
		m.bytes += 64
		return n, true
	}
	t, ok := m.h.apply(m.states[s], op)
	if !ok {
		return s, false
	}
	return m.id(t), true
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
