package checker

import (
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
	if c.h.IsList(k) && c.listed(k, a, b) {
		return true
	}
	return c.updated(k, b.txn) == a.txn || c.chain(k).above(a.txn, b.txn)
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
