package format

import "visar/history"

// partNames turns the ids that keys and values have within a part into those of
// the whole history, where they get one in order of appearance as if the parts had
// been read as one.
type partNames struct {
	from, to     *history.Builder
	keys, values []int32
	lists        [][]int32 // by key of the part: what is known of its list
}

func newPartNames(from, to *history.Builder) *partNames {
	keys, values := from.Names()
	return &partNames{from: from, to: to, keys: make([]int32, 0, keys), values: make([]int32, 0, values),
		lists: make([][]int32, keys)}
}

// give names the keys and values that appear in the part up to the end of s.
func (n *partNames) give(s span) {
	for k := int32(len(n.keys)); k < s.keysEnd; k++ {
		n.keys = append(n.keys, n.to.KeyFrom(n.from, k))
	}
	for v := int32(len(n.values)); v < s.valuesEnd; v++ {
		id := history.Initial
		if v != history.Initial {
			id = n.to.ValueFrom(n.from, v)
		}
		n.values = append(n.values, id)
	}
}

// list returns the values of a shared list of a key of the part.
func (n *partNames) list(key int32, elements []int32) []int32 {
	known := n.lists[key]
	for _, v := range elements[min(len(known), len(elements)):] {
		known = append(known, n.values[v])
	}
	n.lists[key] = known
	return known[:len(elements):len(elements)]
}

// rename appends the operations and fields in s of a part's draft to another draft.
func (n *partNames) rename(to *draft, from *draft, s span) {
	n.give(s)
	to.fields = append(to.fields, from.fields[s.fields:s.fieldsEnd]...)
	for _, op := range from.ops[s.ops:s.opsEnd] {
		key := n.keys[op.key]
		switch {
		case !op.list:
			op.value = n.values[op.value]
		case op.shared != nil:
			op.shared = n.list(op.key, op.shared)
		default:
			at := int32(len(to.elements))
			for _, v := range from.listOf(&op) {
				to.elements = append(to.elements, n.values[v])
			}
			op.from, op.to = at, int32(len(to.elements))
		}
		op.key = key
		to.ops = append(to.ops, op)
	}
}

// span is a range of the operations and of the fields of a part's draft, and the
// numbers of keys and values that the part names up to its end.
type span struct {
	ops, opsEnd, fields, fieldsEnd int32
	keysEnd, valuesEnd             int32
}

// mark returns the span that begins at the end of the draft.
func (d *draft) mark() span {
	return span{ops: int32(len(d.ops)), fields: int32(len(d.fields))}
}

// since returns s, ended at the end of the draft, with the names that b has given.
func (d *draft) since(s span, b *history.Builder) span {
	keys, values := b.Names()
	s.opsEnd, s.fieldsEnd = int32(len(d.ops)), int32(len(d.fields))
	s.keysEnd, s.valuesEnd = int32(keys), int32(values)
	return s
}
