package checker

import (
	"slices"
)

// openSibling is a visible write that a read did not return, where several that it
// did return may have replaced it.
type openSibling struct {
	read  *siblingRead
	write int32
}

// saturate adds what the reads force until nothing is added. It returns what cannot
// be, or else the first choice that is open.
func (s *siblings) saturate(steps *[]SiblingStep) (*SiblingBreach, *openSibling) {
	for {
		if !s.runClocks() {
			return &SiblingBreach{Kind: SiblingCycle, Op: -1, Write: -1, Other: -1}, nil
		}
		added := false
		var open *openSibling
		for i := range s.reads {
			r := &s.reads[i]
			b, missing := s.judge(r)
			switch {
			case b != nil:
				return b, nil
			case missing >= 0 && len(r.from) == 1:
				s.seen[r.from[0]] = append(s.seen[r.from[0]], missing)
				*steps = append(*steps, SiblingStep{Op: r.op, Replaced: missing, By: r.from[0]})
				added = true
			case missing >= 0 && open == nil:
				open = &openSibling{r, missing}
			}
		}
		if !added {
			return nil, open
		}
	}
}

// judge returns what is wrong with a read, or a visible write of the key that it did
// not return and that nothing is known to have replaced, or -1.
func (s *siblings) judge(r *siblingRead) (b *SiblingBreach, missing int32) {
	if r.unwritten >= 0 {
		return &SiblingBreach{Kind: SiblingUnwritten, Op: r.op, Write: -1, Other: -1, Value: r.unwritten}, -1
	}
	for _, w := range r.from {
		for _, by := range r.from {
			if w != by && s.sees(by, w) {
				return &SiblingBreach{Kind: SiblingOverwritten, Op: r.op, Write: w, Other: by}, -1
			}
		}
	}
	missing = -1
	for _, c := range sortedChains(s.writers[r.key]) {
		u := s.lastVisible(r, c)
		if u < 0 || slices.Contains(r.from, u) {
			continue
		}
		if b := s.judgeMissing(r, u); b != nil {
			return b, -1
		}
		if missing < 0 && !slices.ContainsFunc(r.from, func(w int32) bool { return s.sees(w, u) }) {
			missing = u
		}
	}
	return nil, missing
}

// judgeMissing says what is wrong if u is visible to the read and not among what it
// returned.
func (s *siblings) judgeMissing(r *siblingRead, u int32) *SiblingBreach {
	if len(r.from) == 0 {
		return &SiblingBreach{Kind: SiblingLost, Op: r.op, Write: u, Other: -1}
	}
	for _, w := range r.from {
		if s.sees(u, w) {
			return &SiblingBreach{Kind: SiblingOverwritten, Op: r.op, Write: w, Other: u}
		}
	}
	return nil
}

func sortedChains(writers map[int32][]int32) []int32 {
	var all []int32
	for c := range writers {
		all = append(all, c)
	}
	slices.Sort(all)
	return all
}

// lastVisible returns the last writer of the key in chain c that the reader sees, or
// -1. The earlier ones of the chain it replaced.
func (s *siblings) lastVisible(r *siblingRead, c int32) int32 {
	writers := s.writers[r.key][c]
	n, _ := slices.BinarySearchFunc(writers, s.clock(r.txn)[c], func(w, seen int32) int {
		if s.place[w] < seen {
			return -1
		}
		return 1
	})
	if n == 0 {
		return -1
	}
	return writers[n-1]
}
