package history

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseError says where a text is not in the notation.
type ParseError struct {
	Line   int // from 1
	Column int // from 1, in bytes
	Offset int // from 0, in bytes
	Msg    string
}

// Error returns the message after its line and column.
func (e *ParseError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Msg) }

// Parse reads a history in the notation that [History.String] prints. Its
// error is a [*ParseError], or [ErrTooLarge].
func Parse(text string) (*History, error) {
	p := &notation{text: text, line: 1}
	if err := p.header(); err != nil {
		return nil, err
	}
	for p.nextStatement() {
		if err := p.transaction(); err != nil {
			return nil, err
		}
	}
	return p.b.History()
}

// notation parses the notation.
type notation struct {
	text     string
	at       int
	line     int
	b        *Builder
	elements []int32
}

// nextStatement moves to the next transaction and reports whether there is one.
func (p *notation) nextStatement() bool {
	for ; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case '\n':
			p.line++
		case ' ', '\t', '\r', ';':
		case '#':
			p.comment()
		default:
			return true
		}
	}
	return false
}

// comment moves to the last byte of the line.
func (p *notation) comment() {
	for p.at+1 < len(p.text) && p.text[p.at+1] != '\n' {
		p.at++
	}
}

// peek skips blanks and returns the next byte, or 0 where the statement ends.
func (p *notation) peek() byte {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; c {
		case ' ', '\t', '\r':
			p.at++
		case '\n', ';':
			return 0
		default:
			return c
		}
	}
	return 0
}

// atEnd reports whether the statement ends here, perhaps in a comment.
func (p *notation) atEnd() bool { c := p.peek(); return c == 0 || c == '#' }

func (p *notation) accept(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.at++
	return true
}

// expected returns the error that something else comes next.
func (p *notation) expected(what string) error {
	got := "the end of the transaction"
	if p.peek() != 0 {
		rest := p.text[p.at:]
		_, length := utf8.DecodeRuneInString(rest)
		got = strconv.QuoteToGraphic(rest[:max(length, nameLength(rest))])
	}
	return &ParseError{
		Line: p.line, Column: p.at - strings.LastIndexByte(p.text[:p.at], '\n'), Offset: p.at,
		Msg: fmt.Sprintf("expected %s, got %s", what, got),
	}
}

// header parses the line that names the initial value, if there is one, and
// makes the Builder.
func (p *notation) header() error {
	initial := Value{}
	if p.nextStatement() {
		from := p.at
		rest, ok := strings.CutPrefix(p.text[p.at:], "initial")
		p.at = len(p.text) - len(rest)
		// A transaction may be called so too.
		if c := p.peek(); ok && rest != "" && !isWordByte(rest[0]) && c != ':' && c != '[' && c != '@' {
			var err error
			if initial, err = p.value("the initial value"); err != nil {
				return err
			}
			if !p.atEnd() {
				return p.expected("the end of the line after the initial value")
			}
		} else {
			p.at = from
		}
	}
	p.b = NewBuilder(initial)
	return nil
}

// transaction parses a line of the notation.
func (p *notation) transaction() error {
	t := TxnInfo{Alone: true, Start: NoTime, End: NoTime, Clock: NoTime, Line: int32(min(p.line, math.MaxInt32))}
	name, err := p.name("the name of a transaction")
	if err != nil {
		return err
	}
	t.Name = name
	if p.accept('[') {
		t.Alone = false
		if t.Session, err = p.name("the name of a session"); err != nil {
			return err
		}
		if !p.accept(']') {
			return p.expected("] after the session")
		}
	}
	if p.accept('@') {
		if err := p.times(&t); err != nil {
			return err
		}
	}
	if err := p.status(&t); err != nil {
		return err
	}
	if !p.accept(':') {
		return p.expected("a colon before the operations")
	}
	p.b.Begin(t)
	for first := true; !p.atEnd(); first = false {
		if f, ok := p.function(); ok && first {
			if err := p.call(f, t.Status); err != nil || p.atEnd() {
				return err
			}
			return p.expected("the end of the transaction, which is one call")
		}
		if err := p.op(); err != nil {
			return err
		}
	}
	return nil
}

// function returns the function of the call that comes next, if one does.
func (p *notation) function() (Func, bool) {
	p.peek()
	rest := p.text[p.at:]
	n := nameLength(rest)
	f, ok := FuncByName(rest[:n])
	return f, ok && strings.HasPrefix(rest[n:], "(")
}

func (p *notation) name(what string) (string, error) {
	if p.peek() == '"' {
		from := p.at
		s, err := p.quoted()
		if err == nil && s == "" {
			p.at = from
			return "", p.expected(what + " that is not empty")
		}
		return s, err
	}
	n := nameLength(p.text[p.at:])
	if n == 0 {
		return "", p.expected(what)
	}
	p.at += n
	return p.text[p.at-n : p.at], nil
}

// times parses start-end, of which either may be missing.
func (p *notation) times(t *TxnInfo) (err error) {
	if p.peek() != '-' {
		if t.Start, err = p.time(); err != nil {
			return err
		}
	}
	if !p.accept('-') {
		return p.expected("- between start and end")
	}
	if c := p.peek(); c == '(' || c >= '0' && c <= '9' {
		t.End, err = p.time()
	}
	return err
}

func (p *notation) time() (int64, error) {
	signed := p.accept('(')
	n, err := p.integer("a time, an integer")
	if err == nil && signed && !p.accept(')') {
		err = p.expected(") after the time")
	}
	return n, err
}

func (p *notation) integer(what string) (int64, error) {
	p.peek()
	end := p.at
	for end < len(p.text) && (p.text[end] >= '0' && p.text[end] <= '9' || end == p.at && p.text[end] == '-') {
		end++
	}
	n, err := strconv.ParseInt(p.text[p.at:end], 10, 64)
	if err != nil {
		return 0, p.expected(what + " of 64 bits")
	}
	p.at = end
	return n, nil
}

func (p *notation) status(t *TxnInfo) error {
	if c := p.peek(); !isWordByte(c) {
		return nil
	}
	rest := p.text[p.at:]
	word := rest[:nameLength(rest)]
	for _, s := range []Status{Committed, Aborted, Unknown} {
		if word == s.String() {
			t.Status = s
			p.at += len(word)
			return nil
		}
	}
	return p.expected("committed, aborted or unknown")
}

// op parses an operation: r(x,1).
func (p *notation) op() error {
	const what = "an operation, r(key,value), w(key,value) or a(key,value), or one call of a single object"
	kind := strings.IndexByte("rwa", p.peek())
	if kind < 0 {
		return p.expected(what)
	}
	if !strings.HasPrefix(p.text[p.at+1:], "(") {
		return p.expected(what)
	}
	p.at += 2
	k, err := p.value("a key")
	if err != nil {
		return err
	}
	if !p.accept(',') {
		return p.expected("a comma after the key")
	}
	if err := p.access(OpKind(kind), p.b.Key(k)); err != nil {
		return err
	}
	if !p.accept(')') {
		return p.expected(") after the value")
	}
	return nil
}

func (p *notation) access(kind OpKind, k int32) error {
	if kind == Read && p.accept('[') {
		return p.list(k)
	}
	from := p.at
	v, err := p.value("a value")
	if err != nil {
		return err
	}
	if kind == Append && v.Kind() == Nil {
		p.at = from
		return p.expected("an element to append")
	}
	switch id := p.b.Value(v); kind {
	case Read:
		p.b.Read(k, id)
	case Write:
		p.b.Write(k, id)
	default:
		p.b.Append(k, id)
	}
	return nil
}

// list parses the elements of a list that was read, and the bracket.
func (p *notation) list(k int32) error {
	p.elements = p.elements[:0]
	if err := p.elementsOf(&p.elements); err != nil {
		return err
	}
	p.b.ReadList(k, p.elements)
	return nil
}

// elementsOf parses elements, and the bracket after them.
func (p *notation) elementsOf(elements *[]int32) error {
	for !p.accept(']') {
		from := p.at
		v, err := p.value("an element or ]")
		if err != nil {
			return err
		}
		if v.Kind() == Nil {
			p.at = from
			return p.expected("an element that has a value")
		}
		*elements = append(*elements, p.b.Value(v))
		p.accept(',')
	}
	return nil
}

// value parses a key, a value or an element.
func (p *notation) value(what string) (Value, error) {
	switch c := p.peek(); {
	case c == '-' || c >= '0' && c <= '9':
		n, err := p.integer(what + " that is an integer")
		return IntValue(n), err
	case c == '"':
		s, err := p.quoted()
		return StringValue(s), err
	case c == '#' && strings.HasPrefix(p.text[p.at+1:], `"`):
		p.at++
		s, err := p.quoted()
		return OtherValue(s), err
	}
	return p.word(what)
}

func (p *notation) quoted() (string, error) {
	quoted, err := strconv.QuotedPrefix(p.text[p.at:])
	if err != nil {
		return "", p.expected("a quoted string")
	}
	s, err := strconv.Unquote(quoted)
	if err != nil {
		return "", p.expected("a quoted string")
	}
	p.at += len(quoted)
	return s, nil
}

// word parses a value that is written as a plain word: _, a boolean or a
// string.
func (p *notation) word(what string) (Value, error) {
	rest := p.text[p.at:]
	colon := 0
	if strings.HasPrefix(rest, ":") {
		colon = 1
	}
	word := rest[:colon+nameLength(rest[colon:])]
	switch {
	case word == "_":
		p.at++
		return Value{}, nil
	case word == "true" || word == "false":
		p.at += len(word)
		return BoolValue(word == "true"), nil
	case !plainWord(word):
		return Value{}, p.expected(what)
	}
	p.at += len(word)
	return StringValue(word), nil
}
