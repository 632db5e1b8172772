package format

import (
	"bytes"
	"context"
	"io"

	"visar/history"
)

// ElleJSON is the JSON that elle-cli reads.
var ElleJSON = &Format{
	Name:  "elle-json",
	Title: "elle-cli's JSON",
	Doc: `An array of Jepsen's operations, {"index":1,"type":"ok","process":0,"f":"txn","value":[["r",3,[1]],["append",3,2]]}: ` +
		`as history.edn, without the colons of keywords. A missing "f" is txn.`,
	Sniff:  elleStart,
	Decode: decodeElleJSON,
	Encode: encodeElleJSON,
	Lossy:  lossyElleJSON,
}

// elleStart matches the first operation.
var elleStart = startsLike(`^\[\s*\{[^}]*"type"\s*:\s*"(invoke|ok|fail|info)"`)

// elleDecoder reads the JSON, an operation at a time.
type elleDecoder struct {
	*translatedDecoder
	s *jsonStream // on the same window
	// Of the operation, in EDN; empty where it has none.
	process, typ, f, done, rest []byte
	// Why the function and the value are not those of a transaction, nil where they
	// may be: of a fault they may be anything.
	nameless, misfit error
}

func decodeElleJSON(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &elleDecoder{translatedDecoder: newTranslatedDecoder(ctx, r, opt)}
	d.s = &jsonStream{w: d.w}
	const what = `an operation, {"type":…,"process":…,"f":…,"value":…}`
	err := d.s.array("an array of operations", func() error {
		return d.s.unit(what, func() error { return d.take(what) })
	})
	if err == nil {
		err = d.s.end()
	}
	if err == nil {
		err = d.finish()
	}
	if err != nil {
		return nil, d.w.locate(err)
	}
	return d.b.History()
}

// take reads an operation and takes it into the history.
func (d *elleDecoder) take(what string) error {
	d.process, d.typ, d.f, d.done, d.rest = d.process[:0], d.typ[:0], d.f[:0], d.done[:0], d.rest[:0]
	d.nameless, d.misfit = nil, nil
	if err := d.s.p.object(what, d.field); err != nil {
		return err
	}
	if len(d.typ) == 0 || len(d.process) == 0 {
		return mistakef(0, `expected an operation with a "type" and a "process"`)
	}
	if len(d.f) == 0 && d.process[0] != ':' {
		d.f = append(d.f, txnFunction...)
	}
	if err := d.mistaken(); err != nil {
		return err
	}
	d.begin(d.process, d.typ, d.f)
	if len(d.done) > 0 {
		d.value()
		d.edn = append(d.edn, d.done...)
	}
	d.edn = append(d.edn, d.rest...)
	return d.end()
}

// mistaken returns what a client's operation cannot have.
func (d *elleDecoder) mistaken() error {
	switch {
	case d.process[0] == ':':
		return nil
	case d.nameless != nil:
		return d.nameless
	case bytes.Equal(d.f, txnFunction):
		return d.misfit
	}
	return nil
}

func (d *elleDecoder) field(name []byte) (err error) {
	switch string(name) {
	case "type":
		d.typ, err = d.keyword(d.typ[:0], "a type")
	case "f":
		d.f, d.nameless, err = d.orForm(d.f[:0], d.function)
	case "process":
		d.process, err = d.keyword(d.process[:0], "a process")
	case "value":
		d.done, d.misfit, err = d.orForm(d.done[:0], d.operations)
	default:
		d.rest = append(appendFieldName(append(d.rest, '\n'), name), ' ')
		d.rest, err = d.form(d.rest)
	}
	return err
}

// appendFieldName appends the name of a field as a keyword, or as a string if it
// cannot be one.
func appendFieldName(dst, name []byte) []byte {
	from := len(dst)
	dst = append(append(dst, ':'), name...)
	if isKeyword(dst[from:]) {
		return dst
	}
	return appendJSONString(dst[:from], name)
}

// orForm appends what read appends to dst, which is empty, or, where that is a
// misfit, the value as it is.
func (d *elleDecoder) orForm(dst []byte, read func(dst []byte) ([]byte, error)) (form []byte, misfit, err error) {
	at := d.s.p.at
	if form, misfit = read(dst); misfit != nil {
		d.s.p.at = at
		form, err = d.form(dst)
	}
	return form, misfit, err
}

// form appends the next value in EDN.
func (d *elleDecoder) form(dst []byte) ([]byte, error) { return d.s.p.value(dst, &ednStyle) }

// keyword appends a string as a keyword, and any other value as it is.
func (d *elleDecoder) keyword(dst []byte, what string) ([]byte, error) {
	p := &d.s.p
	if p.peek() != '"' {
		return d.form(dst)
	}
	from, at := len(dst), p.at
	text, err := p.text()
	if err != nil {
		return dst, err
	}
	dst = append(append(dst, ':'), text...)
	if !isKeyword(dst[from:]) {
		return dst, mistakef(at, "expected %s that is a name, got %q", what, text)
	}
	return dst, nil
}

func (d *elleDecoder) function(dst []byte) ([]byte, error) { return d.keyword(dst, "a function") }

// operations appends a value in EDN: where it is an array of arrays that begin
// with a string, that string as a keyword.
func (d *elleDecoder) operations(dst []byte) ([]byte, error) {
	p := &d.s.p
	if !atElleOps(*p) {
		return d.form(dst)
	}
	dst = append(dst, '[')
	err := p.array("the operations of a transaction", func() (err error) {
		dst, err = d.access(append(dst, '['))
		dst = append(dst, ']', ' ')
		return err
	})
	return append(dst, ']'), err
}

// access appends an operation of a transaction but for its brackets.
func (d *elleDecoder) access(dst []byte) ([]byte, error) {
	first := true
	err := d.s.p.array("an operation of a transaction", func() (err error) {
		if first {
			dst, err = d.keyword(dst, "the kind of an operation")
		} else {
			dst, err = d.form(dst)
		}
		first = false
		dst = append(dst, ' ')
		return err
	})
	return dst, err
}

// atElleOps reports whether the operations of a transaction come next.
func atElleOps(p jsonText) bool {
	for range 2 {
		if !p.accept('[') {
			return false
		}
	}
	return p.peek() == '"'
}

func lossyElleJSON(h *history.History) []string {
	return append(lossyJepsen(h), lossesOf(h, []loss{
		{"values that are no integers, strings or booleans (they become strings)", hasOtherValues},
		{"details of faults", hasFaults},
	})...)
}

func encodeElleJSON(w io.Writer, h *history.History) error {
	p := &printer{w: w}
	before := "["
	err := encodeOperations(h, func(op ednForm) error {
		p.text(before)
		p.buf = appendElle(p.buf, op)
		before = ",\n"
		p.pass()
		return p.err
	})
	if err != nil {
		return err
	}
	if before == "[" {
		return errNoOps
	}
	p.text("]")
	p.endLine()
	return p.flush()
}

// appendElle appends an operation, keywords without colons where they are part
// of the format.
func appendElle(dst []byte, op ednForm) []byte {
	for i := 0; i < len(op.parts); i += 2 {
		name := op.parts[i].atom.text
		if isKeyword(name) { // as appendFieldName made it
			name = name[1:]
		}
		if f := op.parts[i+1].uncolon(); string(name) == "f" && f.kind == 'a' && f.atom.kind == history.String && len(f.atom.text) == 0 {
			continue // a name without letters, which a fault may have
		}
		dst = append(dst, "{,"[min(i, 1)])
		dst = append(appendJSONString(dst, name), ':')
		switch value := op.parts[i+1]; string(name) {
		case "type", "f", "process":
			dst = value.uncolon().appendJSON(dst)
		case "value":
			for j := range value.parts {
				op := value.parts[j].parts
				if value.kind == '[' && len(op) > 0 {
					op[0] = op[0].uncolon()
				}
				if value.kind == '[' && len(op) == 3 {
					op[1], op[2] = op[1].flat(), op[2].flat()
				}
			}
			dst = value.appendJSON(dst)
		default:
			dst = value.appendJSON(dst)
		}
	}
	return append(dst, '}')
}

// uncolon returns a keyword as a string without its colon.
func (f ednForm) uncolon() ednForm {
	if f.kind == 'a' && f.atom.kind == history.String {
		f.atom.text = bytes.TrimPrefix(f.atom.text, []byte{':'})
	}
	return f
}

// flat returns a key, a value or the elements of a list, of which JSON has no
// sets and maps: those become strings.
func (f ednForm) flat() ednForm {
	if f.kind == '[' {
		for i := range f.parts {
			f.parts[i] = f.parts[i].flat()
		}
	} else if f.kind != 'a' {
		f = ednForm{kind: 'a', atom: scalar{kind: history.String, text: f.append(nil)}}
	}
	return f
}
