package format

import "visar/history"

// partNames turns the names that keys and values have within a part into ids of
// the whole history, which they get in order of appearance as if the parts had been
// read as one.
//
// A name is an id that the part's own Builder gave; below 0, ^n for the natural number
// n; or, from settled on, an id of the whole history. So numbers, nearly all that there
// is, are looked up once and not twice.
type partNames struct {
	from, to     *history.Builder
	keys, values []int32   // by id of the part: the id, or unnamed
	lists        [][]int32 // by key of the part: what is known of its list
}

// unnamed stands for the id of what has not appeared yet.
const unnamed = -1

// settled is what is added to an id of the whole history that serves as a name.
const settled = 1 << 32

// reset makes n ready for a part that has those operations and names. Names that are
// numbers and known already are settled, all of them before anything is named: so the
// processor does not wait for memory each time.
func (n *partNames) reset(ops []draftOp, from, to *history.Builder) {
	keys, values := from.Names()
	n.from, n.to = from, to
	n.keys, n.values = fill(n.keys, keys), fill(n.values, values)
	n.values[history.Initial] = history.Initial
	for k := range n.lists {
		n.lists[k] = nil
	}
	n.lists = append(n.lists[:0], make([][]int32, keys)...)
	for i := range ops {
		op := &ops[i]
		key, value := to.Known(^op.key, ^op.value)
		op.key, op.value = settle(op.key, key), settle(op.value, value)
	}
}

// settle returns name, or what stands for id if that is known and the name a number.
func settle(name int64, id int32) int64 {
	if name < 0 && id != unnamed {
		return settled + int64(id)
	}
	return name
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
	switch {
	case name >= settled:
		return int32(name - settled)
	case name < 0:
		return n.to.KeyInt(^name)
	case n.keys[name] == unnamed:
		n.keys[name] = n.to.KeyFrom(n.from, int32(name))
	}
	return n.keys[name]
}

func (n *partNames) value(name int64) int32 {
	switch {
	case name >= settled:
		return int32(name - settled)
	case name < 0:
		return n.to.ValueInt(^name)
	case n.values[name] == unnamed:
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

// rename gives another draft the operations and fields in s of a part's draft, the
// operations in place and with ids instead of names: they are the part's.
func (n *partNames) rename(to *draft, from *draft, s span) {
	to.fields = append(to.fields, from.fields[s.fields:s.fieldsEnd]...)
	ops := from.ops[s.ops:s.opsEnd:s.opsEnd]
	kept := 0
	for i := range ops {
		op := &ops[i]
		if op.key >= settled && op.value >= settled { // nearly always
			op.key, op.value = op.key-settled, op.value-settled
		} else if !n.renameOp(to, op, from) {
			continue
		}
		if kept < i {
			ops[kept] = *op
		}
		kept++
	}
	to.ops = ops[:kept]
}

// renameOp gives op ids. It returns false if it is none and only names a key.
func (n *partNames) renameOp(to *draft, op *draftOp, from *draft) bool {
	name := op.key
	op.key = int64(n.key(name))
	switch {
	case op.kind == mention:
		return false
	case op.list:
		op.value = n.renameList(to, name, &from.lists[op.value], from)
	default:
		op.value = int64(n.value(op.value))
	}
	return true
}

// renameList gives a draft what a read of a list returned, whose key the part calls
// key, and returns its index there.
func (n *partNames) renameList(to *draft, key int64, l *listRange, from *draft) int64 {
	if l.shared != nil {
		return to.keepList(listRange{shared: n.list(key, l.shared)})
	}
	at := len(to.elements)
	for _, v := range from.elements[l.from:l.to] {
		to.elements = append(to.elements, n.value(int64(v)))
	}
	return to.keepList(listRange{from: int32(at), to: int32(len(to.elements))})
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
