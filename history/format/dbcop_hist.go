package format

import (
	"context"
	"io"

	"visar/history"
)

// DBCopHist is dbcop's text for people.
var DBCopHist = &Format{
	Name:  "dbcop-hist",
	Title: "dbcop's .hist",
	Doc: `Transactions such as [x:=1 y==2 z==?], followed by ! if they did not commit, any number on a line; a line of dashes ` +
		`parts sessions, // begins a comment. Keys are names, values non-negative integers, ? is the initial value.`,
	Sniff:  histStart,
	Decode: decodeHist,
	Encode: encodeHist,
	Lossy: lossesBeside(loss{"keys that are neither names nor non-negative integers (all get numbers)",
		func(h *history.History) bool { return !histKeys(h) }}, lossOfValues, lossOfNamedInitial, lossOfInitialWrites, lossOfEmpty),
}

// histStart matches the first operation, after comments and empty sessions.
var histStart = startsLike(`^((//[^\n]*|-+[ \t\r]*)\n\s*)*\[\s*\w+(:=|==)[0-9?]`)

func decodeHist(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &histDecoder{w: newWindow(ctx, r, opt), b: history.NewBuilder(history.Value{})}
	return d.w.historyOf(d.b, d.w.eachLine(d.line))
}

// histDecoder reads dbcop's text.
type histDecoder struct {
	w       *window
	b       *history.Builder
	d       draft
	session int
}

// line parses a comment, a border of sessions, or transactions.
func (d *histDecoder) line(line []byte) error {
	p := plumeText{src: line}
	p.blank()
	if p.peek() == '-' {
		for p.peek() == '-' {
			p.at++
		}
		d.session++
		return p.end()
	}
	for p.peek() == '[' {
		if err := d.transaction(&p); err != nil {
			return err
		}
		p.blank()
	}
	return p.end()
}

// end accepts the end of the line or a comment.
func (p *plumeText) end() error {
	p.blank()
	if rest := p.src[p.at:]; len(rest) == 0 || len(rest) > 1 && rest[0] == '/' && rest[1] == '/' {
		return nil
	}
	return p.expected("a transaction, [key:=value key==value …], a line of dashes or a comment")
}

func (d *histDecoder) transaction(p *plumeText) error {
	d.d.clear()
	p.at++
	for p.blank(); p.peek() != ']'; p.blank() {
		if err := d.op(p); err != nil {
			return err
		}
	}
	p.at++
	d.d.TxnInfo = blockTxn(d.session, d.w.line, history.Committed)
	if p.peek() == '!' {
		p.at++
		d.d.Status = history.Aborted
	}
	d.d.build(d.b)
	return nil
}

// op parses key:=value, key==value or key==?.
func (d *histDecoder) op(p *plumeText) error {
	name := p.src[p.at:]
	n := 0
	for n < len(name) && isNameByte(name[n]) {
		n++
	}
	if n == 0 {
		return p.expected("an operation, key:=value, key==value or key==?")
	}
	p.at += n
	kind, err := p.operator()
	if err != nil {
		return err
	}
	key := d.key(name[:n])
	if kind == history.Read && p.peek() == '?' {
		p.at++
		d.d.add(kind, key, history.Initial)
		return nil
	}
	value, length, ok := leadingInt(p.src[p.at:])
	if !ok || value < 0 {
		return p.expected("a value that is a non-negative integer of 63 bits")
	}
	p.at += length
	d.d.add(kind, key, d.b.Value(history.IntValue(value)))
	return nil
}

func (p *plumeText) operator() (history.OpKind, error) {
	if rest := p.src[p.at:]; len(rest) > 1 && rest[1] == '=' && (rest[0] == ':' || rest[0] == '=') {
		p.at += 2
		if rest[0] == ':' {
			return history.Write, nil
		}
		return history.Read, nil
	}
	return 0, p.expected(":= or == after the key")
}

// key returns the key called name; a name of digits is an integer.
func (d *histDecoder) key(name []byte) int32 {
	if n, ok := canonicalInt(string(name)); ok {
		return d.b.Key(history.IntValue(n))
	}
	return d.b.KeyText(name)
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
