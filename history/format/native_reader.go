package format

import (
	"bytes"
	"strconv"

	"visar/history"
)

// nativeReader reads one line by itself: what it says, not where in the history it
// belongs.
type nativeReader struct {
	p       jsonText
	b       *history.Builder // names keys and values
	d       draft
	lists   knownLists // by key
	seen    nativeField
	texts   texts
	session map[int64]string
	name    []byte // the transaction's id, if any
	rec     history.Recorded
	visible func() error // reads an element of "visible"

	firstOp    int  // how many operations the draft held before
	unanswered bool // the call, which asks for something, has no answer
}

func newNativeReader(b *history.Builder) nativeReader {
	return nativeReader{b: b, texts: texts{}, session: map[int64]string{}}
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

// transaction reads a transaction, whose operations and fields it adds to the
// draft.
func (n *nativeReader) transaction() error {
	n.begin()
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
	return checkRecorded(n.seen, n.d.Status)
}

// begin forgets the transaction before.
func (n *nativeReader) begin() {
	n.d.TxnInfo = history.TxnInfo{Start: history.NoTime, End: history.NoTime, Clock: history.NoTime, Alone: true}
	n.seen, n.name = 0, n.name[:0]
	n.firstOp, n.d.called, n.unanswered = len(n.d.ops), false, false
	n.rec = history.Recorded{Arbitration: history.NoTime, SnapshotTS: history.NoTime, CommitTS: history.NoTime}
}

// field decodes the value of a transaction's field.
func (n *nativeReader) field(name []byte) (err error) {
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
		n.rec.Arbitration, err = n.p.integer(`an integer "arbitration"`)
	case fieldSnapshotTS:
		n.rec.SnapshotTS, err = n.p.integer(`an integer "snapshot_ts"`)
	case fieldCommitTS:
		n.rec.CommitTS, err = n.p.integer(`an integer "commit_ts"`)
	case fieldVisible:
		return n.p.array(`"visible", [id, …]`, n.visible)
	default:
		return n.extra(name)
	}
	return err
}

// extra keeps a field that the format does not know.
func (n *nativeReader) extra(name []byte) error {
	key := n.texts.of(name)
	text, err := n.p.raw()
	if err != nil {
		return err
	}
	n.d.fields = append(n.d.fields, history.Field{Name: key, Text: n.texts.of(text)})
	return nil
}

func (n *nativeReader) id() error {
	s, err := n.p.scalar(`a string "id"`)
	if err != nil {
		return err
	}
	switch {
	case s.kind == history.Int:
		n.name = strconv.AppendInt(n.name[:0], s.number, 10)
	case s.kind != history.String || len(s.text) == 0:
		return mistakef(n.p.at, `expected a string "id" that is not empty`)
	default:
		n.name = append(n.name[:0], s.text...)
	}
	return nil
}

// isDefaultName reports whether transaction t is called so without an id.
func isDefaultName(text []byte, t int) bool {
	var digits [20]byte
	return text[0] == 'T' && bytes.Equal(text[1:], strconv.AppendInt(digits[:0], int64(t)+1, 10))
}

func (n *nativeReader) sessionName() error {
	s, err := n.p.scalar(`a "session" that is a string or an integer`)
	if err != nil {
		return err
	}
	switch s.kind {
	case history.Int:
		n.d.Session = n.numbered(s.number)
	case history.String:
		n.d.Session = n.texts.of(s.text)
	case history.Bool:
		return mistakef(n.p.at, `expected a "session" that is a string or an integer, got a boolean`)
	}
	n.d.Alone = n.d.Session == ""
	return nil
}

// numbered returns the name of a session that is a number.
func (n *nativeReader) numbered(number int64) string {
	name, ok := n.session[number]
	if !ok {
		name = strconv.FormatInt(number, 10)
		n.session[number] = name
	}
	return name
}

func (n *nativeReader) status() error {
	n.p.peek()
	at := n.p.at
	s, err := n.p.text()
	if err != nil {
		return err
	}
	if !n.setStatus(s) {
		return mistakef(at, "expected status committed, aborted or unknown, got %q", s)
	}
	return nil
}

// setStatus sets the status that a word names, if it names one.
func (n *nativeReader) setStatus(word []byte) bool {
	for _, status := range []history.Status{history.Committed, history.Aborted, history.Unknown} {
		if string(word) == status.String() {
			n.d.Status = status
			return true
		}
	}
	return false
}
