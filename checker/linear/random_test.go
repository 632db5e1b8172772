package linear

import (
	"math/rand/v2"

	"visar/history"
)

// randomHistory is a small history on one object by a few processes, most often
// nearly linearizable: each operation takes effect at a moment of its interval, and
// then an answer or two may be changed.
func randomHistory(r *rand.Rand, o Object, ops int, unique bool) *History {
	h := &History{Object: o, Keys: make([]history.Value, 1), Values: []history.Value{{}}}
	for v := range 40 {
		h.Values = append(h.Values, history.IntValue(int64(v+1)))
	}
	if o == Text {
		for v := range h.Values[1:] {
			h.Values[v+1] = history.StringValue(string(rune('a' + v)))
		}
	}
	next := int32(1)
	value := func() int32 {
		if unique {
			next++
			return next - 1
		}
		return 1 + r.Int32N(3)
	}
	processes := 1 + r.IntN(3)
	end := make([]int64, processes)
	for range ops {
		p := r.IntN(processes)
		op := Op{Process: int32(p), Invoke: end[p] + 1 + r.Int64N(3)}
		op.Return = op.Invoke + r.Int64N(6)
		end[p] = op.Return
		randomCall(r, h, &op, value)
		if r.IntN(6) == 0 {
			op.Return, op.Answer, op.Result = Never, history.Done, nil
			if op.Func == history.Get || op.Func == history.Contains {
				op.Func, op.Answer = history.Put, history.Done
				op.A = value()
				if o != Register && o != Text {
					continue
				}
			}
		}
		h.Ops = append(h.Ops, op)
	}
	return h
}

func randomCall(r *rand.Rand, h *History, op *Op, value func() int32) {
	seen := func() int32 { return r.Int32N(1 + min(3, int32(1+len(h.Ops)))) }
	one := func(v int32) { op.Answer, op.Result = history.One, []int32{v} }
	refuse := func(odds int) {
		if r.IntN(odds) == 0 {
			op.Answer = history.Refused
		}
	}
	switch h.Object {
	case Register, Text:
		switch r.IntN(5) {
		case 0, 1:
			op.Func = history.Get
			one(seen())
			if h.Object == Text && op.Result[0] > 1 && r.IntN(2) == 0 {
				h.Values = append(h.Values, history.StringValue(h.content(seen())+h.content(op.Result[0])))
				one(int32(len(h.Values) - 1))
			}
		case 2, 3:
			op.Func, op.A = history.Put, value()
			if h.Object == Text && r.IntN(2) == 0 {
				op.Func = history.Extend
			}
		default:
			op.Func, op.A, op.B = history.CAS, seen(), value()
			refuse(4)
		}
	case Counter:
		op.Func, op.A = history.Add, 1+r.Int32N(2)
		if r.IntN(2) == 0 {
			op.Func, op.A = history.Get, 0
			one(r.Int32N(5))
		}
	case Set:
		op.Func = []history.Func{history.Add, history.Remove, history.Contains, history.Get}[r.IntN(4)]
		op.A = value()
		if !(op.Func == history.Add) {
			op.A = 1 + seen()
		}
		if op.Func == history.Get {
			op.A, op.Answer = 0, history.Many
			for v := range int32(3) {
				if r.IntN(2) == 0 {
					op.Result = append(op.Result, v+1)
				}
			}
			return
		}
		refuse(3)
	case Queue, Stack:
		op.Func, op.A = []history.Func{Queue: history.Enqueue, Stack: history.Push}[h.Object], value()
		if r.IntN(2) == 0 {
			op.Func, op.A = []history.Func{Queue: history.Dequeue, Stack: history.Pop}[h.Object], 0
			one(seen())
		}
	case Lock:
		op.Func = []history.Func{history.Acquire, history.Release}[r.IntN(2)]
		refuse(4)
	}
}
