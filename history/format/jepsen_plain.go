package format

import "visar/history"

// plain reads an operation in the one layout in which Jepsen prints transactions,
//
//	{:index 7, :type :ok, :process 0, :f :txn, :value [[:r 3 [1]] [:append 3 2]], :time 9}
//
// with integers as keys and values. It is several times as fast as the code for
// everything that EDN allows, to which it leaves all else: it returns false then,
// with nothing changed but the part's own names and known lists. It is for parts of
// an input alone.
func (d *jepsenReader) plain() bool {
	p, begin := &d.p, d.txn.mark()
	extras := d.op.extras[:0]
	d.op = jepsenOp{procAt: -1, value: -1, index: -1, time: history.NoTime, extras: extras}
	ok := p.byte('{')
	for ok {
		if ok = d.plainField(); !ok || p.byte('}') {
			break
		}
		p.byte(',')
		ok = p.byte(' ')
	}
	if ok && d.op.value >= 0 && d.op.procAt >= 0 {
		return true
	}
	d.txn.ops, p.at = d.txn.ops[:begin.ops], 0
	return false
}

// plainField reads a key of the map and its value.
func (d *jepsenReader) plainField() bool {
	p, o := &d.p, &d.op
	var ok bool
	switch {
	case p.word(":index ") && o.index < 0:
		o.index, ok = p.natural()
	case p.word(":time ") && o.time == history.NoTime:
		o.time, ok = p.natural()
	case p.word(":type ") && o.typ == opNone:
		if ok = p.word(":ok"); ok {
			o.typ = opOK
		} else if ok = p.word(":invoke"); ok {
			o.typ = opInvoke
		}
	case p.word(":process ") && o.procAt < 0:
		o.procAt, o.client = p.at, true
		o.process, ok = p.natural()
	case p.word(":f :txn") && o.f == nil:
		o.f, ok = p.src[p.at-4:p.at], true
	case p.word(":value ") && o.value < 0 && o.f != nil && o.typ != opNone:
		o.value = p.at
		ok = d.plainOps()
	}
	return ok
}

// plainOps reads the operations of a transaction, which has some.
func (d *jepsenReader) plainOps() bool {
	p := &d.p
	for ok := p.byte('['); ok; {
		if !d.plainAccess() || !p.byte(']') {
			return false
		}
		if p.byte(']') {
			return true
		}
		ok = p.byte(' ')
	}
	return false
}

// plainAccess reads an operation but for its closing bracket.
func (d *jepsenReader) plainAccess() bool {
	p, kind := &d.p, history.Read
	switch {
	case p.word("[:r "):
	case p.word("[:append "):
		kind = history.Append
	case p.word("[:w "):
		kind = history.Write
	default:
		return false
	}
	key, ok := p.natural()
	if !ok || !p.byte(' ') {
		return false
	}
	switch {
	case kind == history.Read && d.op.typ == opInvoke:
		d.txn.addNamed(mention, ^key, 0)
		return p.word("nil")
	case kind == history.Read && p.word("nil"):
		d.txn.addNamed(kind, ^key, int64(history.Initial))
		return true
	case kind == history.Read && p.byte('['):
		return d.lists.plain(&p.cursor, ' ', d.b, key, &d.txn)
	}
	value, ok := p.natural()
	d.txn.addNamed(kind, ^key, ^value)
	return ok
}
