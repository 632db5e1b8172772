package format

import "visar/history"

// partNames turns the names that keys and values have within a part into ids of
// the whole history, which they get in order of appearance as if the parts had been
// read as one.
//
// A name is an id that the part's own Builder gave or, below 0, ^n for the natural
// number n. So numbers, nearly all that there is, are looked up once and not twice.
type partNames struct {
	from, to     *history.Builder
	keys, values []int32   // by id of the part: the id, or unnamed
	lists        [][]int32 // by key of the part: what is known of its list
	found        []known   // by operation of the part
}

// known has the ids of a key and a value that are numbers and were known before the
// part; they are unnamed if not.
type known struct{ key, value int32 }

// unnamed stands for the id of what has not appeared yet.
const unnamed = -1

// reset makes n ready for a part that has those operations and names.
func (n *partNames) reset(ops []draftOp, from, to *history.Builder) {
	keys, values := from.Names()
	n.from, n.to = from, to
	n.keys, n.values = fill(n.keys, keys), fill(n.values, values)
	n.values[history.Initial] = history.Initial
	for k := range n.lists {
		n.lists[k] = nil
	}
	n.lists = append(n.lists[:0], make([][]int32, keys)...)
	n.found = n.found[:0]
	for i := range ops {
		key, value := to.Known(^ops[i].key, ^ops[i].value)
		n.found = append(n.found, known{key, value})
	}
}

// fill returns ids with length n, all of them unnamed.
func fill(ids []int32, n int) []int32 {
	ids = append(ids[:0], make([]int32, n)...)
	for i := range ids {
		ids[i] = unnamed
	}
	return ids
}

func (n *partNames) key(name int64) int32 {
	if name < 0 {
		return n.to.KeyInt(^name)
	}
	if n.keys[name] == unnamed {
		n.keys[name] = n.to.KeyFrom(n.from, int32(name))
	}
	return n.keys[name]
}

func (n *partNames) value(name int64) int32 {
	if name < 0 {
		return n.to.ValueInt(^name)
	}
	if n.values[name] == unnamed {
		n.values[name] = n.to.ValueFrom(n.from, int32(name))
	}
	return n.values[name]
}

// list returns the values of a shared list of a key of the part.
func (n *partNames) list(key int64, elements []int32) []int32 {
	known := n.lists[key]
	for _, v := range elements[min(len(known), len(elements)):] {
		known = append(known, n.value(int64(v)))
	}
	n.lists[key] = known
	return known[:len(elements):len(elements)]
}

// rename appends the operations and fields in s of a part's draft to another draft.
func (n *partNames) rename(to *draft, from *draft, s span) {
	to.fields = append(to.fields, from.fields[s.fields:s.fieldsEnd]...)
	for i := s.ops; i < s.opsEnd; i++ {
		op := &from.ops[i]
		key := n.found[i].key
		if op.key >= 0 || key == unnamed {
			key = n.key(op.key)
		}
		switch {
		case op.kind == mention:
		case op.list:
			n.renameList(to, key, from, op)
		case op.value < 0 && n.found[i].value != unnamed:
			to.add(op.kind, key, n.found[i].value)
		default:
			to.add(op.kind, key, n.value(op.value))
		}
	}
}

// renameList appends a read of a list, whose key the history calls key.
func (n *partNames) renameList(to *draft, key int32, from *draft, op *draftOp) {
	l := &from.lists[op.value]
	if l.shared != nil {
		to.addShared(key, n.list(op.key, l.shared))
		return
	}
	at := len(to.elements)
	for _, v := range from.elements[l.from:l.to] {
		to.elements = append(to.elements, n.value(int64(v)))
	}
	to.addList(key, at)
}

// span is a range of the operations and of the fields of a part's draft.
type span struct{ ops, opsEnd, fields, fieldsEnd int32 }

// mark returns the span that begins at the end of the draft.
func (d *draft) mark() span {
	return span{ops: int32(len(d.ops)), fields: int32(len(d.fields))}
}

// since returns s, ended at the end of the draft.
func (d *draft) since(s span) span {
	s.opsEnd, s.fieldsEnd = int32(len(d.ops)), int32(len(d.fields))
	return s
}
