package history

import "sort"

// extraTable holds the fields that are kept without being understood. The same
// fields come over and over ("node":"n1"), so that each is kept once and an
// occurrence costs 8 bytes.
type extraTable struct {
	txn    []int32 // ascending once built
	field  []int32
	fields []Field
	ids    map[Field]int32
}

// maxSharedFields bounds the memory for finding a field again, where every
// field is different.
const maxSharedFields = 1 << 16

func (e *extraTable) add(t int32, f Field) {
	id, ok := e.ids[f]
	if !ok {
		id = int32(len(e.fields))
		e.fields = append(e.fields, f)
		if e.ids == nil {
			e.ids = map[Field]int32{}
		}
		if len(e.ids) < maxSharedFields {
			e.ids[f] = id
		}
	}
	e.txn = append(e.txn, t)
	e.field = append(e.field, id)
}

// build orders the fields by transaction and forgets how to add more.
func (e *extraTable) build() {
	e.ids = nil
	if !sort.SliceIsSorted(e.txn, func(i, j int) bool { return e.txn[i] < e.txn[j] }) {
		sort.Stable(e)
	}
}

// of returns the fields of t in the order in which they were added.
func (e *extraTable) of(t int32) []Field {
	from := sort.Search(len(e.txn), func(i int) bool { return e.txn[i] >= t })
	var all []Field
	for i := from; i < len(e.txn) && e.txn[i] == t; i++ {
		all = append(all, e.fields[e.field[i]])
	}
	return all
}

// Len, Less and Swap order the fields by transaction.
func (e *extraTable) Len() int           { return len(e.txn) }
func (e *extraTable) Less(i, j int) bool { return e.txn[i] < e.txn[j] }
func (e *extraTable) Swap(i, j int) {
	e.txn[i], e.txn[j] = e.txn[j], e.txn[i]
	e.field[i], e.field[j] = e.field[j], e.field[i]
}
