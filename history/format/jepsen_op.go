package format

import (
	"slices"

	"visar/history"
)

// opType is Jepsen's :type.
type opType uint8

const (
	opNone opType = iota
	opInvoke
	opOK
	opFail
	opInfo
)

// jepsenOp is one of Jepsen's operations as it lies in the text: what is not
// needed at once is an index there.
type jepsenOp struct {
	typ     opType
	client  bool // process is an integer
	process int64
	procAt  int
	f       []byte // with its colon, or nil
	fAt     int
	value   int // index of the value, or -1
	index   int64
	time    int64
	extras  []ednField
}

// ednField is an entry of the map that is kept without being understood: a name
// and the index of the value.
type ednField struct {
	name     []byte
	from, to int
}

// parse parses the operation that begins at p.at.
func (o *jepsenOp) parse(p *ednText) error {
	extras := o.extras[:0]
	*o = jepsenOp{procAt: -1, value: -1, index: -1, time: history.NoTime, extras: extras}
	p.at++
	for {
		c, err := p.next()
		if err != nil {
			return err
		}
		if c == '}' {
			p.at++
			return nil
		}
		name, err := o.fieldName(p, c)
		if err != nil {
			return err
		}
		if c, err = p.nextInside(); err != nil {
			return err
		}
		from := p.at
		if c == '#' || c == '^' { // a tag, which matters only for fields that are kept
			if _, err := p.next(); err != nil {
				return err
			}
		}
		if err := o.field(p, name, from); err != nil {
			return err
		}
	}
}

// fieldName parses a key of the map, nearly always a keyword.
func (o *jepsenOp) fieldName(p *ednText, c byte) ([]byte, error) {
	switch c {
	case ':':
		name, err := p.token()
		if err != nil {
			return nil, err
		}
		return name[1:], nil
	case '"':
		name, err := p.text()
		return slices.Clone(name), err
	}
	return nil, p.expected("a key of the operation, such as :type")
}

func (o *jepsenOp) field(p *ednText, name []byte, start int) error {
	twice := false
	switch string(name) {
	case "type":
		twice = o.typ != opNone
		if err := o.parseType(p); err != nil {
			return err
		}
	case "process":
		twice = o.procAt >= 0
		o.procAt = p.at
		s, err := o.integerOrSkip(p)
		if err != nil {
			return err
		}
		o.client, o.process = s.kind == history.Int, s.number
	case "f":
		twice = o.f != nil
		o.fAt = p.at
		if err := p.skip(); err != nil {
			return err
		}
		o.f = p.src[o.fAt:p.at]
	case "value":
		twice = o.value >= 0
		o.value = p.at
		return o.orTwice(twice, p, p.skip())
	case "index":
		s, err := o.integerOrSkip(p)
		if err != nil {
			return err
		}
		if s.kind == history.Int {
			o.index = s.number
		}
	case "time":
		s, err := o.integerOrSkip(p)
		if err != nil {
			return err
		}
		if s.kind == history.Int && s.number != -1 {
			o.time = s.number
		}
	default:
		if err := p.skip(); err != nil {
			return err
		}
		o.extras = append(o.extras, ednField{name, start, p.at})
	}
	return o.orTwice(twice, p, nil)
}

func (o *jepsenOp) orTwice(twice bool, p *ednText, err error) error {
	if err == nil && twice {
		return mistakef(p.at, "expected each key of the operation once")
	}
	return err
}

func (o *jepsenOp) parseType(p *ednText) error {
	from := p.at
	if p.src[p.at] == ':' {
		s, err := p.token()
		if err != nil {
			return err
		}
		switch string(s) {
		case ":invoke":
			o.typ = opInvoke
		case ":ok":
			o.typ = opOK
		case ":fail":
			o.typ = opFail
		case ":info":
			o.typ = opInfo
		}
	}
	if o.typ == opNone {
		p.at = from
		return p.expected("a :type that is :invoke, :ok, :fail or :info")
	}
	return nil
}

// integerOrSkip parses an integer; any other form is skipped.
func (o *jepsenOp) integerOrSkip(p *ednText) (scalar, error) {
	if c := p.src[p.at]; c == '-' || c >= '0' && c <= '9' {
		return p.number()
	}
	return scalar{}, p.skip()
}

// check reports what every operation must have and this one lacks.
func (o *jepsenOp) check() error {
	switch {
	case o.typ == opNone:
		return mistakef(0, "expected an operation with a :type, :invoke, :ok, :fail or :info")
	case o.procAt < 0:
		return mistakef(0, "expected an operation with a :process")
	}
	return nil
}
