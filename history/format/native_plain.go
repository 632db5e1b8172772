package format

import "visar/history"

// plain reads the transaction at index at of src in the layout in which visar prints
// it,
//
//	{"id":"T1","session":3,"start":1,"end":4,"ops":[["r",1,null],["w",2,7]]}
//
// with natural numbers as keys and values. It is several times as fast as the code
// for all that JSON allows, to which it leaves all else: it returns -1 then, with
// nothing changed but the part's own names and known lists, and else where the
// transaction ends. It is for parts of an input alone.
func (n *nativeReader) plain(src []byte, at int) int {
	begin := n.d.mark()
	n.begin()
	if at = n.plainHead(src, at); at >= 0 {
		at = n.plainOps(src, at)
	}
	if at < 0 {
		n.d.ops = n.d.ops[:begin.ops]
	}
	return at
}

// plainHead reads what comes before the operations.
func (n *nativeReader) plainHead(src []byte, at int) int {
	const first, session, status = `{"id":"`, `,"session":`, `,"status":"`
	if !hasWord(src, at, first) {
		return -1
	}
	from := at + len(first)
	if at = plainText(src, from); at <= from+1 {
		return -1
	}
	n.name = append(n.name, src[from:at-1]...)
	if hasWord(src, at, session) {
		var number int64
		if number, at = natural(src, at+len(session)); at < 0 {
			return -1
		}
		n.d.Session, n.d.Alone = n.numbered(number), false
	}
	if hasWord(src, at, status) {
		from := at + len(status)
		if at = plainText(src, from); at < 0 || !n.setStatus(src[from:at-1]) {
			return -1
		}
	}
	at = plainTime(src, at, `,"start":`, &n.d.Start)
	at = plainTime(src, at, `,"end":`, &n.d.End)
	return plainTime(src, at, `,"clock":`, &n.d.Clock)
}

// plainTime reads a time, if the name of one comes next.
func plainTime(src []byte, at int, name string, time *int64) int {
	if at < 0 || !hasWord(src, at, name) {
		return at
	}
	*time, at = natural(src, at+len(name))
	return at
}

// plainText returns where the string ends whose opening quote is before index at, its
// closing quote included. It returns -1 if there is anything but printable ASCII and no
// escapes in it.
func plainText(src []byte, at int) int {
	for i := at; i < len(src); i++ {
		switch c := src[i]; {
		case c == '"':
			return i + 1
		case c < ' ' || c > '~' || c == '\\':
			return -1
		}
	}
	return -1
}

// plainOps reads the operations, of which there are some, and what ends the line.
func (n *nativeReader) plainOps(src []byte, at int) int {
	const name = `,"ops":[`
	if !hasWord(src, at, name) {
		return -1
	}
	for at += len(name); ; at++ {
		if at = n.plainOp(src, at); at < 0 || at+1 >= len(src) {
			return -1
		}
		if src[at] == ']' && src[at+1] == '}' {
			return at + 2
		}
		if src[at] != ',' {
			return -1
		}
	}
}

// plainOp reads an operation: ["w",3,7].
func (n *nativeReader) plainOp(src []byte, at int) int {
	const shortest = len(`["w",3,7]`)
	if at+shortest > len(src) || src[at] != '[' || src[at+1] != '"' {
		return -1
	}
	kind := history.Read
	switch c := src[at+2]; {
	case c == 'r' && src[at+3] == '"' && src[at+4] == ',':
		at += len(`["r",`)
	case c == 'w' && src[at+3] == '"' && src[at+4] == ',':
		kind = history.Write
		at += len(`["w",`)
	case hasWord(src, at, `["append",`):
		kind = history.Append
		at += len(`["append",`)
	default:
		return -1
	}
	key, at := natural(src, at)
	if at < 0 || !hasByte(src, at, ',') {
		return -1
	}
	at++
	if kind == history.Read && at < len(src) && src[at]-'0' > 9 {
		at = n.plainRead(src, at, key)
	} else {
		var value int64
		value, at = natural(src, at)
		n.d.addNamed(kind, ^key, ^value)
	}
	if at < 0 || !hasByte(src, at, ']') {
		return -1
	}
	return at + 1
}

// plainRead reads what a read returned that is no number.
func (n *nativeReader) plainRead(src []byte, at int, key int64) int {
	switch {
	case src[at] == '[':
		return n.lists.plain(src, at+1, ',', n.b, key, &n.d)
	case hasWord(src, at, "null"):
		n.d.addNamed(history.Read, ^key, settled+int64(history.Initial))
		return at + len("null")
	}
	return -1
}
