package format

import "visar/history"

// plain reads a line in the layout in which visar prints it,
//
//	{"id":"T1","session":3,"start":1,"end":4,"ops":[["r",1,null],["w",2,7]]}
//
// with natural numbers as keys and values. It is several times as fast as the code
// for all that JSON allows, to which it leaves all else: it returns false then, with
// nothing changed but the part's own names and known lists. It is for parts of an
// input alone.
func (n *nativeReader) plain() bool {
	begin := n.d.mark()
	n.begin()
	if n.plainHead() && n.plainOps() && n.p.at == len(n.p.src) {
		return true
	}
	n.d.ops, n.p.at = n.d.ops[:begin.ops], 0
	return false
}

// plainHead reads what comes before the operations.
func (n *nativeReader) plainHead() bool {
	p, ok := &n.p, true
	if !p.word(`{"id":"`) {
		return false
	}
	from := p.at
	if ok = p.plainText(); !ok || p.at == from+1 {
		return false
	}
	n.name = append(n.name, p.src[from:p.at-1]...)
	if p.word(`,"session":`) {
		var number int64
		number, ok = p.natural()
		n.d.Session, n.d.Alone = n.numbered(number), false
	}
	if ok && p.word(`,"status":"`) {
		from := p.at
		ok = p.plainText()
		ok = ok && n.setStatus(p.src[from:p.at-1])
	}
	return ok && p.plainTime(`,"start":`, &n.d.Start) && p.plainTime(`,"end":`, &n.d.End) &&
		p.plainTime(`,"clock":`, &n.d.Clock)
}

// plainTime reads a time, if the name of one comes next.
func (p *cursor) plainTime(name string, at *int64) (ok bool) {
	if !p.word(name) {
		return true
	}
	*at, ok = p.natural()
	return ok
}

// plainText moves past a string, whose opening quote is past, and its closing quote.
// It returns false if there is anything but printable ASCII and no escapes in it.
func (p *cursor) plainText() bool {
	for i := p.at; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '"':
			p.at = i + 1
			return true
		case c < ' ' || c > '~' || c == '\\':
			return false
		}
	}
	return false
}

// plainOps reads the operations, of which there are some, and what ends the line.
func (n *nativeReader) plainOps() bool {
	p := &n.p
	for ok := p.word(`,"ops":[`); ok; ok = p.byte(',') {
		if !n.plainOp() {
			return false
		}
		if p.word("]}") {
			return true
		}
	}
	return false
}

// plainOp reads an operation: ["w",3,7].
func (n *nativeReader) plainOp() bool {
	p, kind := &n.p, history.Read
	switch {
	case p.word(`["r",`):
	case p.word(`["w",`):
		kind = history.Write
	case p.word(`["append",`):
		kind = history.Append
	default:
		return false
	}
	key, ok := p.natural()
	if !ok || !p.byte(',') {
		return false
	}
	switch {
	case kind == history.Read && p.byte('['):
		return n.lists.plain(&p.cursor, ',', n.b, key, &n.d) && p.byte(']')
	case kind == history.Read && p.word("null]"):
		n.d.addNamed(kind, ^key, int64(history.Initial))
		return true
	}
	value, ok := p.natural()
	n.d.addNamed(kind, ^key, ^value)
	return ok && p.byte(']')
}
