package linear

import "slices"

// table is a set of configurations: rows of words, the first key of which say the
// state and what took effect, the others how many unknown operations of each class
// did. Of rows with one key none is left that another one has no more of.
type table struct {
	stride, key int
	rows        []uint64
	trails      []int32
	dead        []bool
	live        int
	slots       []int32 // first row of a key and 1, by hash; 0 for free
	same        []int32 // by row: the next one with its key, and 1
}

func (t *table) count() int { return len(t.trails) }

// row returns row n, or nil if it was dropped.
func (t *table) row(n int) []uint64 {
	if t.dead[n] {
		return nil
	}
	return t.rows[n*t.stride : (n+1)*t.stride]
}

func (t *table) held() int64 {
	return int64(cap(t.rows))*8 + int64(cap(t.trails)+cap(t.slots)+cap(t.same))*4 + int64(cap(t.dead))
}

func (t *table) reset() {
	// A table that was large once does not stay so, or clearing it would cost more
	// than what is in it.
	for len(t.slots) > 16 && len(t.slots) > 8*len(t.trails) {
		t.slots = t.slots[:len(t.slots)/2]
	}
	t.rows, t.trails, t.dead, t.same, t.live = t.rows[:0], t.trails[:0], t.dead[:0], t.same[:0], 0
	clear(t.slots)
}

// put adds a copy of row, unless one that is there makes it superfluous.
func (t *table) put(row []uint64, trail int32) {
	if 2*(len(t.trails)+1) > len(t.slots) {
		t.grow()
	}
	at := t.find(row)
	for n := t.slots[at]; n != 0; n = t.same[n-1] {
		other := t.rows[int(n-1)*t.stride : int(n)*t.stride]
		if t.dead[n-1] {
			continue
		}
		if noMore(other[t.key:], row[t.key:]) {
			return
		}
		if noMore(row[t.key:], other[t.key:]) {
			t.dead[n-1] = true
			t.live--
		}
	}
	t.rows = append(t.rows, row...)
	t.trails = append(t.trails, trail)
	t.dead = append(t.dead, false)
	t.same = append(t.same, t.slots[at])
	t.slots[at] = int32(len(t.trails))
	t.live++
}

// noMore reports whether no counter in a exceeds that in b.
func noMore(a, b []uint64) bool {
	for i := range a {
		for s := 0; s < 64; s += 16 {
			if a[i]>>s&0xffff > b[i]>>s&0xffff {
				return false
			}
		}
	}
	return true
}

// find returns the slot of the row's key: where it is, or where it goes.
func (t *table) find(row []uint64) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range row[:t.key] {
		h = (h ^ w) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	mask := uint64(len(t.slots) - 1)
	at := h & mask
	for t.slots[at] != 0 {
		n := int(t.slots[at]-1) * t.stride
		if slices.Equal(t.rows[n:n+t.key], row[:t.key]) {
			break
		}
		at = (at + 1) & mask
	}
	return at
}

func (t *table) grow() {
	t.slots = make([]int32, max(16, 2*len(t.slots)))
	t.chain()
}

// chain enters every row again.
func (t *table) chain() {
	for n := range t.trails {
		at := t.find(t.rows[n*t.stride : (n+1)*t.stride])
		t.same[n] = t.slots[at]
		t.slots[at] = int32(n) + 1
	}
}

func (t *table) setBit(n, b int) { t.rows[n*t.stride+1+b/64] |= 1 << (b % 64) }

// rehash enters the rows again after bits of them were set. Rows that differed
// still differ: the same bit was set in all that are in one state.
func (t *table) rehash() {
	clear(t.slots)
	t.chain()
}
