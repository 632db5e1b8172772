package axioms

import (
	"math/bits"

	"visar/history"
)

// bitRows hold a block of consecutive places, a bit for each. Going through all
// blocks takes n*n/64 steps for each union that a transaction takes part in, and
// a block no more than blockBytes.
type bitRows struct {
	v      *view
	lo, hi int32 // the block
	words  int   // of a row
	bits   []uint64
	// heavy has, for the keys with many writers in the block, these as bits: for
	// them going through the bits is faster than going through the writers.
	heavy map[int32][]uint64
}

func newBits(v *view, rows int32) *bitRows {
	n := int32(len(v.Order))
	words := max(1, min((len(v.Order)+63)/64, blockBytes/8/max(1, int(rows))))
	return &bitRows{v: v, lo: n, hi: n, words: words, bits: make([]uint64, int(rows)*words)}
}

func (b *bitRows) next() bool {
	if b.lo == 0 {
		return false
	}
	b.hi = b.lo
	b.lo = max(0, b.hi-int32(64*b.words))
	clear(b.bits)
	b.findHeavy()
	return true
}

func (b *bitRows) from() int32 { return b.lo }

// findHeavy takes time linear in the operations of the block's transactions, and
// memory in their writes.
func (b *bitRows) findHeavy() {
	count := map[int32]int{}
	b.eachWrite(func(_, k int32) { count[k]++ })
	b.heavy = map[int32][]uint64{}
	b.eachWrite(func(i, k int32) {
		if count[k] <= b.words {
			return
		}
		if b.heavy[k] == nil {
			b.heavy[k] = make([]uint64, b.words)
		}
		set(b.heavy[k], i-b.lo)
	})
}

func (b *bitRows) eachWrite(f func(i, k int32)) {
	for i := b.lo; i < b.hi; i++ {
		lo, hi := b.v.h.Ops(b.v.Order[i])
		for op := lo; op < hi; op++ {
			if b.v.h.OpKind(op) != history.Read {
				f(i, b.v.h.OpKey(op))
			}
		}
	}
}

func set(row []uint64, n int32) { row[n>>6] |= 1 << (n & 63) }

func (b *bitRows) row(i int32) []uint64 { return b.bits[int(i)*b.words : (int(i)+1)*b.words] }

func (b *bitRows) has(row, place int32) bool {
	n := place - b.lo
	return n >= 0 && place < b.hi && b.row(row)[n>>6]>>(n&63)&1 == 1
}

func (b *bitRows) see(row, place int32) bool {
	if place < b.lo || place >= b.hi || b.has(row, place) {
		return false
	}
	set(b.row(row), place-b.lo)
	return true
}

func (b *bitRows) join(row, other int32) bool {
	grew := uint64(0)
	into, from := b.row(row), b.row(other)
	for w, x := range from {
		grew |= x &^ into[w]
		into[w] |= x
	}
	return grew != 0
}

func (b *bitRows) seeWriters(row, k, i int32) bool {
	grew := false
	if mask := b.heavy[k]; mask != nil && i >= b.hi {
		into := b.row(row)
		for w, x := range mask {
			grew = grew || x&^into[w] != 0
			into[w] |= x
		}
		return grew
	}
	w := b.v.writes()
	for j := w.before(k, min(i, b.hi)); j >= w.first[k] && w.place[j] >= b.lo; j-- {
		grew = b.see(row, w.place[j]) || grew
	}
	return grew
}

// latestSteps is how many writers of a key are tried one by one before they are
// looked up together: the latest one is nearly always among the first few.
var latestSteps = 64

func (b *bitRows) latest(row, k, floor int32) int32 {
	w := b.v.writes()
	mask, steps := b.heavy[k], 0
	for j := w.before(k, b.hi); j >= w.first[k] && w.place[j] >= b.lo && w.place[j] > floor; j-- {
		if b.has(row, w.place[j]) {
			return j
		}
		if steps++; steps > latestSteps && mask != nil {
			return b.latestOf(row, k, mask)
		}
	}
	return -1
}

func (b *bitRows) latestOf(row, k int32, mask []uint64) int32 {
	of := b.row(row)
	for n := b.words - 1; n >= 0; n-- {
		if x := of[n] & mask[n]; x != 0 {
			return b.v.writes().before(k, b.lo+int32(64*n+bits.Len64(x)))
		}
	}
	return -1
}

func (b *bitRows) count(row int32) int32 {
	n := 0
	for _, x := range b.row(row) {
		n += bits.OnesCount64(x)
	}
	return int32(n)
}

func (b *bitRows) gap(row int32) int32 {
	for n, x := range b.row(row) {
		if x != ^uint64(0) {
			if p := b.lo + int32(64*n+bits.TrailingZeros64(^x)); p < b.hi {
				return p
			}
		}
	}
	return unbound
}

func (b *bitRows) lacks(other columns, row int32) int32 {
	mine := b.row(row)
	for n, x := range other.(*bitRows).row(row) {
		if missing := x &^ mine[n]; missing != 0 {
			return b.lo + int32(64*n+bits.TrailingZeros64(missing))
		}
	}
	return unbound
}
