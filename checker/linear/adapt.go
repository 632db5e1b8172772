package linear

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"visar/history"
)

// From takes a recorded history for operations on objects of one kind, or on those
// that its operations tell if object is nil. The error says which transaction is
// no such operation, or why its times do not say what happened before what.
//
// An aborted operation did not happen. A drain is as many dequeues at once, in any
// order, and one that found the queue empty.
func From(h *history.History, object *Object) (*History, error) {
	a, err := adapt(h, object)
	if err != nil {
		return nil, err
	}
	return a.out, a.check()
}

// FromSessions is From for those who ask for the order of sessions alone: times may
// be missing. The operations of a session come one after the other, in its order.
// It reports whether sessions keep to real time.
func FromSessions(h *history.History, object *Object) (out *History, ordered bool, err error) {
	a, err := adapt(h, object)
	if err != nil {
		return nil, false, err
	}
	place := make([]int, h.Len())
	for s := range int32(h.Sessions()) {
		for at, t := range h.SessionTxns(s) {
			place[t] = at
		}
	}
	slices.SortStableFunc(a.out.Ops, func(x, y Op) int {
		return cmp.Or(cmp.Compare(x.Process, y.Process), cmp.Compare(place[x.Txn], place[y.Txn]))
	})
	return a.out, a.check() == nil, nil
}

// adapt takes the operations and tells their object.
func adapt(h *history.History, object *Object) (*adapter, error) {
	a := &adapter{h: h, out: &History{}}
	for k := range int32(h.Keys()) {
		a.out.Keys = append(a.out.Keys, h.Key(k))
	}
	for v := range int32(h.Values()) {
		a.out.Values = append(a.out.Values, h.Value(v))
	}
	if object == nil {
		told := ObjectOf(h, a.calls)
		object = &told
	}
	a.out.Object = *object
	for t := range int32(h.Len()) {
		if err := a.txn(t); err != nil {
			return nil, err
		}
	}
	for _, d := range a.drains {
		for range a.enqueued {
			a.out.Ops = append(a.out.Ops, d)
		}
	}
	return a, nil
}

type adapter struct {
	h        *history.History
	out      *History
	enqueued int
	drains   []Op // of unknown outcome
}

// calls are those of all transactions.
func (a *adapter) calls(yield func(history.Call) bool) {
	for t := range int32(a.h.Len()) {
		if c, ok := a.h.Call(t); ok && !yield(c) {
			return
		}
	}
}

// ObjectOf tells the kind of object by the calls of h on it. Without any it is a register.
func ObjectOf(h *history.History, calls iter.Seq[history.Call]) Object {
	added, many := false, false
	for c := range calls {
		switch c.Func {
		case history.Enqueue, history.Dequeue, history.Drain:
			return Queue
		case history.Push, history.Pop:
			return Stack
		case history.Acquire, history.Release:
			return Lock
		case history.Extend:
			return Text
		case history.Remove, history.Contains:
			return Set
		case history.Add:
			added = true
			many = many || h.Value(c.Args[0]).Kind() != history.Int
		}
		many = many || c.Answer == history.Many
	}
	switch {
	case many:
		return Set
	case added:
		return Counter
	}
	return Register
}

// Applies reports whether h is about objects that this package decides: every
// transaction is one operation on one key. Lists are none of them.
func Applies(h *history.History) bool {
	for t := range int32(h.Len()) {
		if _, ok := h.Call(t); ok {
			continue
		}
		lo, hi := h.Ops(t)
		if !single(h, lo, hi) {
			return false
		}
	}
	return true
}

// single reports whether the operations from lo to hi are a read, a write, or a
// read and then a write, of one register.
func single(h *history.History, lo, hi int32) bool {
	switch {
	case lo == hi:
		return true
	case hi-lo > 2 || h.IsList(h.OpKey(lo)):
		return false
	case hi-lo == 1:
		return true
	}
	return h.OpKey(lo) == h.OpKey(lo+1) && h.OpKind(lo) == history.Read && h.OpKind(lo+1) == history.Write
}

// txn adds the operation that transaction t is.
func (a *adapter) txn(t int32) error {
	if a.h.Status(t) == history.Aborted {
		return nil
	}
	op := Op{Txn: t, Process: a.h.Session(t), Invoke: a.h.Start(t), Return: a.h.End(t)}
	if a.h.Status(t) == history.Unknown {
		op.Return = Never
	}
	if c, ok := a.h.Call(t); ok {
		return a.call(op, c)
	}
	lo, hi := a.h.Ops(t)
	if !single(a.h, lo, hi) {
		return fmt.Errorf("transaction %s (line %d): expected one operation on one key", a.h.Name(t), a.h.Line(t))
	}
	if lo == hi {
		return nil
	}
	c := history.Call{Key: a.h.OpKey(lo)}
	switch {
	case hi-lo == 2 && op.Unknown(): // what it read is not evidence
		op.Func, op.A = history.Put, a.h.OpValue(hi-1)
	case hi-lo == 2:
		c.Func, c.Args = history.CAS, []int32{a.h.OpValue(lo), a.h.OpValue(hi - 1)}
	case a.h.OpKind(lo) == history.Write:
		c.Func, c.Args = history.Put, []int32{a.h.OpValue(lo)}
	default:
		c.Func, c.Answer, c.Result = history.Get, history.One, []int32{a.h.OpValue(lo)}
	}
	return a.call(op, c)
}

// add adds op unless it says nothing: a read of unknown outcome.
func (a *adapter) add(op Op) {
	if op.Unknown() && (op.Func == history.Get || op.Func == history.Contains) {
		return
	}
	a.out.Ops = append(a.out.Ops, op)
}

// functions are those of each kind of object.
var functions = [...][]history.Func{
	Register: {history.Get, history.Put, history.CAS, history.Delete},
	Text:     {history.Get, history.Put, history.CAS, history.Delete, history.Extend},
	Counter:  {history.Get, history.Add},
	Set:      {history.Get, history.Add, history.Remove, history.Contains},
	Queue:    {history.Enqueue, history.Dequeue, history.Drain},
	Stack:    {history.Push, history.Pop},
	Lock:     {history.Acquire, history.Release},
}

// Has reports whether f is a function of o.
func (o Object) Has(f history.Func) bool { return slices.Contains(functions[o], f) }

func (a *adapter) call(op Op, c history.Call) error {
	if !a.out.Object.Has(c.Func) {
		return fmt.Errorf("transaction %s (line %d): expected an operation on a %s, got %s", a.h.Name(op.Txn), a.h.Line(op.Txn), a.out.Object, c.Func)
	}
	if op.Unknown() {
		c.Answer, c.Result = history.Done, nil
	} else if c.Func == history.Get && a.out.Object == Set && c.Answer == history.One && c.Result[0] == history.Initial {
		c.Answer, c.Result = history.Many, nil // nothing, as of a set that is empty
	}
	if want := a.fits(c); want != "" && !op.Unknown() {
		return fmt.Errorf("transaction %s (line %d): expected the %s on a %s to answer with %s", a.h.Name(op.Txn), a.h.Line(op.Txn), c.Func, a.out.Object, want)
	}
	if nothing(c) {
		return nil
	}
	op.Key, op.Func, op.Answer, op.Result = c.Key, c.Func, c.Answer, c.Result
	if len(c.Args) > 0 {
		op.A = c.Args[0]
	}
	if len(c.Args) > 1 {
		op.B = c.Args[1]
	}
	switch {
	case c.Func == history.Drain:
		a.drain(op)
		return nil
	case c.Func == history.Enqueue:
		a.enqueued++
	}
	a.add(op)
	return nil
}

// drain adds a dequeue for each value that a drain returned, and the one that found no
// more. One of unknown outcome may have taken all that was ever enqueued.
func (a *adapter) drain(op Op) {
	op.Func = history.Dequeue
	if op.Unknown() {
		a.drains = append(a.drains, op)
		return
	}
	for _, v := range append(op.Result[:len(op.Result):len(op.Result)], history.Initial) {
		one := op
		one.Answer, one.Result = history.One, []int32{v}
		a.out.Ops = append(a.out.Ops, one)
	}
}

// check looks at the times.
func (a *adapter) check() error {
	for _, o := range a.out.Ops {
		if o.Invoke == history.NoTime || o.Return == history.NoTime {
			return fmt.Errorf("transaction %s (line %d): expected a start and an end, without which nothing says what happened before", a.h.Name(o.Txn), a.h.Line(o.Txn))
		}
		if o.Return < o.Invoke {
			return fmt.Errorf("transaction %s (line %d) ends before it starts", a.h.Name(o.Txn), a.h.Line(o.Txn))
		}
	}
	for s := range int32(a.h.Sessions()) {
		end := history.NoTime
		for _, t := range a.h.SessionTxns(s) {
			if a.h.Status(t) == history.Aborted {
				continue
			}
			// One of unknown outcome comes after the others of its session too.
			if end != history.NoTime && a.h.Start(t) <= end {
				return fmt.Errorf("transaction %s (line %d): expected it to start after the end of the one before it in its session", a.h.Name(t), a.h.Line(t))
			}
			if a.h.Status(t) == history.Committed {
				end = a.h.End(t)
			}
		}
	}
	return nil
}
