package format

import "visar/history"

// function returns the function of a call, and moves behind its name, if it is one.
func (n *nativeReader) function() (history.Func, bool) {
	if n.p.peek() != '"' {
		return 0, false
	}
	at := n.p.at
	if s, err := n.p.text(); err == nil {
		if f, ok := history.FuncByName(string(s)); ok {
			return f, true
		}
	}
	n.p.at = at
	return 0, false
}

// call decodes the rest of a call, key, arguments and answer.
func (n *nativeReader) call(f history.Func) error {
	p := &n.p
	if !p.accept(',') {
		return p.expected("a comma and the key")
	}
	key, err := n.key()
	if err != nil {
		return err
	}
	c := n.d.call(f, key)
	for range f.Args() {
		if !p.accept(',') {
			return p.expected("a comma and an argument")
		}
		s, err := p.scalar("an argument that is an integer, a string, a boolean or null")
		if err != nil {
			return err
		}
		c.Args = append(c.Args, s.valueID(n.b))
	}
	if p.accept(',') {
		if err := n.answer(c); err != nil {
			return err
		}
	} else {
		n.unanswered = f.Asks()
	}
	if !p.accept(']') {
		return p.expected("] after the call")
	}
	return nil
}

// answer decodes what a call returned: a value, a list of them, or false where the
// call was refused.
func (n *nativeReader) answer(c *history.Call) error {
	p := &n.p
	if !p.accept('[') {
		s, err := p.scalar("an answer that is an integer, a string, a boolean, null or a list")
		if err != nil {
			return err
		}
		if c.Answer = c.Func.Answered(s.value()); c.Answer == history.One {
			c.Result = append(c.Result, s.valueID(n.b))
		}
		return nil
	}
	c.Answer = history.Many
	for first := true; !p.accept(']'); first = false {
		if !first && !p.accept(',') {
			return p.expected("a comma or ] in the answer")
		}
		s, err := p.scalar("an element that is an integer, a string or a boolean")
		if err != nil {
			return err
		}
		c.Result = append(c.Result, s.valueID(n.b))
	}
	return nil
}

// nativeCall writes a call.
func (p *printer) nativeCall(h *history.History, c history.Call, status history.Status) {
	p.text(`["`, c.Func.String(), `",`)
	p.nativeKey(h.Key(c.Key))
	for _, v := range c.Args {
		p.text(",")
		p.nativeValue(h, v)
	}
	switch {
	case status != history.Committed:
	case c.Answer == history.Refused:
		p.text(",false")
	case c.Answer == history.One:
		p.text(",")
		p.nativeValue(h, c.Result[0])
	case c.Answer == history.Many:
		p.text(",")
		p.nativeList(h, c.Result)
	case c.Func == history.Contains:
		p.text(",true")
	}
	p.text("]")
}

// nativeValue writes a value; null is the initial one.
func (p *printer) nativeValue(h *history.History, v int32) {
	if v == history.Initial {
		p.text("null")
	} else {
		p.buf = appendJSON(p.buf, h.Value(v))
	}
}

// nativeKey writes a key.
func (p *printer) nativeKey(key history.Value) {
	if key.Kind() == history.Int {
		p.int(key.Int())
	} else {
		p.buf = appendJSONString(p.buf, nativeKey(key))
	}
}
