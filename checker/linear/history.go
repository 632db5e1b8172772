package linear

import (
	"cmp"
	"math"
	"slices"

	"visar/history"
)

// Never is the return of an operation whose outcome is unknown.
const Never int64 = math.MaxInt64

// open is the return of an operation that returned, with an answer that is known,
// but later than all that matters: it may take effect as recorded, or not yet.
const open = Never - 1

// Op is one operation on one object.
type Op struct {
	Process int32
	Txn     int32 // the transaction of the recording that it is of
	Key     int32 // which object
	Func    history.Func
	Answer  history.Answer
	A, B    int32   // arguments: ids of values
	Result  []int32 // ids of values
	// Invoke and Return are times of any unit. What returned before another
	// operation was invoked happened before it.
	Invoke, Return int64
}

// Unknown reports whether nobody knows if the operation took effect.
func (o *Op) Unknown() bool { return o.Return == Never }

// reads reports whether the operation never changes the object.
func (o *Op) reads() bool {
	return o.Func == history.Get || o.Func == history.Contains || o.Answer == history.Refused ||
		o.Func == history.CAS && o.A == o.B ||
		o.empty()
}

// writes reports whether the operation makes a register hold v.
func (o *Op) writes(v int32) bool {
	switch o.Func {
	case history.Put:
		return o.A == v
	case history.CAS:
		return o.B == v && o.Answer != history.Refused
	case history.Delete:
		return v == history.Initial
	}
	return false
}

// empty reports whether the operation found a queue or a stack empty.
func (o *Op) empty() bool {
	return (o.Func == history.Dequeue || o.Func == history.Pop) && !o.Unknown() && o.Result[0] == history.Initial
}

// History is operations on objects of one kind. Operations are named by their
// indices, values by theirs; value 0 stands for none and is the initial one.
type History struct {
	Object Object
	Ops    []Op
	Keys   []history.Value
	Values []history.Value
	user   *userModel // of a userObject
}

// part is the operations on one key. They have local indices, in the order of
// their invocations; inv and ret are the ranks of their ends among all events of
// the part, even numbers of which no two are equal. At equal times invocations
// come first.
type part struct {
	h        *History
	key      int32
	ops      []int32 // local index → index in h.Ops
	inv, ret []int32
	events   []int32 // in order: local index, or its complement for a return
}

// never is the rank of a return that is not known.
const never = int32(math.MaxInt32)

func (p *part) op(i int32) *Op { return &p.h.Ops[p.ops[i]] }

func (p *part) len() int32 { return int32(len(p.ops)) }

// parts splits the history by key, in order of keys; keys without operations have
// no part.
func (h *History) parts() []*part {
	byKey := make([][]int32, len(h.Keys))
	if len(byKey) == 1 {
		byKey[0] = make([]int32, 0, len(h.Ops))
	}
	for i := range h.Ops {
		byKey[h.Ops[i].Key] = append(byKey[h.Ops[i].Key], int32(i))
	}
	var parts []*part
	for _, ops := range byKey {
		if len(ops) > 0 {
			parts = append(parts, h.part(ops))
		}
	}
	return parts
}

// part ranks the events of the given operations, which it sorts.
func (h *History) part(ops []int32) *part {
	slices.SortStableFunc(ops, func(a, b int32) int { return cmp.Compare(h.Ops[a].Invoke, h.Ops[b].Invoke) })
	p := &part{h: h, key: h.Ops[ops[0]].Key, ops: ops, inv: make([]int32, len(ops)), ret: make([]int32, len(ops))}
	returns := make([]int32, 0, len(ops))
	for i := range p.len() {
		if p.ret[i] = never; p.op(i).Return < open {
			returns = append(returns, i)
		}
	}
	slices.SortStableFunc(returns, func(a, b int32) int { return cmp.Compare(p.op(a).Return, p.op(b).Return) })
	p.events = make([]int32, 0, len(ops)+len(returns))
	for i := range p.len() {
		for len(returns) > 0 && p.op(returns[0]).Return < p.op(i).Invoke {
			p.returned(returns[0])
			returns = returns[1:]
		}
		p.inv[i] = 2 * int32(len(p.events))
		p.events = append(p.events, i)
	}
	for _, i := range returns {
		p.returned(i)
	}
	return p
}

func (p *part) returned(i int32) {
	p.ret[i] = 2 * int32(len(p.events))
	p.events = append(p.events, ^i)
}

// before reports whether a returned before b was invoked.
func (p *part) before(a, b int32) bool { return p.ret[a] < p.inv[b] }
