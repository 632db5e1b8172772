package linear

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"visar/history"
)

// Object is a kind of sequential object: what each function does to a state and
// what it answers.
type Object uint8

// The kinds of objects.
const (
	Register Object = iota // get, put, compare-and-set, delete
	Text                   // a register that holds text, to which append adds
	Counter                // add, get; begins at 0
	Set                    // add, remove, contains, get of all elements
	Queue                  // enqueue, dequeue; first in, first out
	Stack                  // push, pop
	Lock                   // acquire, release, by whomever
	// userObject is what a user's model describes, and no kind that has a name.
	userObject
)

var objectNames = [...]string{"register", "text", "counter", "set", "queue", "stack", "lock"}

// String returns the name of the kind.
func (o Object) String() string { return objectNames[o] }

// ObjectByName returns the kind with the given name. A compare-and-set register is
// a register, and a map is a register or a text for each of its keys.
func ObjectByName(name string) (Object, error) {
	switch name {
	case "cas-register", "map":
		return Register, nil
	}
	for o, n := range objectNames {
		if n == name {
			return Object(o), nil
		}
	}
	return 0, fmt.Errorf("unknown object %q: the objects are register, cas-register, map, text, counter, set, queue, stack, lock", name)
}

// state is the state of an object as text: equal states are equal texts. A
// register, set, queue or stack is the ids of its values, four bytes each.
type state = string

func idText(v int32) state { return string(binary.BigEndian.AppendUint32(nil, uint32(v))) }

func idOf(s state) int32 { return int32(binary.BigEndian.Uint32([]byte(s[:4]))) }

// start is the state in which every object begins.
func (h *History) start() state {
	switch h.Object {
	case Register:
		return idText(history.Initial)
	case Counter:
		return "0"
	}
	return ""
}

// apply returns the state after op, or false if op cannot have its answer in s. An
// operation of unknown outcome may have any answer; false says then that it has no
// effect in s.
func (h *History) apply(s state, op *Op) (state, bool) {
	switch h.Object {
	case Register, Text:
		return h.applyRegister(s, op)
	case Counter:
		return h.applyCounter(s, op)
	case Set:
		return h.applySet(s, op)
	case Queue, Stack:
		return h.applyList(s, op)
	}
	held := s != ""
	if op.Answer == history.Refused {
		return s, held == (op.Func == history.Acquire)
	}
	if op.Func == history.Acquire {
		return "held", !held
	}
	return "", held
}

// content is what a register that holds value v is in.
func (h *History) content(v int32) state {
	if h.Object == Register {
		return idText(v)
	}
	switch x := h.Values[v]; x.Kind() {
	case history.Nil:
		return ""
	case history.String, history.Other:
		return x.Text()
	default:
		return x.String()
	}
}

func (h *History) applyRegister(s state, op *Op) (state, bool) {
	switch op.Func {
	case history.Get:
		return s, op.Unknown() || s == h.content(op.Result[0])
	case history.Put:
		return h.content(op.A), true
	case history.Delete:
		return h.content(history.Initial), true
	case history.Extend:
		return s + h.content(op.A), true
	case history.CAS:
		same := s == h.content(op.A)
		if op.Answer == history.Refused {
			return s, !same
		}
		return h.content(op.B), same
	}
	return s, false
}

func (h *History) applyCounter(s state, op *Op) (state, bool) {
	n, _ := strconv.ParseInt(s, 10, 64)
	switch op.Func {
	case history.Add:
		n += h.Values[op.A].Int()
	case history.Get:
	default:
		return s, false
	}
	known := op.Answer == history.One && !op.Unknown()
	return strconv.FormatInt(n, 10), !known || h.Values[op.Result[0]].Int() == n
}

func (h *History) applySet(s state, op *Op) (state, bool) {
	if op.Func == history.Get {
		return s, op.Unknown() || s == setOf(op.Result)
	}
	at, has := find(s, op.A)
	refused := op.Answer == history.Refused
	switch op.Func {
	case history.Contains:
		return s, op.Unknown() || has != refused
	case history.Add:
		if refused || has {
			return s, has
		}
		return s[:at] + idText(op.A) + s[at:], true
	case history.Remove:
		if !has {
			return s, true
		}
		return s[:at] + s[at+4:], !refused
	}
	return s, false
}

// find returns where id v is in the sorted set s, or where it would be.
func find(s state, v int32) (at int, has bool) {
	for at < len(s) && idOf(s[at:]) < v {
		at += 4
	}
	return at, at < len(s) && idOf(s[at:]) == v
}

func setOf(values []int32) state {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	var s []byte
	for _, v := range slices.Compact(sorted) {
		s = binary.BigEndian.AppendUint32(s, uint32(v))
	}
	return string(s)
}

// applyList is that of queues and stacks.
func (h *History) applyList(s state, op *Op) (state, bool) {
	switch op.Func {
	case history.Enqueue, history.Push:
		return s + idText(op.A), true
	case history.Dequeue, history.Pop:
	default:
		return s, false
	}
	empty := !op.Unknown() && op.Result[0] == history.Initial
	if s == "" || empty {
		return s, s == "" && empty
	}
	taken, rest := s[:4], s[4:]
	if op.Func == history.Pop {
		taken, rest = s[len(s)-4:], s[:len(s)-4]
	}
	return rest, op.Unknown() || idOf(taken) == op.Result[0]
}
