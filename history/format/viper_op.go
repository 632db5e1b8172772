package format

import "visar/history"

// viperOp is an operation as it stands in the log.
type viperOp struct {
	kind        string
	key         int32
	value, read int32
	from        int  // where it stands
	succ        bool // whether it wrote
}

// op reads an operation: an array, or with Viper's second logger an object.
func (d *viperDecoder) op() error {
	const what = `an operation, ["r",key,value,dead], ["w",key,value,success], ["i" or "d",key,value,read,dead,success] or ["range",from,to,live,dead]`
	p := &d.p
	op := viperOp{key: -1, value: -1, read: -1, succ: true}
	switch p.peek() {
	case '[':
		op.from = p.at
		if err := d.tuple(&op, what); err != nil {
			return err
		}
	case '{':
		op.from = p.at
		if err := p.object(what, func(name []byte) error { return d.opField(&op, name) }); err != nil {
			return err
		}
	default:
		return p.expected(what)
	}
	return d.take(op, what)
}

// tuple reads ["w",key,value,true] and the like.
func (d *viperDecoder) tuple(op *viperOp, what string) error {
	n := 0
	return d.p.array(what, func() (err error) {
		n++
		switch {
		case n == 1:
			op.kind, err = d.kind(what)
		case op.kind == "range" && n < 4:
			err = d.p.skip() // the bounds
		case op.kind == "range" && n < 6:
			err = d.p.array("the keys and values of a range", d.found)
		case op.kind == "range":
			err = d.p.skip()
		case n == 2:
			op.key, err = d.key()
		case n == 3:
			op.value, err = d.stored()
		case (op.kind == "i" || op.kind == "d") && n == 4:
			op.read, err = d.stored()
		case op.kind == "w" && n == 4 || n == 6:
			op.succ, err = d.bool()
		default:
			err = d.p.skip()
		}
		return err
	})
}

// opField reads a field of {"opType":"w","key":1,"value":2,"succ":true}.
func (d *viperDecoder) opField(op *viperOp, name []byte) (err error) {
	switch string(name) {
	case "opType":
		op.kind, err = d.kind("the type of an operation, r, w, i, d or range")
	case "key":
		op.key, err = d.key()
	case "value":
		op.value, err = d.stored()
	case "readValue":
		op.read, err = d.stored()
	case "succ":
		op.succ, err = d.bool()
	case "liveKVs", "deadKVs":
		err = d.p.array("the keys and values of a range", d.found)
	default:
		err = d.p.skip()
	}
	return err
}

func (d *viperDecoder) kind(what string) (string, error) {
	d.p.peek()
	at := d.p.at
	text, err := d.p.text()
	if err != nil {
		return "", err
	}
	switch string(text) {
	case "r", "w", "i", "d", "range":
		return d.texts.of(text), nil
	}
	return "", mistakef(at, "expected %s, got %q", what, text)
}

// found reads a key and value that a range returned: {"id":2,"sk":2,"val":7}.
func (d *viperDecoder) found() error {
	from, key, value := d.p.at, int32(-1), int32(-1)
	err := d.p.object(`{"id":key,"val":value}`, func(name []byte) (err error) {
		switch string(name) {
		case "id":
			key, err = d.key()
		case "val":
			value, err = d.stored()
		default:
			err = d.p.skip()
		}
		return err
	})
	if err == nil && (key < 0 || value < 0) {
		err = mistakef(from, `expected both "id" and "val"`)
	}
	if err == nil {
		d.ranges = append(d.ranges, len(d.d.ops))
		d.d.add(history.Read, key, value)
	}
	return err
}

func (d *viperDecoder) key() (int32, error) {
	const what = "a key that is an integer or a string"
	d.p.peek()
	at := d.p.at
	s, err := d.p.scalar(what)
	if err != nil {
		return 0, err
	}
	if s.kind != history.Int && s.kind != history.String {
		return 0, mistakef(at, "expected %s, got %s", what, s.value())
	}
	return s.keyID(d.b), nil
}

// stored reads a value, the hash of what is stored; null is the initial one.
func (d *viperDecoder) stored() (int32, error) {
	const what = "a value that is an integer or null"
	d.p.peek()
	at := d.p.at
	s, err := d.p.scalar(what)
	if err == nil && s.kind != history.Int && s.kind != history.Nil {
		err = mistakef(at, "expected %s, got %s", what, s.value())
	}
	if err != nil {
		return 0, err
	}
	return s.valueID(d.b), nil
}

func (d *viperDecoder) bool() (bool, error) {
	d.p.peek()
	switch {
	case d.p.word("true"):
		return true, nil
	case d.p.word("false"):
		return false, nil
	}
	return false, d.p.expected("true or false")
}

// take adds what an operation did. An insert and a delete look at the key
// first.
func (d *viperDecoder) take(op viperOp, what string) error {
	switch {
	case op.kind == "range":
		return nil
	case op.kind == "" || op.key < 0 || op.value < 0:
		return mistakef(op.from, "expected %s", what)
	case op.kind == "r":
		d.d.add(history.Read, op.key, op.value)
		return nil
	case op.kind != "w" && op.read >= 0:
		d.d.add(history.Read, op.key, op.read)
	}
	if op.succ {
		d.d.add(history.Write, op.key, op.value)
	}
	return nil
}
