package format

import (
	"context"
	"io"

	"visar/history"
)

// Viper is the JSON log of Viper and ViperBench: a directory, with a file of JSON
// Lines for each session.
var Viper = &Format{
	Name:  "viper",
	Title: viperTitle,
	Doc: `A directory with a file of each session, *.log, a committed transaction a line: {"value":[["r",1,7,false],["w",1,8,true]]}. ` +
		`Inserts and deletes read and then write, a range reads each key that it returned; operations that did not succeed write nothing. ` +
		`0 is the initial value.`,
	Sniff:          viperStart,
	Decode:         decodeViper,
	Encode:         encodeViper,
	Lossy:          lossyViper,
	decodeSession:  decodeViperSession,
	sessionEncoder: viperSessions,
	initial:        viperInitial,
	begins:         hasOneOf(`"value"`),
}

const viperTitle = "Viper's JSON logs"

var viperInitial = history.IntValue(0)

// viperStart matches the first fields of a transaction.
var viperStart = startsLike(`^\{\s*"(value"\s*:\s*\[\s*(\]|\[\s*"(r|w|i|d|range)"|\{\s*"opType")|(pre|post)(Begin|Commit)TS"\s*:)`)

func decodeViper(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	return decodeOneSession(ctx, r, opt, decodeViperSession, viperInitial)
}

// viperDecoder reads the log of one session.
type viperDecoder struct {
	w       *window
	b       *history.Builder
	p       jsonText
	d       draft
	texts   texts
	ranges  []int // which operations are of a range
	value   bool  // the line has a "value"
	initial bool  // it is the initial transaction
}

func decodeViperSession(ctx context.Context, r io.Reader, opt Options, session string, b *history.Builder) error {
	d := &viperDecoder{w: newWindow(ctx, r, opt), b: b, texts: texts{}}
	err := d.w.eachLine(func(line []byte) error { return d.line(line, session) })
	return d.w.locate(err)
}

// line reads a transaction.
func (d *viperDecoder) line(line []byte, session string) error {
	d.d.clear()
	d.d.Session, d.d.Line = session, lineNumber(d.w.line)
	d.ranges, d.value, d.initial = d.ranges[:0], false, false
	d.p.reset(line)
	if err := d.p.object(`a transaction, {"value":[…]}`, d.field); err != nil {
		return err
	}
	if d.p.peek() != 0 || d.p.at < len(line) {
		return d.p.expected("the end of the line after the transaction")
	}
	if !d.value {
		return mistakef(0, `expected a transaction with a "value", its operations`)
	}
	// The initial transaction lists what is there before the run.
	for _, i := range d.ranges {
		if d.initial {
			d.d.ops[i].kind = history.Write
		}
	}
	d.d.build(d.b)
	return nil
}

func (d *viperDecoder) field(name []byte) (err error) {
	p := &d.p
	switch string(name) {
	case "value":
		if d.value {
			return mistakef(p.at, `expected "value" once`)
		}
		d.value = true
		return p.array(`the operations, [["r",key,value,dead], …]`, d.op)
	case "preBeginTS":
		d.d.Start, err = d.time()
		return err
	case "postCommitTS":
		d.d.End, err = d.time()
		return err
	}
	key := d.texts.of(name)
	text, err := p.raw()
	if err != nil {
		return err
	}
	d.initial = d.initial || key == "isInitial" && string(text) == "true"
	d.d.fields = append(d.d.fields, history.Field{Name: key, Text: d.texts.of(text)})
	return nil
}

// time reads a timestamp; -1 is none.
func (d *viperDecoder) time() (int64, error) {
	n, err := d.p.integer("a timestamp, an integer")
	if n == -1 {
		n = history.NoTime
	}
	return n, err
}
