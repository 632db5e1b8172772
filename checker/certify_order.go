package checker

import (
	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// knownOrder reports whether the history says that version a of key k is before
// version b: the lists that were read have their elements in this order, or b's
// transaction read a before it wrote the key, or there is a chain of such.
func (c *certifier) knownOrder(k int32, a, b rawWrite) bool {
	if a.txn == b.txn {
		return false
	}
	if c.h.IsList(k) && c.listed(k, c.h.OpValue(a.op), c.h.OpValue(b.op)) {
		return true
	}
	return c.updated(k, b.txn) == a.txn || c.chain(k).above(a.txn, b.txn)
}

// listPlaces is where the elements of a list are in the reads of it.
type listPlaces struct {
	at map[int32][]listPlace
}

// listPlace is a position in a read. Read 0 is the longest.
type listPlace struct{ read, position int32 }

// listed reports whether lists that were read have element a before element b. In
// a versioned list elements that nobody read come after those in the longest
// read.
func (c *certifier) listed(k, a, b int32) bool {
	if _, ok := c.onlyAppend(k, a); !ok {
		return false
	}
	at := c.listPlaces(k).at
	if len(at[b]) == 0 {
		return c.lists == axioms.Versioned && len(at[a]) > 0
	}
	if _, ok := c.onlyAppend(k, b); !ok {
		return false
	}
	j := 0
	for _, p := range at[a] {
		for j < len(at[b]) && at[b][j].read < p.read {
			j++
		}
		if j < len(at[b]) && at[b][j].read == p.read && p.position < at[b][j].position {
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
	l.add(0, c.h.Longest(k))
	for i, list := range c.divergent[k] {
		l.add(int32(i)+1, list)
	}
	c.places[k] = l
	return l
}

func (l *listPlaces) add(read int32, list []int32) {
	for i, v := range list {
		l.at[v] = append(l.at[v], listPlace{read, int32(i)})
	}
}

// updated returns the transaction whose version of key k transaction t read
// before it wrote one itself, or Init if there is none or it is not certain.
func (c *certifier) updated(k, t int32) int32 {
	if c.h.Status(t) != history.Committed {
		return dependency.Init
	}
	txn := c.txn(t)
	read, ok := txn.firstRead[k]
	if _, wrote := txn.firstWrite[k]; !ok || !wrote {
		return dependency.Init
	}
	w, ok := c.source(t, read)
	if !ok {
		return dependency.Init
	}
	return w.txn
}

// updateChains is the forest of read-modify-writes of a key: the parent of a
// transaction is the one whose version it read and overwrote. A transaction is
// above another one if it began before it and ended after it in one walk through
// the forest.
type updateChains struct{ began, ended map[int32]int32 }

// above reports whether a chain leads from a to b.
func (u *updateChains) above(a, b int32) bool {
	first, known := u.began[a]
	return known && u.began[b] > first && u.ended[b] < u.ended[a]
}

// chain returns the forest of key k. The first call takes time linear in the
// operations of the key's writers.
func (c *certifier) chain(k int32) *updateChains {
	if u, ok := c.chains[k]; ok {
		return u
	}
	children := map[int32][]int32{}
	var open []int32
	for _, t := range c.writers[k] {
		if parent := c.updated(k, t); parent >= 0 {
			children[parent] = append(children[parent], t)
		} else {
			open = append(open, t)
		}
	}
	u := &updateChains{began: map[int32]int32{}, ended: map[int32]int32{}}
	u.walk(open, children)
	c.chains[k] = u
	return u
}

// walk numbers the beginnings and the ends of a walk from each of open. What is
// only on a cycle of reads is never reached.
func (u *updateChains) walk(open []int32, children map[int32][]int32) {
	clock := int32(0)
	for len(open) > 0 {
		t := open[len(open)-1]
		clock++
		if _, began := u.began[t]; began {
			u.ended[t] = clock
			open = open[:len(open)-1]
			continue
		}
		u.began[t] = clock
		open = append(open, children[t]...)
	}
}
