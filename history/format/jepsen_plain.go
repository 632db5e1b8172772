package format

import "visar/history"

// plain reads an operation in the one layout in which Jepsen prints transactions,
//
//	{:index 7, :type :ok, :process 0, :f :txn, :value [[:r 3 [1]] [:append 3 2]], :time 9}
//
// with integers as keys and values. It is several times as fast as the code for
// everything that EDN allows, to which it leaves all else: it returns false then,
// with nothing changed but names of keys and values and known lists.
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
	n, ok := p.natural()
	if !ok || !p.byte(' ') || p.at >= len(p.src) {
		return false
	}
	key := d.b.KeyInt(n)
	switch {
	case kind == history.Read && d.op.typ == opInvoke:
		return p.word("nil")
	case kind == history.Read && p.word("nil"):
		d.txn.add(kind, key, history.Initial)
		return true
	case kind == history.Read && p.src[p.at] == '[':
		return d.plainList(key)
	}
	if n, ok = p.natural(); ok {
		d.txn.add(kind, key, d.b.ValueInt(n))
	}
	return ok
}

// plainList reads a list that is a part of what is known of it, or continues that.
func (d *jepsenReader) plainList(key int32) bool {
	p, known := &d.p, d.lists.of(key)
	p.at++
	if p.byte(']') {
		d.txn.addList(key, len(d.txn.elements))
		return true
	}
	n, length := known.common(p.src[p.at:])
	p.at += length
	if n > 0 && p.byte(']') {
		d.txn.addShared(key, known.elements[:n])
		return true
	}
	read := known.reading(&d.txn, n, p.at)
	for ok := n == 0 || p.byte(' '); ok; ok = p.byte(' ') {
		i, natural := p.natural()
		if !natural {
			return false
		}
		read.add(d.b.ValueInt(i), p.src, p.at)
		if p.byte(']') {
			read.finish(key)
			return true
		}
	}
	return false
}

// byte moves past c if it comes next and reports whether it did.
func (p *ednText) byte(c byte) bool {
	if p.at < len(p.src) && p.src[p.at] == c {
		p.at++
		return true
	}
	return false
}

// word moves past w if it comes next and reports whether it did.
func (p *ednText) word(w string) bool {
	if len(p.src)-p.at < len(w) || string(p.src[p.at:p.at+len(w)]) != w {
		return false
	}
	p.at += len(w)
	return true
}

// natural reads an integer that is not negative and ends before a blank, a comma
// or a bracket.
func (p *ednText) natural() (int64, bool) {
	n, from := int64(0), p.at
	i := from
	for i < len(p.src) && p.src[i]-'0' <= 9 {
		n = n*10 + int64(p.src[i]-'0')
		i++
	}
	p.at = i
	digits := i - from
	return n, digits > 0 && digits <= 18 && i < len(p.src) && ednClass[p.src[i]] != ednToken &&
		(digits == 1 || p.src[from] != '0')
}
