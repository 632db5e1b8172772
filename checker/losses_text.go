package checker

import (
	"index/suffixarray"
	"sort"

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
	reads, written := f.readTexts(k), f.writtenTexts(writes)
	for _, w := range writes {
		text := f.content(w.value)
		if len(text) == 0 {
			continue
		}
		alone := len(written.index.Lookup(text, 2)) == 1
		f.write(k, w, reads.find(f, text), alone, func(from int64) int32 {
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

// texts are texts one after the other, with a byte between that is in no UTF-8.
type texts struct {
	index *suffixarray.Index
	ends  []int
	by    []readers // of each text
}

func (f *lossFinder) readTexts(k int32) *texts {
	t := &texts{}
	var all []byte
	at := map[int32]int{}
	for _, r := range f.reads[k] {
		i, ok := at[r.value]
		if !ok {
			i = len(t.by)
			at[r.value] = i
			all = append(append(all, f.content(r.value)...), 0xff)
			t.ends, t.by = append(t.ends, len(all)), append(t.by, nobody)
		}
		t.by[i] = f.add(t.by[i], r.txn)
	}
	t.index = suffixarray.New(all)
	return t
}

func (f *lossFinder) writtenTexts(writes []keyWrite) *texts {
	var all []byte
	for _, w := range writes {
		all = append(append(all, f.content(w.value)...), 0xff)
	}
	return &texts{index: suffixarray.New(all)}
}

// find returns who read a text that has the given one in it.
func (t *texts) find(f *lossFinder, text []byte) readers {
	seen := nobody
	for _, at := range t.index.Lookup(text, -1) {
		seen = f.both(seen, t.by[sort.SearchInts(t.ends, at+1)])
	}
	return seen
}
