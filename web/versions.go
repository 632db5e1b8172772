package web

import (
	"cmp"
	"slices"

	"visar/history"
)

const (
	stripWindow  = 1  // versions shown on each side of one that matters
	stripReaders = 6  // readers of a version that are named
	stripLongest = 24 // versions of a key that are shown
	stripText    = 24 // runes of a value
)

// keyStrip is the versions of a key around those that an anomaly rests on.
type keyStrip struct {
	Key   string        `json:"key"`
	Note  string        `json:"note"`
	Items []versionItem `json:"items"`
}

// versionItem is a version, or so many that are left out.
type versionItem struct {
	Value   string      `json:"v,omitempty"`
	Writer  int32       `json:"w"` // a transaction, or -1
	Hot     bool        `json:"hot,omitempty"`
	Readers []versionBy `json:"r,omitempty"`
	More    int         `json:"more,omitempty"` // readers that are not named
	Omitted int         `json:"omitted,omitempty"`
}

// versionBy is a reader of a version.
type versionBy struct {
	Txn int32 `json:"t"`
	Hot bool  `json:"hot,omitempty"`
}

// keyOp is an operation on a key.
type keyOp struct{ txn, op int32 }

// opsOn returns the operations on some keys, in order of the history, in one pass.
func opsOn(h *history.History, keys map[int32]bool) map[int32][]keyOp {
	on := map[int32][]keyOp{}
	wanted := make([]bool, h.Keys())
	for k := range keys {
		wanted[k] = true
	}
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			if k := h.OpKey(i); wanted[k] {
				on[k] = append(on[k], keyOp{t, i})
			}
		}
	}
	return on
}

// stripper makes the strip of a key.
type stripper struct {
	h     *history.History
	c     *clock
	hot   []int32 // transactions of the anomaly
	all   []versionItem
	index map[int32]int // by value
}

// strip returns the versions of key k that matter to the given transactions and
// those around them.
func (s *stripper) strip(k int32, ops []keyOp) keyStrip {
	s.index = map[int32]int{history.Initial: 0}
	s.all = []versionItem{{Value: "initial", Writer: -1}}
	note := "Versions in the order of their writers' ends: the recording does not say which came first."
	if s.h.IsList(k) {
		note = "Versions in the order that the longest read shows; after them what nobody read."
		for _, v := range s.h.Longest(k) {
			s.add(v, -1)
		}
	}
	s.writers(ops)
	for _, o := range ops {
		if s.h.OpKind(o.op) == history.Read {
			s.reader(o)
		}
	}
	return keyStrip{Key: cutTo(s.h.Key(k).String(), stripText), Note: note, Items: s.windows()}
}

func (s *stripper) add(value, writer int32) int {
	at, ok := s.index[value]
	if !ok {
		at = len(s.all)
		s.index[value] = at
		s.all = append(s.all, versionItem{Value: cutTo(s.h.Value(value).String(), stripText), Writer: writer})
	}
	return at
}

// writers gives each version its writer.
func (s *stripper) writers(ops []keyOp) {
	var writes []keyOp
	for _, o := range ops {
		if s.h.OpKind(o.op) != history.Read {
			writes = append(writes, o)
		}
	}
	slices.SortStableFunc(writes, func(a, b keyOp) int { return cmp.Compare(s.when(a.txn), s.when(b.txn)) })
	for _, o := range writes {
		at := s.add(s.h.OpValue(o.op), o.txn)
		if s.all[at].Writer < 0 {
			s.all[at].Writer = o.txn
		}
		s.all[at].Hot = s.all[at].Hot || slices.Contains(s.hot, o.txn)
	}
}

// when is the end of a transaction, or its start where that is not known.
func (s *stripper) when(t int32) int64 { return max(s.c.start[t], s.c.end[t]) }

func (s *stripper) reader(o keyOp) {
	value := s.h.OpValue(o.op)
	if s.h.IsList(s.h.OpKey(o.op)) {
		list, _ := s.h.ListRead(o.op)
		value = history.Initial
		if len(list) > 0 {
			value = list[len(list)-1]
		}
	}
	item := &s.all[s.add(value, -1)]
	hot := slices.Contains(s.hot, o.txn)
	item.Hot = item.Hot || hot
	switch {
	case slices.ContainsFunc(item.Readers, func(r versionBy) bool { return r.Txn == o.txn }):
	case hot:
		item.Readers = slices.Insert(item.Readers, 0, versionBy{o.txn, true})
	case len(item.Readers) < stripReaders:
		item.Readers = append(item.Readers, versionBy{o.txn, false})
	default:
		item.More++
	}
}

// windows leaves out what is far from everything that matters.
func (s *stripper) windows() []versionItem {
	var shown []versionItem
	omitted, count := 0, 0
	for i, item := range s.all {
		near := false
		for j := max(0, i-stripWindow); j <= min(len(s.all)-1, i+stripWindow); j++ {
			near = near || s.all[j].Hot
		}
		if near && count < stripLongest {
			if omitted > 0 {
				shown = append(shown, versionItem{Writer: -1, Omitted: omitted})
			}
			omitted = 0
			count++
			shown = append(shown, item)
		} else {
			omitted++
		}
	}
	if omitted > 0 {
		shown = append(shown, versionItem{Writer: -1, Omitted: omitted})
	}
	return shown
}
