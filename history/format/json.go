package format

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"

	"visar/history"
)

// maxDepth bounds how deep collections may be nested.
const maxDepth = 1000

// jsonText parses one line of JSON in place. It makes no strings and no trees:
// what a caller wants of the line it asks for piece by piece.
type jsonText struct {
	cursor
	scratch []byte // the last string that held an escape

	canonical []byte // what raw returned last
	open      []byte // the brackets that rewrite is inside of
}

func (p *jsonText) reset(src []byte) { p.src, p.at = src, 0 }

// peek skips white space and returns the next byte, or 0 at the end.
func (p *jsonText) peek() byte {
	for p.at < len(p.src) {
		switch c := p.src[p.at]; c {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return c
		}
	}
	return 0
}

// accept skips c if it comes next and reports whether it did.
func (p *jsonText) accept(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.at++
	return true
}

// expected returns the error that something else comes next.
func (p *jsonText) expected(what string) error {
	if p.peek() == 0 && p.at >= len(p.src) {
		return mistakef(p.at, "expected %s, got the end of the line", what)
	}
	return mistakef(p.at, "expected %s, got %s", what, excerpt(p.src[p.at:]))
}

// excerpt quotes the beginning of text for an error message.
func excerpt(text []byte) string {
	const most = 24
	end := min(len(text), most)
	for i, c := range text[:end] {
		if bytes.IndexByte([]byte(" ,\n\r]})"), c) >= 0 {
			end = max(i, 1)
			break
		}
	}
	if end == most && len(text) > most {
		return strconv.QuoteToGraphic(string(bytes.ToValidUTF8(text[:end], nil))) + "…"
	}
	return strconv.QuoteToGraphic(string(text[:end]))
}

// object parses an object and calls field at each value with its name, which
// is valid until the next string is parsed.
func (p *jsonText) object(what string, field func(name []byte) error) error {
	if !p.accept('{') {
		return p.expected(what)
	}
	for first := true; !p.accept('}'); first = false {
		if !first && !p.accept(',') {
			return p.expected("a comma or }")
		}
		if p.peek() != '"' {
			return p.expected("a field name in quotes")
		}
		name, err := p.text()
		if err != nil {
			return err
		}
		if !p.accept(':') {
			return p.expected("a colon after the field name")
		}
		if err := field(name); err != nil {
			return err
		}
	}
	return nil
}

// array parses an array and calls element at each element.
func (p *jsonText) array(what string, element func() error) error {
	if !p.accept('[') {
		return p.expected(what)
	}
	for first := true; !p.accept(']'); first = false {
		if !first && !p.accept(',') {
			return p.expected("a comma or ]")
		}
		if err := element(); err != nil {
			return err
		}
	}
	return nil
}

// text parses a string, which is valid until the next one is parsed.
func (p *jsonText) text() ([]byte, error) {
	if !p.accept('"') {
		return nil, p.expected("a string")
	}
	from, escaped, high := p.at, false, false
	for ; p.at < len(p.src); p.at++ {
		switch c := p.src[p.at]; {
		case c == '"':
			s := p.src[from:p.at]
			p.at++
			if !escaped && !high {
				return s, nil
			}
			return p.decoded(from, s)
		case c == '\\':
			escaped = true
			p.at++
		case c < ' ':
			return nil, mistakef(p.at, "expected no control character in a string, got 0x%02x", c)
		case c >= utf8.RuneSelf:
			high = true
		}
	}
	return nil, mistakef(len(p.src), "expected the end of the string that begins in column %d, got the end of the line", from)
}

// decoded returns the string that stands as s at from.
func (p *jsonText) decoded(from int, s []byte) ([]byte, error) {
	if !utf8.Valid(s) {
		return nil, mistakef(from, "expected a string in UTF-8, got %s", excerpt(s))
	}
	text, at, expected := unescape(p.scratch[:0], s)
	if expected != "" {
		return nil, mistakef(from+at, "expected %s", expected)
	}
	p.scratch = text
	return text, nil
}

// integer parses an integer; what names it in the error.
func (p *jsonText) integer(what string) (int64, error) {
	c := p.peek()
	if c != '-' && (c < '0' || c > '9') {
		return 0, p.expected(what)
	}
	from := p.at
	n, length, ok := leadingInt(p.src[from:])
	p.at += length
	if p.at < len(p.src) {
		if c := p.src[p.at]; c == '.' || c == 'e' || c == 'E' {
			return 0, mistakef(from, "expected %s, got a number that is no integer", what)
		}
	}
	if digits := p.src[from:p.at]; len(digits) > 1 && (digits[0] == '0' || digits[0] == '-' && digits[1] == '0') {
		ok = ok && string(digits) == "-0"
	}
	if !ok {
		return 0, mistakef(from, "expected %s between %d and %d, got %s", what, math.MinInt64, math.MaxInt64, excerpt(p.src[from:]))
	}
	return n, nil
}

// leadingInt parses the decimal integer that s begins with and returns its
// length. It is not ok without a digit, and beyond 64 bits.
func leadingInt(s []byte) (n int64, length int, ok bool) {
	i := 0
	if len(s) > 0 && s[0] == '-' {
		i = 1
	}
	n, digits := leadingDigits(s[i:])
	if i == 1 {
		n = -n
	}
	if i += digits; digits <= 18 {
		return n, i, digits > 0
	}
	n, err := strconv.ParseInt(string(s[:i]), 10, 64)
	return n, i, err == nil
}

// scalar parses an integer, a string, true, false or null.
func (p *jsonText) scalar(what string) (scalar, error) {
	switch c := p.peek(); {
	case c == '"':
		s, err := p.text()
		return scalar{kind: history.String, text: s}, err
	case c == '-' || c >= '0' && c <= '9':
		n, err := p.integer("an integer")
		return scalar{kind: history.Int, number: n}, err
	case p.word("null"):
		return scalar{}, nil
	case p.word("true"):
		return scalar{kind: history.Bool, number: 1}, nil
	case p.word("false"):
		return scalar{kind: history.Bool}, nil
	}
	return scalar{}, p.expected(what)
}

// raw parses any value and returns it in its canonical form, which is valid
// until the next one is parsed.
func (p *jsonText) raw() ([]byte, error) {
	text, err := p.value(p.canonical[:0], &canonicalStyle)
	p.canonical = text
	return text, err
}

// value parses any value and appends it to dst, written in a style.
func (p *jsonText) value(dst []byte, style *jsonStyle) ([]byte, error) {
	p.peek()
	from := p.at
	if text, ok := p.rewrite(dst, style); ok {
		return text, nil
	}
	p.at = from
	if err := p.skip(); err != nil {
		return dst, err
	}
	return dst, mistakef(from, "expected a JSON value, got %s", excerpt(p.src[from:p.at]))
}

// skip moves past one value by its brackets and strings alone.
func (p *jsonText) skip() error {
	for depth := 0; ; {
		switch c := p.peek(); c {
		case '"':
			if _, err := p.text(); err != nil {
				return err
			}
		case '{', '[':
			if depth++; depth > maxDepth {
				return mistakef(p.at, "expected at most %d levels of nesting", maxDepth)
			}
			p.at++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return p.expected("a value")
			}
			p.at++
		case ',', ':':
			if depth == 0 {
				return p.expected("a value")
			}
			p.at++
			continue
		case 0:
			return p.expected("the end of a value")
		default:
			p.skipToken()
		}
		if depth == 0 {
			return nil
		}
	}
}

func (p *jsonText) skipToken() {
	p.at++
	for p.at < len(p.src) && !endsToken[p.src[p.at]] {
		p.at++
	}
}

// endsToken has the bytes that end a number or word.
var endsToken = func() (ends [256]bool) {
	for _, c := range []byte(" \t\r\n,:[]{}\"") {
		ends[c] = true
	}
	return ends
}()
