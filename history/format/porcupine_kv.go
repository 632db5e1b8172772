package format

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strconv"

	"visar/history"
)

// PorcupineKV is the log of a key-value store in porcupine's corpus.
var PorcupineKV = &Format{
	Name:  "porcupine-kv",
	Title: "porcupine's key-value logs",
	Doc: `Operations such as {:process 0, :type :invoke, :f :append, :key "4", :value "x 0 1 y"}, one a line, with get, put and append of ` +
		`strings. A value that was got is a list of what was appended, where each part has the form x NUMBER NUMBER y; the empty string ` +
		`is the initial value. A key that is put and appended to is neither a register nor a list, and makes the history unusable.`,
	Sniff:  porcupineStart.Match,
	Decode: decodePorcupineKV,
}

// porcupineStart matches the first line.
var porcupineStart = regexp.MustCompile(`^\{[^\n]*:f :(get|put|append),? :key [^\n]*\}`)

// porcupinePart matches what one append has added to a value.
var porcupinePart = regexp.MustCompile(`^x \d+ \d+ y`)

// porcupineDecoder reads the log, an operation a line.
type porcupineDecoder struct {
	*translatedDecoder
	put map[string]bool // keys and values, in EDN, that were put
}

func decodePorcupineKV(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &porcupineDecoder{newTranslatedDecoder(ctx, r, opt), map[string]bool{}}
	return d.lines(d.line)
}

func (d *porcupineDecoder) line(line []byte) error {
	p := ednText{src: append(bytes.Clone(line), '\n')}
	var op jepsenOp
	if c, err := p.blank(); err != nil || c != '{' {
		return mistakef(0, "expected an operation, {:process …, :type …, :f …, :key …, :value …}, got %s", excerpt(line))
	}
	if err := op.parse(&p); err == errMore {
		return mistakef(len(line), "expected the end of the operation, got the end of the line")
	} else if err != nil {
		return err
	}
	if _, err := p.blank(); err != errMore {
		return mistakef(p.at, "expected the end of the line after the operation")
	}
	if err := op.check(); err != nil {
		return err
	}
	key := d.key(&p, &op)
	if key == nil || !op.client {
		return mistakef(0, "expected an operation of a client with a :key that is a string or an integer")
	}
	return d.translate(&p, &op, key)
}

// key returns the key, or nil.
func (d *porcupineDecoder) key(p *ednText, op *jepsenOp) []byte {
	for _, e := range op.extras {
		if c := p.src[e.from]; string(e.name) == "key" && (c == '"' || c-'0' <= 9) {
			return p.src[e.from:e.to]
		}
	}
	return nil
}

var jepsenTypes = [...]string{opInvoke: ":invoke", opOK: ":ok", opFail: ":fail", opInfo: ":info"}

func (d *porcupineDecoder) translate(p *ednText, op *jepsenOp, key []byte) error {
	d.begin(strconv.AppendInt(nil, op.process, 10), []byte(jepsenTypes[op.typ]), []byte(":txn"))
	d.value()
	d.edn = append(d.edn, "[["...)
	var kind string
	switch string(op.f) {
	case ":get":
		kind = ":r "
	case ":put":
		kind = ":w "
	case ":append":
		kind = ":append "
	default:
		return mistakef(max(op.fAt, 0), "expected :f :get, :put or :append, got %s", op.f)
	}
	d.edn = append(append(append(d.edn, kind...), key...), ' ')
	text, err := d.text(p, op)
	if err != nil {
		return err
	}
	if kind == ":r " {
		d.got(key, text)
	} else {
		d.edn = appendJSONString(d.edn, text)
		if kind == ":w " {
			d.put[string(key)+" "+string(text)] = true
		}
	}
	d.edn = append(d.edn, "]]"...)
	if op.time != history.NoTime {
		d.edn = strconv.AppendInt(append(d.edn, " :time "...), op.time, 10)
	}
	if op.index >= 0 {
		d.edn = strconv.AppendInt(append(d.edn, " :index "...), op.index, 10)
	}
	return d.end()
}

// text returns the string that is the value, or "" for nil in a get.
func (d *porcupineDecoder) text(p *ednText, op *jepsenOp) ([]byte, error) {
	if p.at = op.value; op.value >= 0 && p.src[p.at] == '"' {
		return p.text()
	}
	if string(op.f) == ":get" && (op.value < 0 || p.atNil()) {
		return nil, nil
	}
	return nil, mistakef(max(op.value, 0), "expected a :value that is a string")
}

// got appends the value that a get returned: nil, the value of a put, or the
// list of what was appended.
func (d *porcupineDecoder) got(key, text []byte) {
	if len(text) == 0 {
		d.edn = append(d.edn, "nil"...)
		return
	}
	if d.put[string(key)+" "+string(text)] {
		d.edn = appendJSONString(d.edn, text)
		return
	}
	d.edn = append(d.edn, '[')
	for len(text) > 0 {
		part := text
		if m := porcupinePart.Find(text); m != nil {
			part = m
		}
		d.edn = append(appendJSONString(d.edn, part), ' ')
		text = text[len(part):]
	}
	d.edn = append(d.edn, ']')
}
