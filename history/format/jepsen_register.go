package format

import "visar/history"

// register is the key of the one register in histories that name none.
const register = "register"

// registerOp parses an operation on a single register: a transaction of one
// read or write, or of both for a compare-and-set. It reports whether there
// was a value.
func (d *jepsenReader) registerOp(f string, absent bool) (bool, error) {
	if d.opt.Independent {
		return d.independent(f, absent)
	}
	key, err := d.registerKey()
	if err != nil {
		return false, err
	}
	return d.registerValue(f, key, absent)
}

// independent parses an operation on a register lifted by jepsen.independent.
func (d *jepsenReader) independent(f string, absent bool) (bool, error) {
	return d.pair(absent, func(key int32, absent bool) (bool, error) { return d.registerValue(f, key, absent) })
}

// pair parses [key value], as jepsen.independent lifts values; value parses the
// second, unless that is absent.
func (d *jepsenReader) pair(absent bool, value func(key int32, absent bool) (bool, error)) (bool, error) {
	const pair = "a pair [key value], as the option independent wants"
	p := &d.p
	if absent {
		return false, mistakef(d.op.fAt, "expected %s, got no :value", pair)
	}
	c, err := p.next()
	if err != nil {
		return false, err
	}
	if c != '[' && c != '(' {
		return false, p.expected(pair)
	}
	p.at++
	key, err := p.scalar(pair)
	if err != nil {
		return false, err
	}
	id := key.keyID(d.b)
	if _, err := p.next(); err != nil {
		return false, err
	}
	has, err := value(id, p.atNil())
	if err != nil {
		return false, err
	}
	if b, err := p.next(); err == nil && b != closerOf(c) {
		if err := p.skip(); err != nil {
			return false, err
		}
	}
	if last, err := p.next(); err != nil || last != closerOf(c) {
		return false, p.expected("the end of " + pair)
	}
	return has, nil
}

// registerValue parses the value of f on key, or nil if it is absent, which it
// does not consume then.
func (d *jepsenReader) registerValue(f string, key int32, absent bool) (bool, error) {
	completed := d.op.typ == opOK
	switch {
	case f == ":read" && completed && absent:
		d.txn.add(history.Read, key, history.Initial)
		return false, nil
	case f == ":read" && completed && d.atCollection():
		return true, d.callScalar(d.txn.call(history.Get, key), true)
	case f == ":read" && completed:
		return true, d.registerAccess(history.Read, key)
	case f == ":read" || absent && d.op.typ != opInvoke:
		return false, nil
	case absent:
		return false, mistakef(d.op.fAt, "expected the :value of the %s", f)
	case f == ":write":
		return true, d.registerAccess(history.Write, key)
	}
	return true, d.compareAndSet(key)
}

func (d *jepsenReader) registerAccess(kind history.OpKind, key int32) error {
	v, err := d.registerScalar()
	if err == nil {
		d.txn.add(kind, key, v.valueID(d.b))
	}
	return err
}

// compareAndSet parses [old new]. Only one that succeeded has read the old
// value.
func (d *jepsenReader) compareAndSet(key int32) error {
	const what = "the values of a compare-and-set, [old new]"
	p := &d.p
	c, err := p.next()
	if err != nil {
		return err
	}
	if c != '[' && c != '(' {
		return p.expected(what)
	}
	p.at++
	before, err := p.scalar(what)
	if err != nil {
		return err
	}
	if d.op.typ == opOK {
		d.txn.add(history.Read, key, before.valueID(d.b))
	}
	cas := d.txn.call(history.CAS, key)
	cas.Args = append(cas.Args, before.valueID(d.b))
	after, err := p.scalar(what)
	if err != nil {
		return err
	}
	d.txn.add(history.Write, key, after.valueID(d.b))
	cas.Args = append(cas.Args, after.valueID(d.b))
	if last, err := p.next(); err != nil || last != closerOf(c) {
		return p.expected("the end of " + what)
	}
	p.at++
	return nil
}

// registerScalar parses the value of a register. A collection is most likely a
// pair of jepsen.independent, or another workload.
func (d *jepsenReader) registerScalar() (scalar, error) {
	p := &d.p
	c, err := p.next()
	if err != nil {
		return scalar{}, err
	}
	if c == '[' || c == '(' || c == '{' || c == '#' && p.src[p.at+1] == '{' {
		return scalar{}, p.expected("a value that is no collection (pairs [key value] of jepsen.independent need the option independent)")
	}
	return p.scalar("a value")
}

// atCollection reports whether the value is a set or a list of elements, and not
// a pair that the option independent is missing for.
func (d *jepsenReader) atCollection() bool {
	c, err := d.p.next()
	return err == nil && (c == '[' || c == '(' || c == '#' && d.p.at+1 < len(d.p.src) && d.p.src[d.p.at+1] == '{')
}
