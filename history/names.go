package history

import (
	"bytes"
	"hash/maphash"
	"strconv"
)

// nameTable holds the ids that a recording gives its transactions, as one text:
// ten million short ids as strings would cost more than the operations. A
// transaction whose id is the one it would have anyway, T and its number, has
// none here.
type nameTable struct {
	text []byte
	end  []int // by transaction: where its name ends in text; empty if none has a name
	some int   // how many have a name
}

// set names transaction t, which is greater than all before.
func (n *nameTable) set(t int32, name string) {
	n.pad(t)
	n.text = append(n.text, name...)
	n.end = append(n.end, len(n.text))
	n.some++
}

// pad gives the transactions before t that have no entry yet no name.
func (n *nameTable) pad(t int32) {
	for len(n.end) < int(t) {
		n.end = append(n.end, len(n.text))
	}
}

// get returns the name of t, which is empty if it has none.
func (n *nameTable) get(t int32) []byte {
	if int(t) >= len(n.end) {
		return nil
	}
	from := 0
	if t > 0 {
		from = n.end[t-1]
	}
	return n.text[from:n.end[t]]
}

// defaultName appends the name of a transaction that the recording does not
// name.
func defaultName(dst []byte, t int32) []byte {
	return strconv.AppendInt(append(dst, 'T'), int64(t)+1, 10)
}

// isDefaultName reports whether t would be called so without an id.
func isDefaultName(name string, t int32) bool {
	var buf [16]byte
	return name == string(defaultName(buf[:0], t))
}

// findDuplicateNames reports transactions that share a name with an earlier
// one. It looks names up in a table of transactions with open addressing, so
// that it costs 8 to 16 bytes a transaction and no strings.
func (b *Builder) findDuplicateNames() {
	h := b.h
	if h.names.some == 0 {
		return
	}
	seed := maphash.MakeSeed()
	slots := make([]int32, tableSize(len(h.session)))
	var name, other [16]byte
	for t := range int32(len(h.session)) {
		own := h.appendNameBytes(name[:0], t)
		at := maphash.Bytes(seed, own) & uint64(len(slots)-1)
		for slots[at] != 0 && !bytes.Equal(own, h.appendNameBytes(other[:0], slots[at]-1)) {
			at = (at + 1) & uint64(len(slots)-1)
		}
		if slots[at] == 0 {
			slots[at] = t + 1
			continue
		}
		b.duplicateName(slots[at]-1, t)
	}
}

// tableSize returns the power of two that leaves a table of n entries at least
// half empty.
func tableSize(n int) int {
	size := 64
	for size < 2*n {
		size *= 2
	}
	return size
}

// appendNameBytes returns the name of t: the text itself if it has one, else
// appended to dst.
func (h *History) appendNameBytes(dst []byte, t int32) []byte {
	if name := h.names.get(t); len(name) > 0 {
		return name
	}
	return defaultName(dst, t)
}
