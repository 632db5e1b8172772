package format

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"visar/history"
)

// ednForm is a form as a tree, for what is rare in a history: sets, maps,
// faults and the fields that visar only keeps.
type ednForm struct {
	kind  byte // 'a' for an atom, else [ ( { or # for a set
	atom  scalar
	parts []ednForm // of a map: keys and values in turn
	pair  bool      // a vector that is known to be a pair of jepsen.independent
}

// canonicalEDN returns a form without comments, tags and superfluous white
// space, sets and maps in order of their text. The form lies at index base of a
// parser's text.
func canonicalEDN(text []byte, base int) ([]byte, error) {
	f, err := parseEDN(text, base)
	if err != nil {
		return nil, err
	}
	return f.append(nil), nil
}

// jsonOfEDN returns a form as JSON: keywords as strings with their colon, sets
// and lists as arrays, and what JSON lacks as a string of its text.
func jsonOfEDN(text []byte, base int) ([]byte, error) {
	f, err := parseEDN(text, base)
	if err != nil {
		return nil, err
	}
	return f.appendJSON(nil), nil
}

// parseEDN parses text, which holds one form. Mistakes are at base and after.
func parseEDN(text []byte, base int) (ednForm, error) {
	// A blank ends a token at the end of the text.
	p := &ednText{cursor: cursor{src: append(slices.Clip(text), ' ')}}
	err := p.skip() // which bounds the depth
	var f ednForm
	if err == nil {
		p.at = 0
		f, err = p.form()
	}
	if m, ok := err.(*mistake); ok {
		m.at += base
	}
	return f, err
}

// form parses the next form. Its recursion is as deep as the form, at most
// maxDepth. Keys of a map #:ns{…} get namespace ns.
func (p *ednText) form() (ednForm, error) {
	namespace, c, err := p.tags()
	if err != nil {
		return ednForm{}, err
	}
	switch c {
	case '[':
		return p.collection('[', 1, ']', "")
	case '(':
		return p.collection('(', 1, ')', "")
	case '{':
		return p.collection('{', 1, '}', namespace)
	case '#':
		return p.dispatched()
	case '\\':
		s, err := p.char()
		return ednForm{kind: 'a', atom: scalar{kind: history.Other, text: s}}, err
	}
	s, err := p.scalar("a form")
	s.text = slices.Clone(s.text)
	return ednForm{kind: 'a', atom: s}, err
}

// tags skips what comes before a form and returns the namespace that it gives
// to the keys of a map, and the form's first byte.
func (p *ednText) tags() (namespace string, c byte, err error) {
	for {
		c, err = p.blank()
		if err != nil || c != '#' && c != '^' {
			return namespace, c, err
		}
		from := p.at
		prefix, err := p.prefix()
		if err != nil || !prefix {
			return namespace, c, err
		}
		if tag := p.src[from:p.at]; bytes.HasPrefix(tag, []byte("#:")) {
			namespace = string(tag[2:])
		}
	}
}

// dispatched parses a set, a regular expression or a symbolic number.
func (p *ednText) dispatched() (ednForm, error) {
	from := p.at
	switch p.src[p.at+1] {
	case '{':
		return p.collection('#', 2, '}', "")
	case '"':
		p.at++
		if _, err := p.quoted(); err != nil {
			return ednForm{}, err
		}
	default:
		if err := p.skipToken(); err != nil {
			return ednForm{}, err
		}
	}
	s := p.src[from:p.at]
	if !utf8.Valid(s) {
		return ednForm{}, mistakef(from, "expected a form in UTF-8, got %s", excerpt(s))
	}
	return ednForm{kind: 'a', atom: scalar{kind: history.Other, text: s}}, nil
}

func (p *ednText) collection(kind byte, length int, closer byte, namespace string) (ednForm, error) {
	f, from := ednForm{kind: kind}, p.at
	p.at += length
	for {
		c, err := p.nextInside()
		if err != nil {
			return f, err
		}
		if c == closer {
			p.at++
			break
		}
		part, err := p.form()
		if err != nil {
			return f, err
		}
		if kind == '{' && len(f.parts)%2 == 0 {
			part.qualify(namespace)
		}
		f.parts = append(f.parts, part)
	}
	if kind == '{' && len(f.parts)%2 != 0 {
		return f, mistakef(from, "expected a value for each key of the map")
	}
	return f, nil
}

// nextInside skips what comes before the next form of a collection, but no tag
// or metadata. It returns the next byte.
func (p *ednText) nextInside() (byte, error) {
	for {
		c, err := p.blank()
		if err != nil || !bytes.HasPrefix(p.src[p.at:], []byte("#_")) {
			return c, err
		}
		if _, err := p.prefix(); err != nil {
			return 0, err
		}
	}
}

// qualify gives a keyword without a namespace the one of its map.
func (f *ednForm) qualify(namespace string) {
	s := f.atom.text
	if namespace == "" || f.kind != 'a' || f.atom.kind != history.String || len(s) == 0 || s[0] != ':' ||
		bytes.IndexByte(s, '/') >= 0 {
		return
	}
	f.atom.text = slices.Concat([]byte(":"), []byte(namespace), []byte("/"), s[1:])
}

// append appends the canonical text.
func (f ednForm) append(dst []byte) []byte {
	if f.kind == 'a' {
		return appendEDN(dst, f.atom.value())
	}
	var texts [][]byte
	step := 1 + btoi(f.kind == '{')
	for i := 0; i < len(f.parts); i += step {
		text := f.parts[i].append(nil)
		if step == 2 {
			text = f.parts[i+1].append(append(text, ' '))
		}
		texts = append(texts, text)
	}
	if f.kind == '{' || f.kind == '#' {
		slices.SortFunc(texts, bytes.Compare)
	}
	opener, closer := "[", "]"
	switch f.kind {
	case '(':
		opener, closer = "(", ")"
	case '{':
		opener, closer = "{", "}"
	case '#':
		opener, closer = "#{", "}"
	}
	dst = append(dst, opener...)
	dst = append(dst, bytes.Join(texts, []byte(" "))...)
	return append(dst, closer...)
}

// appendJSON appends the form as JSON.
func (f ednForm) appendJSON(dst []byte) []byte {
	switch f.kind {
	case 'a':
		return appendJSONOf(dst, f.atom.value())
	case '{':
		return f.appendObject(dst)
	}
	dst = append(dst, '[')
	for i, part := range f.parts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = part.appendJSON(dst)
	}
	return append(dst, ']')
}

func (f ednForm) appendObject(dst []byte) []byte {
	dst = append(dst, '{')
	for i := 0; i < len(f.parts); i += 2 {
		if i > 0 {
			dst = append(dst, ',')
		}
		key := f.parts[i]
		if key.kind == 'a' && key.atom.kind == history.String {
			dst = appendJSONString(dst, string(key.atom.text))
		} else {
			dst = appendJSONString(dst, string(key.append(nil)))
		}
		dst = f.parts[i+1].appendJSON(append(dst, ':'))
	}
	return append(dst, '}')
}

// appendJSONOf appends v as JSON. A number that is no integer stays a number if
// JSON can write it so.
func appendJSONOf(dst []byte, v history.Value) []byte {
	if s := v.Text(); v.Kind() == history.Other && isJSONNumber(s) {
		return append(dst, s...)
	}
	return appendJSON(dst, v)
}

func isJSONNumber(s string) bool {
	return s != "" && (s[0] == '-' || s[0]-'0' <= 9) && json.Valid([]byte(s))
}
