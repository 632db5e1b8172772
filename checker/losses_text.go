package checker

import (
	"bytes"
	"math/bits"
	"slices"

	"visar/history"
)

// text finds what crashes took from key k, which holds text: what somebody put there, or
// put at the end of it, is lost where a read after the crash does not have it in it,
// though nothing can have replaced the whole between, and no read since has it. A text
// that occurs in others that were written is not taken for read.
func (f *lossFinder) text(k int32) {
	writes := f.writes[k]
	for _, c := range f.calls[k] {
		if c.Func == history.Extend && f.effective(c) {
			writes = append(writes, keyWrite{c.txn, c.Args[0], -1})
		}
	}
	var replacing []int32
	for _, w := range f.writes[k] {
		replacing = append(replacing, w.txn)
	}
	replaced := f.spansOf(replacing)
	texts := newTexts()
	for _, w := range writes {
		texts.want(f.content(w.value))
	}
	for _, w := range writes {
		texts.in(f.content(w.value), func(t *text) { t.written++ })
	}
	for v, r := range f.seenInRegister(k) {
		texts.in(f.content(v), func(t *text) { t.seen = f.both(t.seen, r) })
	}
	for _, w := range writes {
		t := texts.of(f.content(w.value))
		if t == nil {
			continue
		}
		f.write(k, w, t.seen, t.written == 1, func(from int64) int32 {
			missing := f.firstRead(k, from)
			if missing >= 0 && replaced.between(f.h.Start(w.txn), f.endOf(missing), w.txn) {
				return -1
			}
			return missing
		})
	}
}

// content is the text that a register with value v holds.
func (f *lossFinder) content(v int32) []byte {
	switch x := f.h.Value(v); x.Kind() {
	case history.Nil:
		return nil
	case history.String, history.Other:
		return []byte(x.Text())
	default:
		return []byte(x.String())
	}
}

// texts finds texts in others, by hashes of all parts that are as long (Karp and Rabin,
// IBM Journal 1987). It takes time linear in the others for each length of a text.
type texts struct {
	lengths []int
	byHash  map[uint64][]*text
}

// text is one that was written, with how often it occurs in those, and who read it.
type text struct {
	content []byte
	written int
	seen    readers
}

func newTexts() *texts { return &texts{byHash: map[uint64][]*text{}} }

// of returns the text with this content, or nil; nothing is no text.
func (t *texts) of(content []byte) *text { return t.at(hashOf(content), content) }

func (t *texts) at(hash uint64, content []byte) *text {
	for _, x := range t.byHash[hash] {
		if bytes.Equal(x.content, content) {
			return x
		}
	}
	return nil
}

// want adds a text.
func (t *texts) want(content []byte) {
	if len(content) == 0 || t.of(content) != nil {
		return
	}
	hash := hashOf(content)
	t.byHash[hash] = append(t.byHash[hash], &text{content: content, seen: nobody})
	if !slices.Contains(t.lengths, len(content)) {
		t.lengths = append(t.lengths, len(content))
	}
}

// in calls f for every place at which one of the texts is in content.
func (t *texts) in(content []byte, f func(*text)) {
	for _, n := range t.lengths {
		if n > len(content) {
			continue
		}
		first := uint64(1) // what the first byte of a part counts
		for range n {
			first = times(first, hashBase)
		}
		hash := hashOf(content[:n])
		for i := 0; ; i++ {
			if x := t.at(hash, content[i:i+n]); x != nil {
				f(x)
			}
			if i+n == len(content) {
				break
			}
			gone := times(first, uint64(content[i])+1)
			hash = (times(hash, hashBase) + uint64(content[i+n]) + 1 + hashPrime - gone) % hashPrime
		}
	}
}

// Hashes are polynomials of the bytes modulo a prime.
const (
	hashPrime = 1<<61 - 1
	hashBase  = 0x1d8af066f6c6e1c5
)

func hashOf(content []byte) uint64 {
	hash := uint64(0)
	for _, b := range content {
		hash = (times(hash, hashBase) + uint64(b) + 1) % hashPrime
	}
	return hash
}

func times(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, rest := bits.Div64(hi, lo, hashPrime)
	return rest
}
