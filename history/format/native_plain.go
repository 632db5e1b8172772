package format

import "visar/history"

// plainOp reads an operation in the layout in which visar prints it, with a natural
// number as key: ["w",3,7]. It is faster than the code for all that JSON allows, to
// which it leaves all else: it returns false then, with nothing changed but names
// of keys and values.
func (n *nativeReader) plainOp() bool {
	p, from := &n.p, n.p.at
	if kind, ok := p.plainKind(); ok {
		if number, ok := p.natural(); ok && p.byte(',') && n.plainValue(kind, number) {
			return true
		}
	}
	p.at = from
	return false
}

func (p *jsonText) plainKind() (history.OpKind, bool) {
	switch {
	case p.literal(`["r",`):
		return history.Read, true
	case p.literal(`["w",`):
		return history.Write, true
	case p.literal(`["append",`):
		return history.Append, true
	}
	return 0, false
}

// plainValue reads a natural number, null or a known list, and what ends the
// operation.
func (n *nativeReader) plainValue(kind history.OpKind, number int64) bool {
	p := &n.p
	key := n.b.KeyInt(number)
	switch {
	case kind == history.Read && p.byte('['):
		return n.plainList(key)
	case kind == history.Read && p.literal("null]"):
		n.d.add(kind, key, history.Initial)
		return true
	}
	number, ok := p.natural()
	if !ok || !p.byte(']') {
		return false
	}
	n.d.add(kind, key, n.b.ValueInt(number))
	return true
}

// plainList reads a list that is a part of what is known of it.
func (n *nativeReader) plainList(key int32) bool {
	p := &n.p
	if p.literal("]]") {
		n.d.addList(key, len(n.d.elements))
		return true
	}
	known := n.lists.of(key)
	count, length := known.common(p.src[p.at:])
	p.at += length
	if count == 0 || !p.literal("]]") {
		return false
	}
	n.d.addShared(key, known.elements[:count])
	return true
}

// byte moves past c if it comes next and reports whether it did.
func (p *jsonText) byte(c byte) bool {
	if p.at < len(p.src) && p.src[p.at] == c {
		p.at++
		return true
	}
	return false
}

// literal moves past w if it comes next and reports whether it did.
func (p *jsonText) literal(w string) bool {
	if len(p.src)-p.at < len(w) || string(p.src[p.at:p.at+len(w)]) != w {
		return false
	}
	p.at += len(w)
	return true
}

// natural reads an integer that is not negative and ends before a comma or a
// bracket.
func (p *jsonText) natural() (int64, bool) {
	n, from := int64(0), p.at
	i := from
	for i < len(p.src) && p.src[i]-'0' <= 9 {
		n = n*10 + int64(p.src[i]-'0')
		i++
	}
	p.at = i
	digits := i - from
	return n, digits > 0 && digits <= 18 && i < len(p.src) && (p.src[i] == ',' || p.src[i] == ']') &&
		(digits == 1 || p.src[from] != '0')
}
