package oracle

import (
	"slices"

	"visar/history"
)

// A write of nothing and a read of an empty list have values that no
// transaction wrote.
const (
	unwritten int32 = -2
	emptyList int32 = -1
)

// read is what one read returned of what other transactions wrote.
type read struct {
	key   int32
	value int32 // of a register, or the last element of a list
	// initially is the value of the key before any write.
	initially int32
	log       bool    // it returned the visible appends:
	elements  []int32 // these, own ones left out
}

// transaction is a transaction as the axioms see it.
type transaction struct {
	id        int32
	final     []int32   // by key: the value it wrote last, or unwritten
	appends   [][]int32 // by key: in program order
	writes    bool
	touches   []bool // by key: wrote it, or read it and committed
	external  []read // first events on their keys
	committed []read // all that no own write of the key preceded
	ownWrites bool   // its reads obey ownWrites
	internal  bool   // its reads obey INT
}

func newTransaction(h *history.History, lists Lists, id int32) transaction {
	t := transaction{
		id:        id,
		final:     slices.Repeat([]int32{unwritten}, h.Keys()),
		appends:   make([][]int32, h.Keys()),
		touches:   make([]bool, h.Keys()),
		ownWrites: true,
		internal:  true,
	}
	last := make([]*history.Op, h.Keys())
	lo, hi := h.Ops(id)
	for i := lo; i < hi; i++ {
		op := h.Op(i)
		switch {
		case op.Kind != history.Read:
			t.write(op, last)
		case h.Status(id) == history.Unknown:
			continue
		case h.IsList(op.Key):
			t.readList(op, last, lists)
		default:
			t.readRegister(op, last)
		}
		t.touches[op.Key] = true
	}
	return t
}

// write notes a write or an append. For a list, last[k] is what a later read
// must return after the list's first read: that list and the appends since.
func (t *transaction) write(op history.Op, last []*history.Op) {
	k := op.Key
	t.writes = true
	t.final[k] = op.Value
	if op.Kind == history.Write {
		last[k] = &op
		return
	}
	t.appends[k] = append(t.appends[k], op.Value)
	if last[k] != nil {
		last[k] = &history.Op{List: append(slices.Clone(last[k].List), op.Value)}
	}
}

func (t *transaction) readRegister(op history.Op, last []*history.Op) {
	k := op.Key
	r := read{key: k, value: op.Value, initially: history.Initial}
	if t.final[k] == unwritten {
		t.committed = append(t.committed, r)
	} else if op.Value != t.final[k] {
		t.ownWrites = false
	}
	if last[k] == nil {
		t.external = append(t.external, r)
	} else if op.Value != last[k].Value {
		t.internal = false
	}
	last[k] = &op
}

// readList notes a read of a list. After own appends and no own read it must
// end with these appends. What stands before them is evidence of the order of
// versions and no external read; in a log it is what was visible.
func (t *transaction) readList(op history.Op, last []*history.Op, lists Lists) {
	k, own := op.Key, t.appends[op.Key]
	before, ok := cutSuffix(op.List, own)
	if !ok {
		t.ownWrites, t.internal = false, false
	}
	r := read{key: k, value: emptyList, initially: emptyList, log: lists == Log, elements: before}
	if len(before) > 0 {
		r.value = before[len(before)-1]
	}
	others := lists == Log || len(own) == 0
	if others {
		t.committed = append(t.committed, r)
	}
	if last[k] == nil && others {
		t.external = append(t.external, r)
	} else if last[k] != nil && !slices.Equal(op.List, last[k].List) {
		t.internal = false
	}
	last[k] = &op
}

func cutSuffix(list, suffix []int32) (before []int32, ok bool) {
	n := len(list) - len(suffix)
	if n < 0 || !slices.Equal(list[n:], suffix) {
		return list, false
	}
	return list[:n], true
}
