package web

import (
	"visar/history"
)

// workload is what the transactions of a history do, as far as anomalies need it.
// Unless it says otherwise it speaks of committed transactions.
type workload struct {
	reads, writes      bool
	sessions           bool // some session has two
	times, inTurn      bool // times were recorded; one ended before another started
	readOther          bool // one read what another one wrote
	twoWriters         bool // two write one key
	missed             bool // one reads a key that another one writes
	twoKeys            bool // one uses two keys
	twoReadKeys        bool // one reads two keys
	updaters           bool // two read and write the same key
	observers          bool // one only reads
	ordered            bool // some order of versions is known
	aborts             bool // an aborted one wrote
	overwrites         bool // one writes a key twice
	readsBefore        bool // one reads a key and then writes it
	readsAfter         bool // one writes a key and then reads it
	rereads            bool // one reads a key twice
	lists, twoAppends  bool // lists are read; one appends twice to a list
	longestAppends     bool // a list of two or more elements was read
	committed, unknown int
}

// workloadOf looks at every operation once.
func workloadOf(h *history.History) *workload {
	w := &workload{}
	k := newKeyUse(h.Keys())
	for t := range int32(h.Len()) {
		w.txn(h, t, k)
	}
	w.twoWriters, w.missed, w.updaters = k.twoWriters, k.missed, k.twoUpdaters
	w.sessionsAndTimes(h)
	w.ordered = w.ordered || w.longestAppends
	return w
}

// keyUse keeps, by key, who used it: a transaction, or -1 for none and -2 for
// several.
type keyUse struct {
	writer, reader, updater         []int32
	twoWriters, missed, twoUpdaters bool
	// of the transaction at hand
	readBy, wroteBy []int32
}

func newKeyUse(keys int) *keyUse {
	k := &keyUse{}
	for _, s := range []*[]int32{&k.writer, &k.reader, &k.updater, &k.readBy, &k.wroteBy} {
		*s = make([]int32, keys)
		for i := range *s {
			(*s)[i] = -1
		}
	}
	return k
}

// note remembers that t did something with a key, and reports whether another one
// did so too.
func note(slot *int32, t int32) bool {
	switch {
	case *slot == -1:
		*slot = t
	case *slot != t:
		*slot = -2
	}
	return *slot == -2
}

// wrote notes a write of key x by t.
func (k *keyUse) wrote(x, t int32) {
	k.twoWriters = note(&k.writer[x], t) || k.twoWriters
	k.missed = k.missed || k.reader[x] != -1 && k.reader[x] != t
	if k.readBy[x] == t {
		k.twoUpdaters = note(&k.updater[x], t) || k.twoUpdaters
	}
	k.wroteBy[x] = t
}

// read notes a read of key x by t.
func (k *keyUse) read(x, t int32) {
	note(&k.reader[x], t)
	k.missed = k.missed || k.writer[x] != -1 && k.writer[x] != t
	if k.wroteBy[x] == t {
		k.twoUpdaters = note(&k.updater[x], t) || k.twoUpdaters
	}
	k.readBy[x] = t
}

func (w *workload) txn(h *history.History, t int32, k *keyUse) {
	lo, hi := h.Ops(t)
	switch status := h.Status(t); {
	case status == history.Aborted:
		for i := lo; i < hi; i++ {
			w.aborts = w.aborts || h.OpKind(i) != history.Read
		}
		return
	case status == history.Unknown:
		w.unknown++
	case lo < hi:
		w.committed++
	}
	wrote, readKey := false, int32(-1)
	for i := lo; i < hi; i++ {
		x := h.OpKey(i)
		w.twoKeys = w.twoKeys || x != h.OpKey(lo)
		if h.OpKind(i) != history.Read {
			wrote = true
			w.write(h, i, t, k)
			continue
		}
		w.read(h, i, t, k)
		w.twoReadKeys = w.twoReadKeys || readKey >= 0 && readKey != x
		readKey = x
	}
	w.observers = w.observers || !wrote && lo < hi
}

func (w *workload) write(h *history.History, i, t int32, k *keyUse) {
	x := h.OpKey(i)
	w.writes = true
	w.overwrites = w.overwrites || k.wroteBy[x] == t
	w.twoAppends = w.twoAppends || k.wroteBy[x] == t && h.IsList(x)
	w.readsBefore = w.readsBefore || k.readBy[x] == t
	w.ordered = w.ordered || k.readBy[x] == t
	k.wrote(x, t)
}

func (w *workload) read(h *history.History, i, t int32, k *keyUse) {
	x := h.OpKey(i)
	w.reads = true
	w.readsAfter = w.readsAfter || k.wroteBy[x] == t
	w.readOther = w.readOther || k.wroteBy[x] != t && returnsSomething(h, i)
	w.rereads = w.rereads || k.readBy[x] == t
	if h.IsList(x) {
		w.lists = true
		w.longestAppends = w.longestAppends || len(h.Longest(x)) > 1
	}
	k.read(x, t)
}

// sessionsAndTimes says whether anything comes before anything else.
func (w *workload) sessionsAndTimes(h *history.History) {
	last := make([]bool, h.Sessions())
	firstEnd, lastStart := int64(0), int64(0)
	for t := range int32(h.Len()) {
		if h.Status(t) != history.Committed {
			continue
		}
		w.sessions = w.sessions || last[h.Session(t)]
		last[h.Session(t)] = true
		start, end := h.Start(t), h.End(t)
		if start == history.NoTime || end == history.NoTime {
			continue
		}
		if !w.times {
			firstEnd, lastStart = end, start
		}
		w.times = true
		firstEnd, lastStart = min(firstEnd, end), max(lastStart, start)
	}
	w.inTurn = w.times && firstEnd < lastStart
}

// returnsSomething reports whether read i returned more than the initial value.
func returnsSomething(h *history.History, i int32) bool {
	if h.IsList(h.OpKey(i)) {
		list, _ := h.ListRead(i)
		return len(list) > 0
	}
	return h.OpValue(i) != history.Initial
}
