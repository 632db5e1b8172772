package format

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"

	"visar/history"
)

// Chronos is the JSON of Chronos and Aion (TimeKiller), which check isolation by
// the timestamps of the database.
var Chronos = &Format{
	Name:  "chronos",
	Title: "Chronos' JSON",
	Doc: `An array of transactions {"tid":1,"sid":0,"sts":{"p":3,"l":0},"cts":{"p":5,"l":0},"ops":[{"t":"w","k":7,"v":2}]}, ` +
		`where t is r, w, or a for an append. The timestamps sts and cts are the recorded execution; where they have logical parts l, ` +
		`their ranks are. The initial value is null, or 0 where no read is null, some are 0, and nobody writes 0.`,
	Sniff:  sniffChronos,
	Decode: decodeChronos,
	Encode: encodeChronos,
	Lossy:  lossyChronos,
	begins: hasOneOf(`"ops"`),
}

func sniffChronos(head []byte) bool {
	rest, ok := bytes.CutPrefix(head, []byte{'['})
	return ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte{'{'}) &&
		(bytes.Contains(rest, []byte(`"sts"`)) || bytes.Contains(rest, []byte(`"cts"`)))
}

// hybridClock is a timestamp: a physical and a logical part.
type hybridClock struct{ physical, logical int64 }

func (c hybridClock) compare(o hybridClock) int {
	return cmp.Or(cmp.Compare(c.physical, o.physical), cmp.Compare(c.logical, o.logical))
}

// chronosDecoder reads the JSON, a transaction at a time.
type chronosDecoder struct {
	*jsonStream
	b     *history.Builder
	d     draft
	texts texts
	seen  map[string]bool // fields of the transaction
	// stamps are the snapshot and the commit of each transaction, in turn.
	stamps  []hybridClock
	logical bool // some have a logical part
	// What decides the initial value.
	readNull, readZero, wroteZero bool
}

func decodeChronos(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &chronosDecoder{jsonStream: newJSONStream(ctx, r, opt), b: history.NewBuilder(history.Value{}),
		texts: texts{}, seen: map[string]bool{}}
	const what = `a transaction, {"tid":…,"sid":…,"sts":{…},"cts":{…},"ops":[…]}`
	err := d.array("an array of transactions", func() error {
		return d.unit(what, func() error { return d.transaction(what) })
	})
	if err == nil {
		err = d.end()
	}
	if err != nil {
		return nil, err
	}
	d.record()
	h, err := d.b.History()
	if err == nil && d.readZero && !d.readNull && !d.wroteZero {
		return withInitial(h, history.IntValue(0))
	}
	return h, err
}

func (d *chronosDecoder) transaction(what string) error {
	d.d.clear()
	clear(d.seen)
	d.d.Line, d.d.Alone = lineNumber(d.w.line), true
	n := len(d.stamps)
	d.stamps = append(d.stamps, hybridClock{}, hybridClock{})
	err := d.p.object(what, func(name []byte) error { return d.field(name, d.stamps[n:]) })
	if err != nil {
		return err
	}
	for _, name := range []string{"sts", "cts", "ops"} {
		if !d.seen[name] {
			return mistakef(0, "expected a transaction with %q", name)
		}
	}
	d.d.build(d.b)
	return nil
}

func (d *chronosDecoder) field(name []byte, stamps []hybridClock) (err error) {
	key := d.texts.of(name)
	if d.seen[key] && isChronosField(key) {
		return mistakef(d.p.at, "expected each field once, got %q again", name)
	}
	d.seen[key] = true
	switch key {
	case "tid":
		d.d.Name, err = d.name("a tid that is an integer or a string")
	case "sid":
		d.d.Session, err = d.name("a sid that is an integer or a string")
		d.d.Alone = d.d.Session == ""
	case "sts":
		stamps[0], err = d.stamp()
	case "cts":
		stamps[1], err = d.stamp()
	case "ops":
		return d.p.array(`"ops", [{"t":…,"k":…,"v":…}, …]`, d.op)
	default:
		var text []byte
		text, err = d.p.raw()
		d.d.fields = append(d.d.fields, history.Field{Name: key, Text: d.texts.of(text)})
	}
	return err
}

// name parses an id, a string or an integer.
func (d *chronosDecoder) name(what string) (string, error) {
	d.p.peek()
	at := d.p.at
	s, err := d.p.scalar(what)
	switch {
	case err != nil:
		return "", err
	case s.kind == history.Int:
		return strconv.FormatInt(s.number, 10), nil
	case s.kind == history.String:
		return d.texts.of(s.text), nil
	}
	return "", mistakef(at, "expected %s, got %s", what, s.value())
}

// stamp parses {"p":17,"l":0}.
func (d *chronosDecoder) stamp() (c hybridClock, err error) {
	d.p.peek()
	at, parts := d.p.at, 0
	err = d.p.object(`a timestamp, {"p":…,"l":…}`, func(name []byte) (err error) {
		switch string(name) {
		case "p":
			parts++
			c.physical, err = d.integer("p")
			if c.physical == history.NoTime {
				err = cmp.Or[error](err, mistakef(at, `expected a timestamp above %d`, history.NoTime))
			}
		case "l":
			c.logical, err = d.integer("l")
			d.logical = d.logical || c.logical != 0
		default:
			err = d.p.skip()
		}
		return err
	})
	if err == nil && parts != 1 {
		err = mistakef(at, `expected a timestamp with one "p"`)
	}
	return c, err
}

// integer parses an integer, which may be in quotes.
func (d *chronosDecoder) integer(part string) (int64, error) {
	d.p.peek()
	at := d.p.at
	s, err := d.p.scalar("the part " + part + " of a timestamp, an integer")
	if err != nil {
		return 0, err
	}
	if n, ok := canonicalInt(string(s.text)); ok && s.kind == history.String {
		return n, nil
	}
	if s.kind != history.Int {
		return 0, mistakef(at, "expected the part %s of a timestamp, an integer, got %s", part, s.value())
	}
	return s.number, nil
}

// record gives the Builder the timestamps: the physical parts, or the ranks
// where those do not suffice.
func (d *chronosDecoder) record() {
	rank := func(c hybridClock) int64 { return c.physical }
	if d.logical {
		sorted := slices.Clone(d.stamps)
		slices.SortFunc(sorted, hybridClock.compare)
		sorted = slices.Compact(sorted)
		rank = func(c hybridClock) int64 {
			i, _ := slices.BinarySearchFunc(sorted, c, hybridClock.compare)
			return int64(i)
		}
	}
	for i := 0; i < len(d.stamps); i += 2 {
		d.b.Record(int32(i/2), history.Recorded{Arbitration: history.NoTime,
			SnapshotTS: rank(d.stamps[i]), CommitTS: rank(d.stamps[i+1])})
	}
}
