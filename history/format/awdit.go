package format

import (
	"bytes"
	"context"
	"io"

	"visar/history"
)

// AWDIT is the format of AWDIT's test histories.
var AWDIT = &Format{
	Name:  "awdit",
	Title: "AWDIT's test format",
	Doc: `One operation a line, r KEY VALUE or w KEY VALUE, of non-negative integers; a line of dashes parts transactions, ` +
		`a line of equals signs parts sessions. There is no initial value: what is read has been written.`,
	Sniff:  awditStart,
	Decode: decodeAWDIT,
	Encode: encodeAWDIT,
	Lossy: lossesBeside(lossOfKeys, loss{"values that are no non-negative integers, or that are 0 where the initial value is read (all get numbers)",
		func(h *history.History) bool { return !valuesFrom(h, leastAWDIT(h)) }},
		loss{"the initial value (a first transaction writes it)", readsInitial}, lossOfNamedInitial,
		lossOfInitialWrites, lossOfAborted, lossOfEmpty),
}

// awditStart matches the first operation, and a line that may follow it.
var awditStart = startsLike(`^[rw][ \t]+[0-9]+[ \t]+[0-9]+[ \t]*\r?(\n\s*([rw][ \t]|-|=|$)|$)`)

func decodeAWDIT(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &awditDecoder{w: newWindow(ctx, r, opt), b: history.NewBuilder(history.Value{}), ended: true}
	err := linesInParts(d.w, opt.oneByOne, d.b.Expect, parseAWDIT, d.line)
	return d.w.historyOf(d.b, err)
}

// awditDecoder reads AWDIT's test format.
type awditDecoder struct {
	w       *window
	b       *history.Builder
	session int
	used    bool // the session has a transaction
	ended   bool // the next operation begins a transaction
}

// awditLine is a line: of an operation, its kind r or w, or one that parts transactions
// or sessions, its kind - or =.
type awditLine struct {
	key, value int64
	kind       byte
}

func parseAWDIT(line []byte) (l awditLine, err error) {
	text := bytes.TrimSpace(line)
	if c := text[0]; (c == '=' || c == '-') && len(bytes.Trim(text, string(c))) == 0 {
		l.kind = c
		return l, nil
	}
	p := plumeText{src: line}
	p.blank()
	if l.kind = p.peek(); l.kind != 'r' && l.kind != 'w' {
		return l, p.expected("r KEY VALUE, w KEY VALUE, or a line of - or =")
	}
	p.at++
	if l.key, err = p.word("a key"); err != nil {
		return l, err
	}
	if l.value, err = p.word("a value"); err != nil {
		return l, err
	}
	if p.blank(); p.at < len(line) {
		return l, p.expected("the end of the line")
	}
	return l, nil
}

func (d *awditDecoder) line(l awditLine) error {
	switch l.kind {
	case '=':
		if d.used {
			d.session++
		}
		d.used, d.ended = false, true
	case '-':
		d.ended = true
	default:
		d.op(l)
	}
	return nil
}

func (d *awditDecoder) op(l awditLine) {
	if d.ended {
		d.b.Begin(blockTxn(d.session, d.w.line, history.Committed))
		d.ended, d.used = false, true
	}
	k, v := d.b.KeyInt(l.key), d.b.ValueInt(l.value)
	if l.kind == 'w' {
		d.b.Write(k, v)
	} else {
		d.b.Read(k, v)
	}
}

// word parses white space and a non-negative integer.
func (p *plumeText) word(what string) (int64, error) {
	from := p.at
	p.blank()
	n, length, ok := leadingInt(p.src[p.at:])
	if !ok || n < 0 || p.at == from {
		return 0, p.expected("a blank and " + what + " that is a non-negative integer of 63 bits")
	}
	p.at += length
	return n, nil
}
