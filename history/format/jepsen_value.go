package format

import "visar/history"

// decodeValue makes operations, in d.txn, of the value of the operation. It
// reports whether there was a value to say what the transaction did. Reads are
// taken from :ok completions only.
func (d *jepsenReader) decodeValue() (bool, error) {
	p, op := &d.p, &d.op
	p.at = op.value
	absent := op.value < 0 || p.atNil()
	f := d.texts.of(op.f)
	switch {
	case !absent && d.opt.Independent && (f == ":txn" || isLifted(*p)):
		return d.liftedOps()
	case !absent && isMicroOps(*p):
		return true, d.microOps()
	case f == ":txn":
		return d.transaction(absent)
	case f == ":read" || f == ":write" || f == ":cas":
		return d.registerOp(f, absent)
	case op.f == nil:
		return false, mistakef(0, "expected an operation with an :f")
	}
	if fn, ok := callFunctions[f]; ok {
		return d.callOp(fn, absent)
	}
	return false, mistakef(op.fAt, "expected transactions of :r, :w and :append (:f :txn), or operations on a register, map, counter, set, queue, stack or lock, "+
		"got :f %s, which is another workload", f)
}

// isMicroOps reports whether a vector of vectors that begin with a keyword
// comes next.
func isMicroOps(p ednText) bool {
	for range 2 {
		c, err := p.next()
		if err != nil || c != '[' && c != '(' {
			return false
		}
		p.at++
	}
	c, err := p.next()
	return err == nil && c == ':'
}

// atNil reports whether nil comes next.
func (p *ednText) atNil() bool {
	s := p.src[p.at:]
	return len(s) > 3 && string(s[:3]) == "nil" && ednClass[s[3]] != ednToken
}

// transaction takes the value of a :txn that does not look like micro-operations:
// one without any, or a mistake.
func (d *jepsenReader) transaction(absent bool) (bool, error) {
	switch {
	case !absent:
		return true, d.microOps()
	case d.op.typ == opOK:
		return false, mistakef(d.op.fAt, "expected the :value of a completed transaction, [[:r key value] …]")
	}
	return false, nil
}

// microOps parses a transaction, [[:r 3 [1]] [:append 3 2]].
func (d *jepsenReader) microOps() error {
	return d.p.each("a transaction, [[:r key value] …]", d.microOp)
}

// each parses a vector or list and calls element at each of its forms.
func (p *ednText) each(what string, element func() error) error {
	c, err := p.next()
	if err != nil {
		return err
	}
	if c != '[' && c != '(' {
		return p.expected(what)
	}
	closer := closerOf(c)
	p.at++
	for {
		c, err := p.next()
		if err != nil {
			return err
		}
		if c == closer {
			p.at++
			return nil
		}
		if err := element(); err != nil {
			return err
		}
	}
}

// microOp parses an operation of a transaction.
func (d *jepsenReader) microOp() error {
	p := &d.p
	from := p.at
	c := p.src[p.at]
	if c != '[' && c != '(' {
		return p.expectedMicroOp(from)
	}
	p.at++
	kind, err := d.microOpKind(from)
	if err != nil {
		return err
	}
	key, err := p.scalar("a key")
	if err != nil {
		return err
	}
	if key.kind == history.Nil {
		return mistakef(from, "micro-op: expected a key, got nil")
	}
	if err := d.access(kind, d.keyID(key)); err != nil {
		return err
	}
	if last, err := p.next(); err != nil {
		return err
	} else if last != closerOf(c) {
		return p.expectedMicroOp(from)
	}
	p.at++
	return nil
}

func (p *ednText) expectedMicroOp(at int) error {
	return mistakef(at, "micro-op: expected [:r key value], [:w key value] or [:append key value], got %s", ednExcerpt(p.src[at:]))
}

func (d *jepsenReader) microOpKind(from int) (history.OpKind, error) {
	p := &d.p
	c, err := p.next()
	if err != nil {
		return 0, err
	}
	if c == ':' {
		s, err := p.token()
		if err != nil {
			return 0, err
		}
		switch string(s) {
		case ":r", ":read":
			return history.Read, nil
		case ":w", ":write":
			return history.Write, nil
		case ":append":
			return history.Append, nil
		}
	}
	return 0, p.expectedMicroOp(from)
}

// access parses the value of an operation on key.
func (d *jepsenReader) access(kind history.OpKind, key int32) error {
	p := &d.p
	c, err := p.next()
	if err != nil {
		return err
	}
	switch {
	case kind == history.Read && d.op.typ != opOK:
		if d.inPart {
			d.txn.add(mention, key, history.Initial)
		}
		if c == ']' || c == ')' {
			return nil // [:r 3] asks as well as [:r 3 nil]
		}
		return p.skip()
	case kind == history.Read && (c == '[' || c == '('):
		return d.list(key)
	}
	from := p.at
	s, err := p.scalar("a value")
	if err != nil {
		return err
	}
	if kind == history.Append && s.kind == history.Nil {
		return mistakef(from, "micro-op: expected an element to append, got nil")
	}
	d.txn.add(kind, key, s.valueID(d.b))
	return nil
}

// list parses the elements that a read of a list returned. What it has in common
// with the longest list of the key so far is not parsed again.
func (d *jepsenReader) list(key int32) error {
	p := &d.p
	closer := closerOf(p.src[p.at])
	p.at++
	known := d.lists.of(key)
	n, length := known.common(p.src[p.at:])
	p.at += length
	if n > 0 && p.src[p.at] == closer {
		p.at++
		d.txn.addShared(key, known.elements[:n])
		return nil
	}
	read := known.reading(&d.txn, n, p.at)
	for {
		c, err := p.next()
		if err != nil {
			return err
		}
		if c == closer {
			p.at++
			read.finish(key)
			return nil
		}
		at := p.at
		s, err := p.scalar("an element of the list that was read")
		if err != nil {
			return err
		}
		if s.kind == history.Nil {
			return mistakef(at, "expected an element of the list that was read, got nil")
		}
		read.add(s.valueID(d.b), p.src, p.at)
	}
}
