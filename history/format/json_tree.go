package format

import "encoding/json"

// jsonStyle says how a JSON value is written anew.
type jsonStyle struct {
	comma, colon byte
	null         string
	text         func(dst, s []byte) []byte
}

var (
	// canonicalStyle is the one way in which visar writes JSON: without white
	// space, and with as few escapes as can be.
	canonicalStyle = jsonStyle{comma: ',', colon: ':', null: "null", text: appendJSONString[[]byte]}
	// ednStyle is EDN; see jsonOfEDN.
	ednStyle = jsonStyle{comma: ' ', colon: ' ', null: "nil", text: appendEDNString[[]byte]}
)

// ednOfJSON returns a JSON value as EDN.
func ednOfJSON(text []byte) ([]byte, error) {
	p := jsonText{cursor: cursor{src: text}}
	form, err := p.value(nil, &ednStyle)
	if err == nil && (p.peek() != 0 || p.at < len(text)) {
		err = p.expected("the end of the value")
	}
	return form, err
}

// rewrite parses a value, which is not nested deeper than maxDepth, and appends it
// to dst in a style, fields in their order. Where it reports false there is none.
func (p *jsonText) rewrite(dst []byte, style *jsonStyle) ([]byte, bool) {
	p.open = p.open[:0]
	for ok := true; ok; {
		c := p.peek()
		if opens := c == '[' || c == '{'; !opens {
			dst, ok = p.atom(dst, style)
		} else if dst, ok = p.opened(dst, c); ok && !p.accept(c+2) { // its closing bracket
			dst, ok = p.name(dst, style)
			continue
		} else {
			dst = p.closed(dst)
		}
		if ok {
			dst, ok = p.behind(dst, style)
		}
		if ok && len(p.open) == 0 {
			return dst, true
		}
	}
	return dst, false
}

// opened appends an opening bracket.
func (p *jsonText) opened(dst []byte, c byte) ([]byte, bool) {
	p.at++
	p.open = append(p.open, c)
	return append(dst, c), len(p.open) <= maxDepth
}

// closed appends the closing bracket of what was opened last.
func (p *jsonText) closed(dst []byte) []byte {
	last := len(p.open) - 1
	dst = append(dst, p.open[last]+2)
	p.open = p.open[:last]
	return dst
}

// behind parses what comes behind a value: closing brackets, and what leads to the
// next value if there is one.
func (p *jsonText) behind(dst []byte, style *jsonStyle) ([]byte, bool) {
	for len(p.open) > 0 {
		if p.accept(',') {
			return p.name(append(dst, style.comma), style)
		}
		if !p.accept(p.open[len(p.open)-1] + 2) {
			return dst, false
		}
		dst = p.closed(dst)
	}
	return dst, true
}

// name parses the name of a field with its colon, in an object.
func (p *jsonText) name(dst []byte, style *jsonStyle) ([]byte, bool) {
	if p.open[len(p.open)-1] != '{' {
		return dst, true
	}
	name, err := p.text()
	if err != nil || !p.accept(':') {
		return dst, false
	}
	return append(style.text(dst, name), style.colon), true
}

// atom parses a value that is no array and no object.
func (p *jsonText) atom(dst []byte, style *jsonStyle) ([]byte, bool) {
	if p.peek() == '"' {
		s, err := p.text()
		return style.text(dst, s), err == nil
	}
	from := p.at
	if _, end := natural(p.src, from); end >= 0 && (end == len(p.src) || endsToken[p.src[end]]) {
		p.at = end // as most are
		return append(dst, p.src[from:end]...), true
	}
	if from == len(p.src) {
		return dst, false
	}
	p.skipToken()
	switch token := p.src[from:p.at]; {
	case string(token) == "null":
		return append(dst, style.null...), true
	case string(token) == "-0":
		return append(dst, '0'), true // as in EDN
	default: // another number, true or false
		return append(dst, token...), json.Valid(token)
	}
}
