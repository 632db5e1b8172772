package checker

import (
	"index/suffixarray"
	"slices"
	"sort"

	"visar/history"
)

// text finds what crashes took from key k, which holds text: what somebody put there, or
// put at the end of it, is lost where a read after the crash does not have it in it,
// though nothing can have replaced the whole between, and no read since has it. A text
// that occurs in others that were written, or may be made of the ends of others, is not
// taken for read.
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
	texts := f.textsOf(k, writes)
	for _, w := range writes {
		content := f.content(w.value)
		if len(content) == 0 {
			continue
		}
		t := texts.of(content)
		f.write(k, w, t.seen, t.alone, func(from int64) int32 {
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

// texts are those that were written to a key and those that were read of it.
type texts struct {
	*lossFinder
	written, read *within
	readers       []readers // by text that was read
	last          [256]bool // the bytes with which written ones end
	known         map[string]text
}

// text is what is known of one that was written: who read it, and whether nothing else
// can have been read for it.
type text struct {
	seen  readers
	alone bool
}

func (f *lossFinder) textsOf(k int32, writes []keyWrite) *texts {
	t := &texts{lossFinder: f, known: map[string]text{}}
	written := [][]byte{f.content(history.Initial)}
	for _, w := range writes {
		written = append(written, f.content(w.value))
	}
	for _, content := range written {
		if len(content) > 0 {
			t.last[content[len(content)-1]] = true
		}
	}
	var read [][]byte
	seen := f.seenInRegister(k)
	for _, r := range f.reads[k] {
		if by, ok := seen[r.value]; ok {
			read, t.readers = append(read, f.content(r.value)), append(t.readers, by)
			delete(seen, r.value) // each value once
		}
	}
	t.written, t.read = newWithin(written), newWithin(read)
	return t
}

// of returns what is known of the text with this content, which is not empty.
func (t *texts) of(content []byte) text {
	if x, ok := t.known[string(content)]; ok {
		return x
	}
	x := text{seen: nobody}
	for _, i := range t.read.places(content) {
		x.seen = t.both(x.seen, t.readers[i])
	}
	// Where it is made of several, one of these ends within it.
	x.alone = len(t.written.places(content)) == 1 &&
		!slices.ContainsFunc(content[:len(content)-1], func(b byte) bool { return t.last[b] })
	t.known[string(content)] = x
	return x
}

// within finds texts within several others, which a suffix array has one after the
// other.
type within struct {
	index *suffixarray.Index
	ends  []int
}

func newWithin(all [][]byte) *within {
	w := &within{index: suffixarray.New(slices.Concat(all...))}
	end := 0
	for _, content := range all {
		end += len(content)
		w.ends = append(w.ends, end)
	}
	return w
}

// places returns, ascending, which of the others have content in them, once for each
// place.
func (w *within) places(content []byte) []int {
	var all []int
	for _, offset := range w.index.Lookup(content, -1) {
		if i := sort.SearchInts(w.ends, offset+1); offset+len(content) <= w.ends[i] {
			all = append(all, i)
		}
	}
	slices.Sort(all)
	return all
}
