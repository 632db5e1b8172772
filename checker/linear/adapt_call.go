package linear

import (
	"visar/history"
)

// fits returns what a committed call of an object has to say but does not, or "". Input
// is hostile: what the sequential objects take for granted is looked at here.
func (a *adapter) fits(c history.Call) string {
	number := func(v int32) bool {
		kind := a.h.Value(v).Kind()
		return kind == history.Int || v == history.Initial
	}
	switch c.Func {
	case history.Get:
		switch {
		case a.out.Object == Set && c.Answer != history.Many:
			return "all elements of the set"
		case a.out.Object != Set && c.Answer != history.One:
			return "one value"
		case a.out.Object == Counter && !number(c.Result[0]):
			return "a number"
		}
	case history.Add:
		switch {
		case a.out.Object != Counter && (c.Answer == history.One || c.Answer == history.Many):
			return "no answer, or that it was refused"
		case a.out.Object != Counter:
		case c.Answer == history.Many || c.Answer == history.Refused:
			return "no answer, or a number"
		case !number(c.Args[0]) || c.Answer == history.One && !number(c.Result[0]):
			return "a number"
		}
	case history.Dequeue, history.Pop:
		if c.Answer != history.One {
			return "one value, or that it was empty"
		}
	case history.Drain:
		if c.Answer != history.Many {
			return "all values that were left"
		}
	default:
		if c.Answer == history.One || c.Answer == history.Many {
			return "no answer, or that it was refused"
		}
	}
	return ""
}

// nothing reports whether c was refused though it changes any object that is there.
func nothing(c history.Call) bool {
	switch c.Func {
	case history.Put, history.Delete, history.Extend, history.Enqueue, history.Push:
		return c.Answer == history.Refused
	}
	return false
}
