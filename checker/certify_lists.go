package checker

import "visar/axioms"

// listPlaces is where the elements of a list are in the reads of it that differ.
// Read 0 is the longest.
type listPlaces struct {
	at      map[int32][]listPlace
	readers [][]rawWrite // by read: who returned it; of logs only
}

type listPlace struct{ read, position int32 }

// listed reports whether lists that were read say that append a to list k is
// before append b: they have the elements in this order. In a versioned list
// elements that nobody read come after those in the longest read.
func (c *certifier) listed(k int32, a, b rawWrite) bool {
	x, y := c.h.OpValue(a.op), c.h.OpValue(b.op)
	if _, ok := c.onlyAppend(k, x); !ok {
		return false
	}
	l := c.listPlaces(k)
	if c.lists == axioms.Versioned && len(l.at[y]) == 0 {
		return len(l.at[x]) > 0
	}
	if _, ok := c.onlyAppend(k, y); !ok {
		return false
	}
	next := l.at[y]
	for _, p := range l.at[x] {
		for len(next) > 0 && next[0].read < p.read {
			next = next[1:]
		}
		if len(next) == 0 || next[0].read != p.read {
			if c.unseenBy(l.readers[p.read], a.txn) {
				return true
			}
		} else if p.position < next[0].position {
			return true
		}
	}
	return false
}

// unseenBy reports whether one of the readers of a log, which shows an append by
// transaction a and lacks one by another, says that a is before that other one,
// b. Under PREFIX whatever is before a would be visible to a reader that sees a.
// Under NOCONFLICT one of a and b sees the other, and if that is a, then so does
// a reader that sees a under TRANSVIS, or that is a.
func (c *certifier) unseenBy(readers []rawWrite, a int32) bool {
	for _, r := range readers {
		own := r.txn == a && c.has(axioms.NOCONFLICT)
		other := r.txn != a && (c.has(axioms.PREFIX) || c.has(axioms.TRANSVIS|axioms.NOCONFLICT))
		if (own || other) && c.fromView(r.txn, r.op) {
			return true
		}
	}
	return false
}

// listPlaces returns the places of the elements of list k. Of versioned lists
// the longest read counts alone, of logs each read by a committed transaction.
func (c *certifier) listPlaces(k int32) *listPlaces {
	if l, ok := c.places[k]; ok {
		return l
	}
	l := &listPlaces{at: map[int32][]listPlace{}}
	l.add(c.h.Longest(k))
	for _, r := range c.logReads[k] {
		list, prefix := c.h.ListRead(r.op)
		if prefix {
			l.readers[0] = append(l.readers[0], r)
			continue
		}
		l.add(list)
		l.readers[len(l.readers)-1] = []rawWrite{r}
	}
	c.places[k] = l
	return l
}

func (l *listPlaces) add(list []int32) {
	read := int32(len(l.readers))
	l.readers = append(l.readers, nil)
	for i, v := range list {
		l.at[v] = append(l.at[v], listPlace{read, int32(i)})
	}
}
