package format

import "visar/history"

// partNames turns the ids that keys and values have within a part into those of
// the whole history. Ids are given when they are first asked for, so that they are
// in order of appearance as if the parts had been read as one.
type partNames struct {
	from, to     *history.Builder
	keys, values []int32   // -1 for those without an id yet
	lists        [][]int32 // by key of the part: what is known of its list
}

func newPartNames(from, to *history.Builder) *partNames {
	keys, values := from.Names()
	n := &partNames{from: from, to: to, keys: unnamed(keys), values: unnamed(values), lists: make([][]int32, keys)}
	n.values[history.Initial] = history.Initial
	return n
}

func unnamed(count int) []int32 {
	ids := make([]int32, count)
	for i := range ids {
		ids[i] = -1
	}
	return ids
}

func (n *partNames) key(id int32) int32 {
	if n.keys[id] < 0 {
		n.keys[id] = n.to.Key(n.from.KeyOf(id))
	}
	return n.keys[id]
}

func (n *partNames) value(id int32) int32 {
	if n.values[id] < 0 {
		n.values[id] = n.to.Value(n.from.ValueOf(id))
	}
	return n.values[id]
}

// list returns the values of a shared list of a key of the part.
func (n *partNames) list(key int32, elements []int32) []int32 {
	known := n.lists[key]
	for _, v := range elements[min(len(known), len(elements)):] {
		known = append(known, n.value(v))
	}
	n.lists[key] = known
	return known[:len(elements):len(elements)]
}

// rename appends operations of a part, of the draft from, to the draft to.
func (n *partNames) rename(to *draft, from *draft, ops []draftOp) {
	for i := range ops {
		op := ops[i]
		key := n.key(op.key)
		switch {
		case !op.list:
			op.value = n.value(op.value)
		case op.shared != nil:
			op.shared = n.list(op.key, op.shared)
		default:
			at := int32(len(to.elements))
			for _, v := range from.listOf(&op) {
				to.elements = append(to.elements, n.value(v))
			}
			op.from, op.to = at, int32(len(to.elements))
		}
		op.key = key
		to.ops = append(to.ops, op)
	}
}

// span is a range of ops and of fields of a part's draft.
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
