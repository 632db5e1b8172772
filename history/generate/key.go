package generate

import "math/rand/v2"

// position is the place of a commit: of the commits of its site, from 1.
type position struct{ site, seq int32 }

// version is what a transaction left of a key.
type version struct {
	position
	value int32 // of a register; the length of a list
}

// element is an element of a list and the commit that appended it.
type element struct {
	position
	value int32
}

// key is a key of the store.
type key struct {
	id      int32 // in the history
	planned int32 // writes that transactions were given to do
	written int32 // values that were written
	// versions are in arbitration order, without those that no later transaction
	// can read.
	versions []version
	list     []element // of a list, in arbitration order

	held held
}

// held is what the transaction that runs knows of a key.
type held struct {
	txn    int32   // the number of the last transaction that used the key
	writes bool    // the transaction will write it
	read   bool    // it has read it or, a register, written it
	value  int32   // of a register
	list   []int32 // what it saw of a list
	own    []int32 // what it appended to that
}

// latest returns the version of k that wins, and whether there is one.
func (k *key) latest() (version, bool) {
	if len(k.versions) == 0 {
		return version{}, false
	}
	return k.versions[len(k.versions)-1], true
}

// visible returns the value of the latest version that view includes, or 0, the
// initial one.
func (k *key) visible(view []int32) int32 {
	for i := len(k.versions) - 1; i >= 0; i-- {
		if v := k.versions[i]; v.seq <= view[v.site] {
			return v.value
		}
	}
	return 0
}

// install adds a version. Before it takes more memory for that, it drops the
// versions older than one that every later transaction sees, which horizon
// includes.
func (k *key) install(v version, horizon []int32) {
	if len(k.versions) == cap(k.versions) {
		k.prune(horizon)
	}
	k.versions = append(k.versions, v)
}

// prune drops versions where that frees half of the memory, so that it costs
// little in the long run.
func (k *key) prune(horizon []int32) {
	for i := len(k.versions) - 1; i >= len(k.versions)/2; i-- {
		if old := k.versions[i]; old.seq <= horizon[old.site] {
			k.versions = k.versions[:copy(k.versions, k.versions[i:])]
			return
		}
	}
}

// keys are the keys in use, each in a slot that is chosen more or less often.
type keys struct {
	slots     []*key
	choice    *sampler // nil for all alike
	maxWrites int32
	fresh     func() *key
}

func newKeys(cfg Config, fresh func() *key) *keys {
	k := &keys{slots: make([]*key, cfg.Keys), maxWrites: int32(cfg.MaxWrites), fresh: fresh}
	switch cfg.Distribution {
	case "zipf":
		k.choice = newSampler(zipfWeights(cfg.Keys, cfg.Exponent))
	case "hotspot":
		k.choice = newSampler(hotspotWeights(cfg.Keys))
	}
	return k
}

// choose returns a key to use. One that was written often enough gives its slot
// to a fresh one.
func (k *keys) choose(rng *rand.Rand) *key {
	var slot int32
	if k.choice != nil {
		slot = k.choice.draw(rng)
	} else {
		slot = rng.Int32N(int32(len(k.slots)))
	}
	if old := k.slots[slot]; old == nil || old.planned >= k.maxWrites {
		k.slots[slot] = k.fresh()
	}
	return k.slots[slot]
}
