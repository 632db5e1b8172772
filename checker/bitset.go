package checker

import "math/bits"

// bitset is a set of small numbers whose least member is found fast: words has a
// bit for each number, and any one for each word that is not empty.
type bitset struct {
	words, any []uint64
	from       int // words of any before it are empty
}

func newBitset(size int) bitset {
	words := (size + 63) / 64
	return bitset{words: make([]uint64, words), any: make([]uint64, (words+63)/64)}
}

func (b *bitset) add(n int32) {
	w := uint32(n) / 64
	b.words[w] |= 1 << (uint32(n) % 64)
	b.any[w/64] |= 1 << (w % 64)
	b.from = min(b.from, int(w/64))
}

func (b *bitset) remove(n int32) {
	w := uint32(n) / 64
	if b.words[w] &^= 1 << (uint32(n) % 64); b.words[w] == 0 {
		b.any[w/64] &^= 1 << (w % 64)
	}
}

// takeFirst removes the least number and returns it, or -1 if there is none.
func (b *bitset) takeFirst() int32 {
	for ; b.from < len(b.any); b.from++ {
		if b.any[b.from] == 0 {
			continue
		}
		w := 64*b.from + bits.TrailingZeros64(b.any[b.from])
		n := int32(64*w + bits.TrailingZeros64(b.words[w]))
		b.remove(n)
		return n
	}
	return -1
}
