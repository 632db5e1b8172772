package format

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"visar/history"
)

// knownLists are, by key, the longest lists read so far that continue each other,
// as text and as values. Nearly every read of a list returns a part of it, and is
// recognised by comparing text, which is many times faster than parsing it.
type knownLists []knownList

// of returns the list of key, which is empty at first.
func (l *knownLists) of(key int32) *knownList {
	if n := int(key) + 1 - len(*l); n > 0 {
		*l = append(*l, make([]knownList, n)...)
	}
	return &(*l)[key]
}

// forget empties the lists and keeps the room that they took.
func (l knownLists) forget() {
	for i := range l {
		l[i] = knownList{text: l[i].text[:0], ends: l[i].ends[:0], elements: l[i].elements[:0]}
	}
}

// knownList is a list and the text that it was read from, without brackets.
type knownList struct {
	text     []byte
	ends     []int32 // where the text of each element ends
	elements []int32
}

// common returns how many elements the list that text begins with, its opening
// bracket left out, has in common with l, and how long these are.
func (l *knownList) common(text []byte) (n, length int) {
	same := commonPrefix(l.text, text)
	n, found := slices.BinarySearch(l.ends, int32(same))
	if found && same < len(text) && endsElement(text[same]) {
		n++
	}
	if n == 0 {
		return 0, 0
	}
	return n, int(l.ends[n-1])
}

// endsElement reports whether c, in EDN and in JSON, can be no part of the element
// before it.
func endsElement(c byte) bool { return c == ' ' || c == ',' || c == ']' || c == ')' || c == '\n' }

// commonPrefix returns how many bytes a and b begin with are the same.
func commonPrefix(a, b []byte) int {
	most := min(len(a), len(b))
	i := 0
	for ; i+8 <= most; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < most && a[i] == b[i] {
		i++
	}
	return i
}

// listRead is a read of a list that is being parsed: at first what it has in
// common with the known list, then element by element.
type listRead struct {
	known *knownList
	draft *draft
	from  int // in the elements of draft
	end   int // in the text that is parsed: where the known list ends
	// extends says that the read goes on where the known list ends, so that its
	// elements go there and not into the draft.
	extends bool
}

// reading begins a read that has n elements in common with l, which end at index
// end of the text that is parsed.
func (l *knownList) reading(d *draft, n, end int) listRead {
	r := listRead{known: l, draft: d, from: len(d.elements), end: end, extends: n == len(l.elements)}
	if !r.extends {
		d.elements = append(d.elements, l.elements[:n]...)
	}
	return r
}

// add adds an element whose text ends at index at of src.
func (r *listRead) add(value int32, src []byte, at int) {
	l := r.known
	if !r.extends {
		r.draft.elements = append(r.draft.elements, value)
		return
	}
	l.text = append(l.text, src[r.end:at]...)
	l.ends = append(l.ends, int32(len(l.text)))
	l.elements = append(l.elements, value)
	r.end = at
}

// finish adds the read of key to the draft.
func (r *listRead) finish(key int32) {
	if r.extends {
		r.draft.addShared(key, r.known.elements)
		return
	}
	r.draft.addList(key, r.from)
}

// plain reads a list of natural numbers behind its opening bracket at index at of src,
// a separator between each two, and adds a read of the key with that number to the
// draft, in the ids of b. It returns where the list ends, or -1 where there is anything
// else.
func (l *knownLists) plain(src []byte, at int, separator byte, b *history.Builder, number int64, d *draft) int {
	key := b.KeyInt(number)
	if hasByte(src, at, ']') {
		d.addList(key, len(d.elements))
		return at + 1
	}
	known := l.of(key)
	n, length := known.common(src[at:])
	at += length
	if n > 0 && hasByte(src, at, ']') {
		d.addShared(key, known.elements[:n])
		return at + 1
	}
	read := known.reading(d, n, at)
	for first := n == 0; first || hasByte(src, at, separator); first = false {
		if !first {
			at++
		}
		var i int64
		if i, at = natural(src, at); at < 0 || at == len(src) || !endsElement(src[at]) {
			return -1
		}
		read.add(b.ValueInt(i), src, at)
		if src[at] == ']' {
			read.finish(key)
			return at + 1
		}
	}
	return -1
}
