package history

import "slices"

// FuncByName returns the function with the name that [Func.String] gives it.
func FuncByName(name string) (Func, bool) {
	at := slices.Index(funcNames[:], name)
	return Func(at), at > 0
}

// Args returns how many arguments f has beside the object.
func (f Func) Args() int {
	switch f {
	case CAS:
		return 2
	case Put, Extend, Add, Remove, Contains, Enqueue, Push:
		return 1
	}
	return 0
}

// Answered returns the answer to f that a single value stands for: a truth for what
// either takes effect or is refused, else the value itself.
func (f Func) Answered(v Value) Answer {
	switch f {
	case Get, Dequeue, Pop, Drain:
		return One
	}
	switch {
	case v.Kind() != Bool:
		return One
	case v == BoolValue(false):
		return Refused
	}
	return Done
}

// accesses adds the reads and writes that say as much of a call as they can.
func (b *Builder) accesses(c Call, status Status) {
	if c.Func != CAS || c.Answer == Refused {
		return
	}
	if status == Committed {
		b.Read(c.Key, c.Args[0])
	}
	b.Write(c.Key, c.Args[1])
}

// CallString returns the call that transaction t is in the notation, "dequeue(q,1)", or
// "" if it is none.
func (h *History) CallString(t int32) string {
	c, ok := h.Call(t)
	if !ok {
		return ""
	}
	return string(h.appendCall(nil, c, h.Status(t)))
}

// appendCall prints a call as its function, its object, its arguments, and its
// answer, if it has one: dequeue(q,1), cas(x,1,2,false).
func (h *History) appendCall(s []byte, c Call, status Status) []byte {
	s = append(s, c.Func.String()...)
	s = append(append(s, '('), h.Key(c.Key).String()...)
	for _, v := range c.Args {
		s = h.appendValue(append(s, ','), v)
	}
	switch {
	case status != Committed:
	case c.Answer == Refused:
		s = append(s, ",false"...)
	case c.Answer == One:
		s = h.appendValue(append(s, ','), c.Result[0])
	case c.Answer == Many:
		s = h.appendList(append(s, ','), c.Result)
	case c.Func == Contains:
		s = append(s, ",true"...)
	}
	return append(s, ')')
}

func (h *History) appendValue(s []byte, v int32) []byte {
	if v == Initial {
		return append(s, '_')
	}
	return append(s, h.Value(v).String()...)
}

// call parses the call of f, whose name comes next.
func (p *notation) call(f Func, status Status) error {
	p.at += len(f.String()) + 1
	k, err := p.value("a key")
	if err != nil {
		return err
	}
	c := Call{Func: f, Key: p.b.Key(k)}
	for range f.Args() {
		if !p.accept(',') {
			return p.expected("a comma and an argument")
		}
		v, err := p.value("an argument")
		if err != nil {
			return err
		}
		c.Args = append(c.Args, p.b.Value(v))
	}
	if p.accept(',') {
		if err := p.answer(&c); err != nil {
			return err
		}
	} else if status == Committed && f.Asks() {
		return p.expected("a comma and the answer")
	}
	if !p.accept(')') {
		return p.expected(") after the operation")
	}
	p.b.accesses(c, status)
	p.b.Call(c)
	return nil
}

// Asks reports whether f is nothing without an answer.
func (f Func) Asks() bool {
	switch f {
	case Get, Contains, Dequeue, Drain, Pop:
		return true
	}
	return false
}

// answer parses what a call returned.
func (p *notation) answer(c *Call) error {
	if p.accept('[') {
		c.Answer = Many
		return p.elementsOf(&c.Result)
	}
	v, err := p.value("an answer")
	if err != nil {
		return err
	}
	if c.Answer = c.Func.Answered(v); c.Answer == One {
		c.Result = append(c.Result, p.b.Value(v))
	}
	return nil
}
