package oracle

// The session guarantees of Terry et al. (1994), for transactions over read
// atomic. W has the transactions that write, R those with an external read; w
// is any transaction. Each is judged on all of what is placed: SO may run against
// AR, so the transaction placed last can be either of a pair.

// readYourWrites: a SO b, a ∈ W, b ∈ R ⇒ a VIS b.
func (e *execution) readYourWrites(int) bool {
	for _, b := range e.order {
		if e.readers.has(b) && e.so[b]&e.writers&^e.vis[b] != 0 {
			return false
		}
	}
	return true
}

// monotonicReads: a SO b, both in R, w VIS a ⇒ w VIS b.
func (e *execution) monotonicReads(int) bool {
	for _, b := range e.order {
		for _, a := range e.order {
			both := e.so[b].has(a) && e.readers.has(a) && e.readers.has(b)
			if both && e.vis[a]&^e.vis[b] != 0 {
				return false
			}
		}
	}
	return true
}

// monotonicWrites: a SO b, both in W ⇒ a AR b; and if b VIS c, c ∈ R, then
// a VIS c.
func (e *execution) monotonicWrites(int) bool {
	for _, b := range e.order {
		if !e.writers.has(b) {
			continue
		}
		earlier := e.so[b] & e.writers
		if earlier&^e.before[b] != 0 {
			return false
		}
		for _, c := range e.order {
			if e.readers.has(c) && e.vis[c].has(b) && earlier&^e.vis[c] != 0 {
				return false
			}
		}
	}
	return true
}

// writesFollowReads: w VIS a, a ∈ R, a = b or a SO b, b ∈ W ⇒ w AR b; and if
// b VIS c, then w VIS c.
func (e *execution) writesFollowReads(int) bool {
	for _, b := range e.order {
		if !e.writers.has(b) {
			continue
		}
		var read txnSet
		for _, a := range e.order {
			if e.readers.has(a) && (a == b || e.so[b].has(a)) {
				read |= e.vis[a]
			}
		}
		if read&^e.before[b] != 0 {
			return false
		}
		for _, c := range e.order {
			if e.vis[c].has(b) && read&^e.vis[c] != 0 {
				return false
			}
		}
	}
	return true
}
