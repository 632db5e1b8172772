package format

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"visar/history"
)

// errMore says that the text ends inside a form. More of the input may follow.
var errMore = errors.New("unexpected end of the text")

// ednText parses EDN in place, and what Clojure prints beside EDN: regular
// expressions, tags of records, metadata. It makes no tree: what a caller wants
// of a form it asks for piece by piece. It never takes the end of the text for
// the end of a token, so that a text can be cut anywhere.
type ednText struct {
	cursor
	scratch []byte    // the last string that held an escape
	open    []ednOpen // what skip is inside of
}

// ednOpen is a collection that is not closed yet.
type ednOpen struct {
	at     int
	closer byte
}

// The classes of bytes.
const (
	ednToken = iota // part of a token
	ednBlank
	ednDelimiter
)

var ednClass = func() (class [256]uint8) {
	for c := range byte(' ' + 1) {
		class[c] = ednBlank
	}
	class[','] = ednBlank
	for _, c := range []byte(`()[]{}";`) {
		class[c] = ednDelimiter
	}
	return class
}()

// blank skips white space and comments. It returns the next byte.
func (p *ednText) blank() (byte, error) {
	for p.at < len(p.src) {
		c := p.src[p.at]
		if ednClass[c] == ednBlank {
			p.at++
		} else if c == ';' {
			p.comment()
		} else {
			return c, nil
		}
	}
	return 0, errMore
}

func (p *ednText) comment() {
	for p.at < len(p.src) && p.src[p.at] != '\n' {
		p.at++
	}
}

// next skips whatever comes before the next form that counts: white space,
// comments, discarded forms, tags and metadata. It returns the form's first
// byte, or that of a closing bracket.
func (p *ednText) next() (byte, error) {
	for {
		c, err := p.blank()
		if err != nil || c != '#' && c != '^' {
			return c, err
		}
		prefix, err := p.prefix()
		if err != nil || !prefix {
			return c, err
		}
	}
}

// prefix skips a discarded form, a tag or metadata; it leaves a dispatch
// character that begins a form of its own: #{ #" ##.
func (p *ednText) prefix() (bool, error) {
	if p.src[p.at] == '^' {
		p.at++
		return true, p.skip()
	}
	if p.at+1 >= len(p.src) {
		return false, errMore
	}
	switch p.src[p.at+1] {
	case '_':
		p.at += 2
		return true, p.skip()
	case '{', '"', '#':
		return false, nil
	}
	return true, p.skipToken()
}

// skipToken moves to the end of the token that begins here.
func (p *ednText) skipToken() error {
	for i := p.at; i < len(p.src); i++ {
		if ednClass[p.src[i]] != ednToken {
			p.at = i
			return nil
		}
	}
	return errMore
}

// token returns the token that begins here.
func (p *ednText) token() ([]byte, error) {
	high := byte(0)
	for i := p.at; i < len(p.src); i++ {
		c := p.src[i]
		if ednClass[c] == ednToken {
			high |= c
			continue
		}
		s := p.src[p.at:i]
		if high >= utf8.RuneSelf && !utf8.Valid(s) {
			return nil, mistakef(p.at, "expected a name in UTF-8, got %s", excerpt(s))
		}
		p.at = i
		return s, nil
	}
	return nil, errMore
}

// quoted moves past a string and returns what stands between its quotes. At
// the end of the text it stays where it is.
func (p *ednText) quoted() ([]byte, error) {
	for i := p.at + 1; i < len(p.src); i++ {
		switch p.src[i] {
		case '"':
			s := p.src[p.at+1 : i]
			p.at = i + 1
			return s, nil
		case '\\':
			i++
		}
	}
	return nil, errMore
}

// text parses a string, which is valid until the next one is parsed.
func (p *ednText) text() ([]byte, error) {
	from := p.at + 1
	s, err := p.quoted()
	if err != nil {
		return nil, err
	}
	plain := true
	for _, c := range s {
		if c == '\\' || c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return s, nil
	}
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

// char returns a character literal: a backslash, any character, and the rest of
// a name such as \newline.
func (p *ednText) char() ([]byte, error) {
	from := p.at
	if p.at+2 > len(p.src) {
		return nil, errMore
	}
	p.at += 2
	if err := p.skipToken(); err != nil {
		p.at = from
		return nil, err
	}
	if s := p.src[from:p.at]; utf8.Valid(s) {
		return s, nil
	}
	return nil, mistakef(from, "expected a character in UTF-8")
}

// scalar parses a form that is not a vector or a list. A set or a map is one
// value, in its canonical text.
func (p *ednText) scalar(what string) (scalar, error) {
	c, err := p.next()
	if err != nil {
		return scalar{}, err
	}
	switch {
	case c >= '0' && c <= '9' || c == '-' || c == '+':
		return p.number()
	case c == '"':
		s, err := p.text()
		return scalar{kind: history.String, text: s}, err
	case c == ':':
		s, err := p.token()
		return scalar{kind: history.String, text: s}, err
	case c == '[' || c == '(' || c == ']' || c == ')' || c == '}':
		return scalar{}, p.expected(what)
	case c == '{' || c == '#' || c == '\\':
		from := p.at
		if err := p.skip(); err != nil {
			return scalar{}, err
		}
		s, err := canonicalEDN(p.src[from:p.at], from)
		return scalar{kind: history.Other, text: s}, err
	}
	return p.symbol()
}

// number parses an integer; any other number is its text.
func (p *ednText) number() (scalar, error) {
	from := p.at
	n, length, ok := leadingInt(p.src[from:])
	if end := from + length; ok && end < len(p.src) && ednClass[p.src[end]] != ednToken &&
		(length == 1 || p.src[from] != '0') {
		p.at = end
		return scalar{kind: history.Int, number: n}, nil
	}
	s, err := p.token()
	if err != nil {
		return scalar{}, err
	}
	return numberOf(s), nil
}

// numberOf is the value of a token that looks like a number at first.
func numberOf(token []byte) scalar {
	digits := token
	if digits[0] == '+' {
		digits = digits[1:]
	}
	if last := len(digits) - 1; last > 0 && digits[last] == 'N' {
		digits = digits[:last]
	}
	if n, err := strconv.ParseInt(string(digits), 10, 64); err == nil && digits[0] != '+' &&
		(digits[0] != '0' || len(digits) == 1) {
		return scalar{kind: history.Int, number: n}
	}
	return scalar{kind: history.Other, text: token}
}

func (p *ednText) symbol() (scalar, error) {
	s, err := p.token()
	if err != nil {
		return scalar{}, err
	}
	switch string(s) {
	case "nil":
		return scalar{}, nil
	case "true":
		return scalar{kind: history.Bool, number: 1}, nil
	case "false":
		return scalar{kind: history.Bool}, nil
	}
	return scalar{kind: history.Other, text: s}, nil
}

// expected returns the error that something else comes next.
func (p *ednText) expected(what string) error {
	if p.at >= len(p.src) {
		return errMore
	}
	return mistakef(p.at, "expected %s, got %s", what, ednExcerpt(p.src[p.at:]))
}

// ednExcerpt shows the beginning of a form for an error message.
func ednExcerpt(text []byte) string {
	switch text[0] {
	case '[', '(', '{':
		p := ednText{cursor: cursor{src: text}}
		const most = 40
		if err := p.skip(); err == nil && p.at <= most && utf8.Valid(text[:p.at]) {
			return string(text[:p.at])
		}
		return "a form that begins with " + string(text[0])
	case ')', ']', '}':
		return string(text[0])
	}
	return excerpt(text)
}
