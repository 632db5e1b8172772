package format

import (
	"slices"

	"visar/history"
)

// callFunctions are the functions of single objects other than registers, by :f.
var callFunctions = map[string]history.Func{
	":get": history.Get, ":put": history.Put, ":append": history.Extend, ":delete": history.Delete,
	":add": history.Add, ":remove": history.Remove, ":contains": history.Contains,
	":enqueue": history.Enqueue, ":dequeue": history.Dequeue, ":drain": history.Drain,
	":push": history.Push, ":pop": history.Pop,
	":acquire": history.Acquire, ":release": history.Release, ":lock": history.Acquire, ":unlock": history.Release,
}

// answers reports whether the completion of f has a value that the invocation has
// not.
func answers(f history.Func) bool {
	switch f {
	case history.Get, history.Contains, history.Dequeue, history.Drain, history.Pop:
		return true
	}
	return false
}

// callsOther reports whether f is a function of an object that is no register,
// and is kept as such.
func callsOther(f []byte) bool {
	_, ok := callFunctions[string(f)]
	return ok
}

// objectOf names the object of f where the operation does not.
func objectOf(f history.Func) string {
	switch f {
	case history.Enqueue, history.Dequeue, history.Drain:
		return "queue"
	case history.Push, history.Pop:
		return "stack"
	case history.Acquire, history.Release:
		return "lock"
	}
	return register // :read, whatever it reads, is of the same object
}

// callOp parses an operation on a single object, with its :key, if it has one. It
// reports whether there was a value.
func (d *jepsenReader) callOp(f history.Func, absent bool) (bool, error) {
	if d.opt.Independent {
		return d.pair(absent, func(key int32, absent bool) (bool, error) { return d.callValue(f, key, absent) })
	}
	key, err := d.callKey(f)
	if err != nil {
		return false, err
	}
	return d.callValue(f, key, absent)
}

// callKey returns the object that the operation names in :key, or else the one of
// its function. The :key is no other field then.
func (d *jepsenReader) callKey(f history.Func) (int32, error) {
	for _, e := range d.op.extras {
		if string(e.name) != "key" {
			continue
		}
		p := ednText{cursor: cursor{src: d.p.src, at: e.from}}
		s, err := p.scalar("a key")
		if err != nil {
			return 0, err
		}
		d.op.extras = slices.DeleteFunc(d.op.extras, func(e ednField) bool { return string(e.name) == "key" })
		return s.keyID(d.b), nil
	}
	return d.b.KeyText([]byte(objectOf(f))), nil
}

// callValue parses the value of f on key, or nil if it is absent, which it does not
// consume then. What an invocation asks for is not known before the completion.
func (d *jepsenReader) callValue(f history.Func, key int32, absent bool) (bool, error) {
	c := d.txn.call(f, key)
	completed := d.op.typ == opOK
	switch {
	case answers(f) && !completed && (absent || f != history.Contains):
		return false, d.skipUnless(absent)
	case answers(f) && absent:
		c.Answer, c.Result = history.One, append(c.Result, history.Initial)
		return true, nil
	case absent && (f == history.Acquire || f == history.Release || f == history.Delete):
		return true, nil
	case absent && completed:
		d.txn.called = false // the invocation has said it
		return false, nil
	case absent:
		return false, mistakef(d.op.fAt, "expected the :value of the %s", f)
	}
	return true, d.callScalar(c, completed)
}

func (d *jepsenReader) skipUnless(absent bool) error {
	if absent {
		return nil
	}
	return d.p.skip()
}

// callScalar parses an argument or an answer: one value, or many in a collection.
func (d *jepsenReader) callScalar(c *history.Call, completed bool) error {
	p := &d.p
	b, err := p.next()
	if err != nil {
		return err
	}
	if b == '#' && p.at+1 < len(p.src) && p.src[p.at+1] == '{' {
		p.at++
		b = '{'
	}
	answer := completed && answers(c.Func)
	if answer && (b == '[' || b == '(' || b == '{') {
		return d.callMany(c, b)
	}
	s, err := p.scalar("a value")
	switch {
	case err != nil:
		return err
	case c.Func == history.Contains && answer && s.kind == history.Bool:
		if s.number == 0 {
			c.Answer = history.Refused
		}
	case answer:
		c.Answer, c.Result = history.One, append(c.Result, s.valueID(d.b))
	default:
		c.Args = append(c.Args, s.valueID(d.b))
	}
	return nil
}

// callMany parses the elements of a set that was read, or what a drain returned.
func (d *jepsenReader) callMany(c *history.Call, opener byte) error {
	p := &d.p
	c.Answer = history.Many
	closer := closerOf(opener)
	if opener == '{' {
		closer = '}'
	}
	p.at++
	for {
		b, err := p.next()
		if err != nil {
			return err
		}
		if b == closer {
			p.at++
			return nil
		}
		s, err := p.scalar("an element")
		if err != nil {
			return err
		}
		c.Result = append(c.Result, s.valueID(d.b))
	}
}
