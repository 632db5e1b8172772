package format

import "visar/history"

// liftedOps parses a transaction that jepsen.independent has lifted,
// [5 [[:r 3 [1]] [:append 3 2]]]. Its keys are pairs, [5 3]: what has the same
// name beside another key is something else.
func (d *jepsenReader) liftedOps() (bool, error) {
	const pair = "a pair [key [[:r key value] …]], as the option independent wants"
	p := &d.p
	c, err := p.next()
	if err != nil {
		return false, err
	}
	if c != '[' && c != '(' {
		return false, p.expected(pair)
	}
	p.at++
	if _, err := p.next(); err != nil {
		return false, err
	}
	from := p.at
	if err := p.skip(); err != nil {
		return false, err
	}
	lift, err := canonicalEDN(p.src[from:p.at], from)
	if err != nil {
		return false, err
	}
	d.lift = append(d.lift[:0], lift...)
	err = d.microOps()
	d.lift = d.lift[:0]
	if err != nil {
		return false, err
	}
	if last, err := p.next(); err != nil || last != closerOf(c) {
		return false, p.expected("the end of " + pair)
	}
	return true, nil
}

// isLifted reports whether a pair of a key and micro-operations comes next.
func isLifted(p ednText) bool {
	c, err := p.next()
	if err != nil || c != '[' && c != '(' {
		return false
	}
	p.at++
	if _, err := p.next(); err != nil {
		return false
	}
	return p.skip() == nil && isMicroOps(p)
}

// keyID returns the id of a key of a transaction.
func (d *jepsenReader) keyID(key scalar) int32 {
	if len(d.lift) == 0 {
		return key.keyID(d.b)
	}
	text := append(append([]byte{'['}, d.lift...), ' ')
	return d.b.KeyText(append(appendEDN(text, key.value()), ']'))
}

// registerKey returns the register that the operation names in :key, or else the
// one of histories that name none.
func (d *jepsenReader) registerKey() (int32, error) { return d.callKey(history.CAS) }
