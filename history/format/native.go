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
		`A first line {"visar":1,"initial":0} names another initial value.`,
	Sniff:  sniffNative,
	Decode: decodeNative,
	Encode: encodeNative,
	Lossy:  lossyNative,
	marks:  []string{`"ops"`, `"visar"`},
}

func sniffNative(head []byte) bool {
	rest, ok := bytes.CutPrefix(head, []byte{'{'})
	return ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte{'"'})
}

// nativeDecoder reads visar's own format. It holds one line.
type nativeDecoder struct {
	w       *window
	b       *history.Builder
	p       jsonText
	d       draft
	seen    nativeField
	texts   texts
	session map[int64]string
	exec    recordedExecution

	unanswered bool // the call of the line, which asks for something, has no answer
}

// nativeField is a set of fields of a line.
type nativeField uint16

const (
	fieldID nativeField = 1 << iota
	fieldSession
	fieldStatus
	fieldStart
	fieldEnd
	fieldClock
	fieldOps
	fieldArbitration
	fieldVisible
	fieldSnapshotTS
	fieldCommitTS
	fieldHeader
	fieldInitial
)

// nativeFieldOf returns the field with that name, or 0.
func nativeFieldOf(name string) nativeField {
	switch name {
	case "id":
		return fieldID
	case "session":
		return fieldSession
	case "status":
		return fieldStatus
	case "start":
		return fieldStart
	case "end":
		return fieldEnd
	case "clock":
		return fieldClock
	case "ops":
		return fieldOps
	case "arbitration":
		return fieldArbitration
	case "visible":
		return fieldVisible
	case "snapshot_ts":
		return fieldSnapshotTS
	case "commit_ts":
		return fieldCommitTS
	}
	return 0
}

func decodeNative(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	n := &nativeDecoder{w: newWindow(ctx, r, opt), texts: texts{}, session: map[int64]string{}}
	if err := n.decode(); err != nil {
		return nil, n.w.locate(err)
	}
	return n.b.History()
}

func (n *nativeDecoder) decode() error {
	for {
		line, err := n.w.nextLine()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if n.p.reset(line); n.p.peek() != 0 || n.p.at < len(line) {
			if err := n.line(); err != nil {
				return err
			}
		}
		n.w.skipLine()
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
	n.d.clear()
	n.d.Alone = true
	n.d.Line = lineNumber(n.w.line)
	n.seen, n.unanswered = 0, false
	n.exec.begin()
	if err := n.p.object("a transaction, {…}", n.field); err != nil {
		return err
	}
	if n.p.peek() != 0 || n.p.at < len(n.p.src) {
		return n.p.expected("the end of the line after the transaction")
	}
	if n.seen&fieldOps == 0 {
		return mistakef(0, `expected a transaction with "ops"`)
	}
	if n.d.called {
		if n.unanswered && n.d.Status == history.Committed {
			return mistakef(0, "expected the answer to the %s, which is committed", n.d.asked.Func)
		}
		n.d.access()
	}
	if err := n.exec.check(n.seen, n.d.Status); err != nil {
		return err
	}
	n.exec.record(n.d.build(n.b))
	return nil
}

// lineNumber is the line as a Builder wants it.
func lineNumber(line int) int32 { return int32(min(line, math.MaxInt32)) }

// header decodes the first line if it is a header, and makes the Builder. It
// leaves a line that is none to be parsed again.
func (n *nativeDecoder) header() (bool, error) {
	var initial history.Value
	var found nativeField
	err := n.p.object("a transaction, {…}", func(name []byte) error {
		switch string(name) {
		case "visar":
			found |= fieldHeader
			return n.version()
		case "initial":
			found |= fieldInitial
			v, err := n.p.scalar("an initial value that is an integer, a string, a boolean or null")
			initial = v.value()
			return err
		}
		return n.p.skip()
	})
	switch {
	case found&fieldHeader == 0:
		n.b = history.NewBuilder(history.Value{})
		return false, nil
	case err != nil:
		return false, err
	case n.p.peek() != 0 || n.p.at < len(n.p.src):
		return false, n.p.expected("the end of the line after the header")
	}
	n.b = history.NewBuilder(initial)
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

// field decodes the value of a transaction's field.
func (n *nativeDecoder) field(name []byte) (err error) {
	f := nativeFieldOf(string(name))
	if n.seen&f != 0 {
		return mistakef(n.p.at, "expected each field once, got %q again", name)
	}
	n.seen |= f
	switch f {
	case fieldOps:
		return n.p.array(`"ops", [[kind, key, value], …]`, n.op)
	case fieldID:
		return n.id()
	case fieldSession:
		return n.sessionName()
	case fieldStatus:
		return n.status()
	case fieldStart:
		n.d.Start, err = n.p.integer(`an integer "start"`)
	case fieldEnd:
		n.d.End, err = n.p.integer(`an integer "end"`)
	case fieldClock:
		n.d.Clock, err = n.p.integer(`an integer "clock"`)
	case fieldArbitration:
		n.exec.rec.Arbitration, err = n.p.integer(`an integer "arbitration"`)
	case fieldSnapshotTS:
		n.exec.rec.SnapshotTS, err = n.p.integer(`an integer "snapshot_ts"`)
	case fieldCommitTS:
		n.exec.rec.CommitTS, err = n.p.integer(`an integer "commit_ts"`)
	case fieldVisible:
		return n.p.array(`"visible", [id, …]`, n.visible)
	default:
		return n.extra(name)
	}
	return err
}

// extra keeps a field that the format does not know.
func (n *nativeDecoder) extra(name []byte) error {
	key := n.texts.of(name)
	text, err := n.p.raw()
	if err != nil {
		return err
	}
	n.d.fields = append(n.d.fields, history.Field{Name: key, Text: n.texts.of(text)})
	return nil
}

func (n *nativeDecoder) id() error {
	s, err := n.p.scalar(`a string "id"`)
	if err != nil {
		return err
	}
	switch {
	case s.kind == history.Int:
		n.d.Name = strconv.FormatInt(s.number, 10)
	case s.kind != history.String || len(s.text) == 0:
		return mistakef(n.p.at, `expected a string "id" that is not empty`)
	case !isDefaultName(s.text, n.b.Len()):
		n.d.Name = string(s.text)
	}
	return nil
}

// isDefaultName reports whether transaction t is called so without an id.
func isDefaultName(text []byte, t int) bool {
	var digits [20]byte
	return text[0] == 'T' && bytes.Equal(text[1:], strconv.AppendInt(digits[:0], int64(t)+1, 10))
}

func (n *nativeDecoder) sessionName() error {
	s, err := n.p.scalar(`a "session" that is a string or an integer`)
	if err != nil {
		return err
	}
	switch s.kind {
	case history.Int:
		name, ok := n.session[s.number]
		if !ok {
			name = strconv.FormatInt(s.number, 10)
			n.session[s.number] = name
		}
		n.d.Session = name
	case history.String:
		n.d.Session = n.texts.of(s.text)
	case history.Bool:
		return mistakef(n.p.at, `expected a "session" that is a string or an integer, got a boolean`)
	}
	n.d.Alone = n.d.Session == ""
	return nil
}

func (n *nativeDecoder) status() error {
	n.p.peek()
	at := n.p.at
	s, err := n.p.text()
	if err != nil {
		return err
	}
	for _, status := range []history.Status{history.Committed, history.Aborted, history.Unknown} {
		if string(s) == status.String() {
			n.d.Status = status
			return nil
		}
	}
	return mistakef(at, "expected status committed, aborted or unknown, got %q", s)
}

func (n *nativeDecoder) visible() error {
	n.p.peek()
	at := n.p.at
	s, err := n.p.scalar(`the id of a transaction in "visible"`)
	switch {
	case err != nil:
		return err
	case s.kind == history.Int:
		n.exec.see(strconv.AppendInt(nil, s.number, 10), n.w, at)
	case s.kind == history.String:
		n.exec.see(s.text, n.w, at)
	default:
		return mistakef(at, `expected the id of a transaction in "visible", got %s`, s.value())
	}
	return nil
}
