package checker

import "slices"

// openPair is a pair of writes of one key whose order saturation left open; a is
// the write of the lower index.
type openPair struct{ a, b int32 }

// maxOpenPairs bounds the pairs that are handed to the search: some gigabytes.
const maxOpenPairs = 16 << 20

// openPairs returns the pairs of writes whose order is open, in a fixed order, or
// false if there are too many. Where arbitration is total and visibility follows
// from it (TOTALVIS, PREFIX alone), the order of two versions that nobody read
// is of no account.
func (s *saturation) openPairs() ([]openPair, bool) {
	if !s.worthwhile() {
		return s.allPairs()
	}
	if blockWidth(s.total, s.cover.count) < s.cover.count {
		return s.openInBlocks()
	}
	var pairs []openPair
	most := s.pairsAllowed()
	var heights []int32
	for k := range s.groups.keys() {
		if s.groups.has(k) && s.ctx.Err() == nil {
			heights = s.heightsOf(k, heights)
			pairs = s.openOf(k, heights, pairs)
		}
		if len(pairs) > most {
			return nil, false
		}
	}
	sortPairs(pairs)
	return pairs, true
}

func sortPairs(pairs []openPair) {
	packed := make([]uint64, len(pairs))
	for i, p := range pairs {
		packed[i] = uint64(p.a)<<32 | uint64(p.b)
	}
	slices.Sort(packed)
	for i, x := range packed {
		pairs[i] = openPair{int32(x >> 32), int32(x)}
	}
}

// heightsOf returns, group by group of key k, the height of its chain at the
// commit of each writer of the key.
func (s *saturation) heightsOf(k int32, buf []int32) []int32 {
	lo, hi := s.groups.span(k)
	gs := s.groups.of(k)
	writers := int(hi - lo)
	buf = slices.Grow(buf[:0], writers*len(gs))[:writers*len(gs)]
	for b := range writers {
		row := s.outer.row(s.shape.commit(s.groups.nodes[int(lo)+b]))
		for i, g := range gs {
			buf[i*writers+b] = row[g.chain]
		}
	}
	return buf
}

// openOf adds the open pairs of key k. For a writer of one chain those of another
// one that are open are in a row, and both ends of it rise along the first chain.
func (s *saturation) openOf(k int32, heights []int32, pairs []openPair) []openPair {
	lo, hi := s.groups.span(k)
	gs := s.groups.of(k)
	writers := hi - lo
	for i, g := range gs {
		ofG := heights[int32(i)*writers:][:writers]
		for j, h := range gs[:i] {
			ofH := heights[int32(j)*writers:][:writers]
			from := h.lo
			for a := g.lo; a < g.hi; a++ {
				own := s.shape.settleHeight(s.groups.places[a])
				for from < h.hi && s.shape.settleHeight(s.groups.places[from]) <= ofH[a-lo] {
					from++ // settled to come before a
				}
				for b := from; b < h.hi && ofG[b-lo] < own; b++ {
					pairs = s.addOpen(a, b, pairs)
				}
			}
		}
	}
	return pairs
}

// addOpen adds a pair of writes, by their indices in groups, if it matters.
func (s *saturation) addOpen(a, b int32, pairs []openPair) []openPair {
	x, y := s.groups.writes[a], s.groups.writes[b]
	if !s.matters(x, y) {
		return pairs
	}
	return append(pairs, openPair{min(x, y), max(x, y)})
}

// openInBlocks is openPairs where not all chains are at hand at once.
func (s *saturation) openInBlocks() ([]openPair, bool) {
	var pairs []openPair
	most := s.pairsAllowed()
	var half [][2]int32 // (w, b): w is not settled before b; b's chain was not at hand
	width := blockWidth(s.total, s.cover.count)
	for lo := int32(0); lo < s.cover.count; lo += width {
		s.open(lo, width)
		for k := range s.groups.keys() {
			if s.groups.has(k) {
				pairs, half = s.openIn(k, pairs, half)
			}
			if len(pairs)+len(half) > most {
				return nil, false
			}
		}
	}
	pairs = append(pairs, matchHalves(half)...)
	sortPairs(pairs)
	return pairs, true
}

// allPairs returns every pair of writes in the groups, of which there are few:
// only those of list versions that nobody read.
func (s *saturation) allPairs() ([]openPair, bool) {
	var pairs []openPair
	most := s.pairsAllowed()
	for k := range s.groups.keys() {
		if !s.groups.has(k) {
			continue
		}
		writes := slices.Clone(s.groups.all(k))
		slices.Sort(writes)
		for i, a := range writes {
			for _, b := range writes[i+1:] {
				pairs = append(pairs, openPair{a, b})
			}
			if len(pairs) > most {
				return nil, false
			}
		}
	}
	return pairs, true
}

// openIn adds the open pairs of key k with one write in the block.
func (s *saturation) openIn(k int32, pairs []openPair, half [][2]int32) ([]openPair, [][2]int32) {
	lo, hi := s.groups.span(k)
	gs := s.groups.of(k)
	settled := s.settledIn(k)
	groupOf := make([]int32, hi-lo)
	for i, g := range gs {
		for a := g.lo; a < g.hi; a++ {
			groupOf[a-lo] = int32(i)
		}
	}
	for b := lo; b < hi; b++ {
		if b&0xff == 0 && s.ctx.Err() != nil {
			return pairs, half // which nobody will look at
		}
		own := groupOf[b-lo]
		for i, g := range gs {
			for a := settled[int(b-lo)*len(gs)+i]; a < g.hi; a++ {
				if a == b || s.groups.nodes[a] == s.groups.nodes[b] || !s.matters(s.groups.writes[a], s.groups.writes[b]) {
					continue
				}
				back := settled[int(a-lo)*len(gs)+int(own)]
				if back == notAtHand {
					half = append(half, [2]int32{s.groups.writes[a], s.groups.writes[b]})
					continue
				}
				if back > b {
					break // b is settled to come before a, and so before the later writes of the chain
				}
				if x, y := s.groups.writes[a], s.groups.writes[b]; x < y {
					pairs = append(pairs, openPair{x, y})
				}
			}
		}
	}
	return pairs, half
}

// notAtHand stands for a group whose chain is not in the block of the clocks.
const notAtHand = 1<<31 - 1

// settledIn returns, for each write of key k and each group, the end of those
// writes of the group that are settled to come before it.
func (s *saturation) settledIn(k int32) []int32 {
	lo, hi := s.groups.span(k)
	gs := s.groups.of(k)
	scale := s.shape.settlers()
	ends := make([]int32, 0, int(hi-lo)*len(gs))
	for b := lo; b < hi; b++ {
		row := s.outer.row(s.shape.commit(s.groups.nodes[b]))
		for _, g := range gs {
			c := g.chain - s.outer.lo
			if uint32(c) >= uint32(len(row)) {
				ends = append(ends, notAtHand)
				continue
			}
			ends = append(ends, s.groups.upto(g, (row[c]-scale.less)>>scale.shift))
		}
	}
	return ends
}

// matters reports whether the order of two writes can make a difference.
func (s *saturation) matters(a, b int32) bool {
	if s.shape != shapeSER && s.shape != shapePC {
		return true
	}
	return len(s.readersOf(a))+len(s.readersOf(b)) > 0
}

// matchHalves returns the pairs that stand in half both ways.
func matchHalves(half [][2]int32) []openPair {
	seen := make(map[[2]int32]bool, len(half))
	var pairs []openPair
	for _, h := range half {
		if seen[[2]int32{h[1], h[0]}] {
			pairs = append(pairs, openPair{min(h[0], h[1]), max(h[0], h[1])})
		}
		seen[h] = true
	}
	return pairs
}
