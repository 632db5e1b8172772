package format

import (
	"context"
	"fmt"
	"io"

	"visar/history"
)

// DBCopJSON is the JSON that dbcop generates and verifies.
var DBCopJSON = &Format{
	Name:  "dbcop-json",
	Title: "dbcop's JSON",
	Doc: `An array of sessions, each an array of transactions {"events":[{"Read":{"variable":0,"version":1}},` +
		`{"Write":{"variable":0,"version":2}}],"committed":true}, alone or as "data" of an object; an event may be ` +
		`["r",0,1] or ["w",0,2] as well, and version null is the initial value.`,
	Sniff:  dbcopJSONStart,
	Decode: decodeDBCopJSON,
	Encode: encodeDBCopJSON,
	Lossy:  lossesBeside(lossOfKeys, lossOfValues, lossOfNamedInitial, lossOfInitialWrites),
}

// dbcopJSONStart matches the beginning of the object, or of the sessions up to
// the first transaction.
var dbcopJSONStart = startsLike(`^(\{\s*"(params|info|start|end|data)"\s*:|\[\s*(\[\s*\]\s*,\s*)*\[\s*\{\s*"(events|committed)")`)

// dbcopJSONDecoder reads dbcop's JSON, a transaction at a time.
type dbcopJSONDecoder struct {
	*jsonStream
	b       *history.Builder
	d       draft
	session int
}

func decodeDBCopJSON(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &dbcopJSONDecoder{jsonStream: newJSONStream(ctx, r, opt), b: history.NewBuilder(history.Value{})}
	if err := d.document(); err != nil {
		return nil, err
	}
	return d.b.History()
}

func (d *dbcopJSONDecoder) document() error {
	c, err := d.peek()
	if err != nil {
		return err
	}
	if c == '[' {
		err = d.sessions()
	} else {
		err = d.header()
	}
	if err != nil {
		return err
	}
	return d.end()
}

// header reads the object that holds the sessions as "data".
func (d *dbcopJSONDecoder) header() error {
	found := false
	err := d.object("a history of dbcop, an object or an array of sessions", func(name string) error {
		if name != "data" {
			return d.unit("the value of "+fmt.Sprintf("%q", name), d.p.skip)
		}
		if found {
			return d.expected(`"data" once`)
		}
		found = true
		return d.sessions()
	})
	if err == nil && !found {
		return d.expected(`"data", the sessions, in the object`)
	}
	return err
}

func (d *dbcopJSONDecoder) sessions() error {
	return d.array("the sessions, an array of arrays", func() error {
		err := d.array("a session, an array of transactions", func() error {
			return d.unit(`a transaction, {"events":[…],"committed":true}`, d.transaction)
		})
		d.session++
		return err
	})
}

func (d *dbcopJSONDecoder) transaction() error {
	d.d.clear()
	d.d.TxnInfo = blockTxn(d.session, d.w.line, history.Committed)
	events, committed := false, false
	err := d.p.object(`a transaction, {"events":[…],"committed":true}`, func(name []byte) error {
		switch string(name) {
		case "events":
			events = true
			return d.p.array(`"events"`, d.event)
		case "committed":
			committed = true
			return d.committed()
		}
		return d.p.skip()
	})
	if err != nil {
		return err
	}
	if !events || !committed {
		return mistakef(0, `expected a transaction with "events" and "committed"`)
	}
	d.d.build(d.b)
	return nil
}

func (d *dbcopJSONDecoder) committed() error {
	d.p.peek()
	switch {
	case d.p.word("true"):
	case d.p.word("false"):
		d.d.Status = history.Aborted
	default:
		return d.p.expected(`"committed" that is true or false`)
	}
	return nil
}

// event parses {"Read":{…}}, {"Write":{…}}, ["r",variable,version] or
// ["w",variable,version].
func (d *dbcopJSONDecoder) event() error {
	const what = `an event, {"Read":{…}}, {"Write":{…}}, ["r",variable,version] or ["w",variable,version]`
	p := &d.p
	switch p.peek() {
	case '[':
		return d.tuple(what)
	case '{':
	default:
		return p.expected(what)
	}
	n := 0
	err := p.object(what, func(name []byte) error {
		n++
		switch string(name) {
		case "Read":
			return d.access(history.Read)
		case "Write":
			return d.access(history.Write)
		}
		return mistakef(p.at, "expected Read or Write, got %q", name)
	})
	if err == nil && n != 1 {
		return mistakef(p.at, "expected one Read or Write in the event, got %d", n)
	}
	return err
}

func (d *dbcopJSONDecoder) tuple(what string) error {
	p := &d.p
	p.at++
	p.peek()
	at := p.at
	name, err := p.text()
	if err != nil {
		return err
	}
	kind := history.Read
	switch string(name) {
	case "r":
	case "w":
		kind = history.Write
	default:
		return mistakef(at, "expected %s, got %q", what, name)
	}
	var key, value int32
	if !p.accept(',') {
		return p.expected("a comma and the variable")
	}
	if key, err = d.variable(); err != nil {
		return err
	}
	if !p.accept(',') {
		return p.expected("a comma and the version")
	}
	if value, err = d.version(kind); err != nil {
		return err
	}
	if !p.accept(']') {
		return p.expected("] after the version")
	}
	d.d.add(kind, key, value)
	return nil
}

// access parses {"variable":0,"version":1}.
func (d *dbcopJSONDecoder) access(kind history.OpKind) error {
	key, value := int32(-1), int32(-1)
	from := d.p.at
	err := d.p.object(`{"variable":…,"version":…}`, func(name []byte) (err error) {
		switch string(name) {
		case "variable":
			key, err = d.variable()
		case "version":
			value, err = d.version(kind)
		default:
			err = d.p.skip()
		}
		return err
	})
	if err == nil && kind == history.Read && value < 0 {
		value = history.Initial
	}
	if err == nil && (key < 0 || value < 0) {
		return mistakef(from, `expected both "variable" and "version"`)
	}
	if err == nil {
		d.d.add(kind, key, value)
	}
	return err
}

func (d *dbcopJSONDecoder) variable() (int32, error) {
	const what = "a variable that is a non-negative integer or a string"
	d.p.peek()
	at := d.p.at
	s, err := d.p.scalar(what)
	if err != nil {
		return 0, err
	}
	if s.kind != history.String && (s.kind != history.Int || s.number < 0) {
		return 0, mistakef(at, "expected %s, got %s", what, s.value())
	}
	return s.keyID(d.b), nil
}

func (d *dbcopJSONDecoder) version(kind history.OpKind) (int32, error) {
	const what = "a version that is a non-negative integer, or null in a read"
	d.p.peek()
	at := d.p.at
	s, err := d.p.scalar(what)
	switch {
	case err != nil:
		return 0, err
	case s.kind == history.Nil && kind == history.Read:
		return history.Initial, nil
	case s.kind == history.Int && s.number >= 0:
		return s.valueID(d.b), nil
	}
	return 0, mistakef(at, "expected %s, got %s", what, s.value())
}
