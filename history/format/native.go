package format

import (
	"bytes"
	"context"
	"io"
	"math"
	"strconv"

	"visar/history"
)

// Native is visar's own format, JSON Lines: a transaction a line.
var Native = &Format{
	Name:  "native",
	Title: "visar's JSON Lines",
	Doc: `One transaction a line: {"id":"T1","session":"a","status":"committed","start":1,"end":4,` +
		`"ops":[["r","x",null],["w","x",1],["append","y",2],["r","y",[1,2]]]}. ` +
		`A transaction may be one call of a single object instead: ["enqueue","q",1], ["dequeue","q",1], ["cas","x",1,2,false]. ` +
		`A first line {"visar":1,"initial":0} names another initial value. ` +
		`A line {"fault":"partition","detail":"n1","start":17,"clock":900} remarks what was done to the database.`,
	Sniff:  sniffNative,
	Decode: decodeNative,
	Encode: encodeNative,
	Lossy:  lossyNative,
	begins: beginsNative,
}

func sniffNative(head []byte) bool {
	rest, ok := bytes.CutPrefix(head, []byte{'{'})
	return ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte{'"'})
}

// beginsNative reports whether the first line is a header, a transaction or a fault,
// as far as it can be read. Results of visar have the version of the program where a
// header has that of the format.
func beginsNative(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	begins, p := false, jsonText{cursor: cursor{src: line}}
	p.object("", func(name []byte) error { // what is wrong about it is for the decoder to say
		switch string(name) {
		case "ops", "fault":
			begins = true
		case "visar":
			begins = begins || p.peek() != '"'
		}
		return p.skip()
	})
	return begins
}

// nativeDecoder reads visar's own format.
type nativeDecoder struct {
	nativeReader
	w       *window
	initial history.Value
	exec    recordedExecution
}

func decodeNative(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	n := &nativeDecoder{w: newWindow(ctx, r, opt), nativeReader: newNativeReader(nil)}
	n.visible = n.sees
	if err := n.decode(opt); err != nil {
		return nil, n.w.locate(err)
	}
	return n.b.History()
}

func (n *nativeDecoder) decode(opt Options) error {
	for {
		line, err := n.w.nextLine()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		before := n.b
		if n.p.reset(line); n.p.peek() != 0 || n.p.at < len(line) {
			if err := n.line(); err != nil {
				return err
			}
		}
		n.w.skipLine()
		if begun := before == nil && n.b != nil; begun && !opt.oneByOne {
			if err := n.parts(); err != nil {
				return err
			}
		}
	}
	if n.b == nil {
		return errEmpty
	}
	return n.exec.resolve(n.b, n.w)
}

// line decodes a line that is not empty: the header, or a transaction.
func (n *nativeDecoder) line() error {
	if n.b == nil {
		header, err := n.header()
		if err != nil || header {
			return err
		}
		n.p.at = 0
	}
	if isFault(n.p.src) {
		return n.fault()
	}
	n.d.clear()
	if err := n.transaction(); err != nil {
		return err
	}
	n.d.Line = lineNumber(n.w.line)
	n.place()
	return nil
}

// place gives the transaction in n.d and n.rec to the history.
func (n *nativeDecoder) place() {
	if len(n.name) > 0 && !isDefaultName(n.name, n.b.Len()) {
		n.d.Name = string(n.name)
	}
	n.exec.record(n.d.build(n.b), n.rec)
}

// lineNumber is the line as a Builder wants it.
func lineNumber(line int) int32 { return int32(min(line, math.MaxInt32)) }

// header decodes the first line if it is a header, and makes the Builder. It
// leaves a line that is none to be parsed again.
func (n *nativeDecoder) header() (bool, error) {
	var found nativeField
	err := n.p.object("a transaction, {…}", func(name []byte) error {
		switch string(name) {
		case "visar":
			found |= fieldHeader
			return n.version()
		case "initial":
			found |= fieldInitial
			v, err := n.p.scalar("an initial value that is an integer, a string, a boolean or null")
			n.initial = v.value()
			return err
		}
		return n.p.skip()
	})
	switch {
	case found&fieldHeader == 0:
		n.initial = history.Value{}
		n.b = history.NewBuilder(n.initial)
		return false, nil
	case err != nil:
		return false, err
	case n.p.peek() != 0 || n.p.at < len(n.p.src):
		return false, n.p.expected("the end of the line after the header")
	}
	n.b = history.NewBuilder(n.initial)
	return true, nil
}

func (n *nativeDecoder) version() error {
	n.p.peek()
	at := n.p.at
	version, err := n.p.integer("the version of the format")
	if err == nil && version != 1 {
		return mistakef(at, "expected version 1 of the format, got %d", version)
	}
	return err
}

// sees adds a transaction to those that the present one saw.
func (n *nativeDecoder) sees() error {
	n.p.peek()
	at := n.p.at
	s, err := n.p.scalar(`the id of a transaction in "visible"`)
	switch {
	case err != nil:
		return err
	case s.kind == history.Int:
		n.rec.Visible = append(n.rec.Visible, n.exec.see(strconv.AppendInt(nil, s.number, 10), n.w, at))
	case s.kind == history.String:
		n.rec.Visible = append(n.rec.Visible, n.exec.see(s.text, n.w, at))
	default:
		return mistakef(at, `expected the id of a transaction in "visible", got %s`, s.value())
	}
	return nil
}
