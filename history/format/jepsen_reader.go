package format

import "visar/history"

// jepsenReader reads one operation by itself: what it says, not where in the
// history it belongs.
type jepsenReader struct {
	p     ednText
	b     *history.Builder // names keys and values
	opt   Options
	texts texts
	op    jepsenOp
	txn   draft      // what the value of op says
	lists knownLists // by key

	inPart bool // names are those of a part of the input; see [partNames]

	canonical []byte // the last string that json returned
	lift      []byte // what jepsen.independent has put before the keys, or nothing
}

func newJepsenReader(opt Options) jepsenReader {
	return jepsenReader{b: history.NewBuilder(history.Value{}), opt: opt, texts: texts{}}
}

// decodeExtras keeps the entries that have no meaning here. If the invocation has
// named the object, a :key says nothing more.
func (d *jepsenReader) decodeExtras(named bool) error {
	for _, e := range d.op.extras {
		if named && string(e.name) == "key" {
			continue
		}
		text, err := d.json(e)
		if err != nil {
			return err
		}
		d.txn.fields = append(d.txn.fields, history.Field{Name: d.texts.of(e.name), Text: d.texts.of(text)})
	}
	return nil
}

// json returns an entry's value as JSON, which is valid until the next one.
func (d *jepsenReader) json(e ednField) ([]byte, error) {
	if d.p.src[e.from] != '"' {
		return jsonOfEDN(d.p.src[e.from:e.to], e.from)
	}
	d.p.at = e.from
	s, err := d.p.text()
	d.canonical = appendJSONString(d.canonical[:0], s)
	return d.canonical, err
}
