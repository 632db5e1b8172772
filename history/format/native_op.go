package format

import "visar/history"

// op decodes one operation, [kind, key, value], or a call.
func (n *nativeReader) op() error {
	p := &n.p
	if !p.accept('[') {
		return p.expected("an operation, [kind, key, value]")
	}
	if n.d.called {
		return p.expected("one operation where that is a call")
	}
	if f, ok := n.function(); ok && len(n.d.ops) == n.firstOp {
		return n.call(f)
	}
	kind, err := n.opKind()
	if err != nil {
		return err
	}
	if !p.accept(',') {
		return p.expected("a comma and the key")
	}
	key, err := n.key()
	if err != nil {
		return err
	}
	if !p.accept(',') {
		return p.expected("a comma and the value")
	}
	if kind == history.Read && p.peek() == '[' {
		err = n.list(key)
	} else {
		err = n.value(kind, key)
	}
	if err == nil && !p.accept(']') {
		err = p.expected("] after the value of the operation")
	}
	return err
}

func (n *nativeReader) opKind() (history.OpKind, error) {
	if n.p.peek() == '"' {
		at := n.p.at
		s, err := n.p.text()
		if err != nil {
			return 0, err
		}
		switch string(s) {
		case "r":
			return history.Read, nil
		case "w":
			return history.Write, nil
		case "append":
			return history.Append, nil
		}
		n.p.at = at
	}
	return 0, n.p.expected(`the kind of an operation, "r", "w" or "append"`)
}

func (n *nativeReader) key() (int32, error) {
	const what = "a key that is a string or an integer"
	n.p.peek()
	at := n.p.at
	s, err := n.p.scalar(what)
	if err != nil {
		return 0, err
	}
	if s.kind != history.Int && s.kind != history.String {
		return 0, mistakef(at, "expected %s, got %s", what, s.value())
	}
	return s.keyID(n.b), nil
}

func (n *nativeReader) value(kind history.OpKind, key int32) error {
	n.p.peek()
	at := n.p.at
	s, err := n.p.scalar("a value that is an integer, a string, a boolean or null")
	if err != nil {
		return err
	}
	if s.kind == history.Nil && kind == history.Append {
		return mistakef(at, "expected an element to append, got null")
	}
	n.d.add(kind, key, s.valueID(n.b))
	return nil
}

// list parses the elements that a read of a list returned. What it has in common
// with the longest list of the key so far is not parsed again.
func (n *nativeReader) list(key int32) error {
	p := &n.p
	p.at++
	known := n.lists.of(key)
	common, length := known.common(p.src[p.at:])
	p.at += length
	if common > 0 && p.at < len(p.src) && p.src[p.at] == ']' {
		p.at++
		n.d.addShared(key, known.elements[:common])
		return nil
	}
	read := known.reading(&n.d, common, p.at)
	for first := common == 0; !p.accept(']'); first = false {
		if !first && !p.accept(',') {
			return p.expected("a comma or ] in the list that was read")
		}
		v, err := n.element()
		if err != nil {
			return err
		}
		read.add(v, p.src, p.at)
	}
	read.finish(key)
	return nil
}

func (n *nativeReader) element() (int32, error) {
	const what = "an element that is an integer, a string or a boolean"
	n.p.peek()
	at := n.p.at
	s, err := n.p.scalar(what)
	if err != nil {
		return 0, err
	}
	if s.kind == history.Nil {
		return 0, mistakef(at, "expected %s, got null", what)
	}
	return s.valueID(n.b), nil
}
