package checker

import "visar/history/dependency"

// updateChainKeys are the registers whose order of versions the writers reveal:
// each but the first has read a version that no other writer of the key has read.
// These steps make one chain of them, or a cycle, which what is known already
// shows.
type updateChainKeys struct {
	steps   []int32  // by key: writers that read the version before their own
	read    []uint64 // by write, a bit: such a writer has read it
	later   []uint64 // by write, a bit: its writer is one
	another []bool   // by key: two of them have read the same version
}

func newUpdateChainKeys(r *dependency.Resolved) updateChainKeys {
	keys := r.History.Keys()
	bits := (len(r.Writes) + 63) / 64
	return updateChainKeys{steps: make([]int32, keys), read: make([]uint64, bits), later: make([]uint64, bits), another: make([]bool, keys)}
}

// add notes that the writer of write own of key k has read write w of it.
func (c *updateChainKeys) add(k, w, own int32) {
	c.steps[k]++
	c.later[own/64] |= 1 << (own % 64)
	if c.read[w/64]>>(w%64)&1 == 1 {
		c.another[k] = true
	}
	c.read[w/64] |= 1 << (w % 64)
}

// first reports whether the writer of write w read no other writer's version of the key.
func (c *updateChainKeys) first(w int32) bool { return c.later[w/64]>>(w%64)&1 == 0 }

// has reports whether the writers of key k, so many, are a chain.
func (c *updateChainKeys) has(k int32, writers int) bool {
	return !c.another[k] && int(c.steps[k]) == writers-1
}
