package linear

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"visar/history"
)

// agedBlock is a block with its zone in times. Reads may begin earlier, by an age;
// what writes may not.
type agedBlock struct {
	first       int64 // the first return
	write, read int64 // the last invocation of what writes, and of reads
}

const early = math.MinInt64 / 4

// last is the last invocation if reads begin earlier by age.
func (b *agedBlock) last(age int64) int64 { return max(b.write, b.read-age) }

// age returns the least time by which reads have to begin earlier for the part to be
// linearizable, or Endless.
func (z *zoned) age() int64 {
	if z.observe() != nil {
		return Endless
	}
	blocks, least, ok := z.aged()
	if !ok {
		return Endless
	}
	most := max(least, spanOf(blocks))
	if clash(blocks, most) {
		return Endless
	}
	return least + int64(sort.Search(int(most-least), func(n int) bool { return !clash(blocks, least+int64(n)) }))
}

// spanOf is the time from the first return to the last invocation of a read.
func spanOf(blocks []agedBlock) int64 {
	from, to := int64(math.MaxInt64), int64(early)
	for i := range blocks {
		if blocks[i].first > early {
			from = min(from, blocks[i].first)
		}
		to = max(to, blocks[i].read)
	}
	if from == math.MaxInt64 || to <= from {
		return 0
	}
	return to - from
}

// aged builds the blocks, with the least age that the order within them asks for. It
// reports whether there is one.
func (z *zoned) aged() (blocks []agedBlock, least int64, ok bool) {
	taken := 0
	chain := func(b agedBlock, v int32) bool {
		for {
			group := z.readers[v]
			if age, ok := z.join(&b, group); !ok {
				return false
			} else {
				least = max(least, age)
			}
			c, ok := z.consumer[v]
			if !ok {
				break
			}
			age, ok := z.join(&b, []int32{c})
			if !ok {
				return false
			}
			least = max(least, age)
			taken++
			v = z.op(c).B
		}
		blocks = append(blocks, b)
		return true
	}
	if len(z.readers[history.Initial]) > 0 || z.consumes(history.Initial) {
		if !chain(agedBlock{first: early, write: early, read: early}, history.Initial) {
			return nil, 0, false
		}
	}
	for i := range z.len() {
		if o := z.op(i); o.Func == history.Put && z.origin(o.A) != nil {
			if !chain(agedBlock{first: o.Return, write: o.Invoke, read: early}, o.A) {
				return nil, 0, false
			}
		}
	}
	// Compare-and-sets in no block wait for each other in a circle.
	return blocks, least, taken == len(z.consumer)
}

func (z *zoned) consumes(v int32) bool {
	_, ok := z.consumer[v]
	return ok
}

// join adds a group to the end of b, and returns by how much the reads before it
// have to begin earlier.
func (z *zoned) join(b *agedBlock, group []int32) (age int64, ok bool) {
	before := *b
	for _, i := range group {
		o := z.op(i)
		if o.Return < before.write {
			return 0, false
		}
		if before.read > o.Return {
			age = max(age, before.read-o.Return)
		}
		b.first = min(b.first, o.Return)
		if o.reads() {
			b.read = max(b.read, o.Invoke)
		} else {
			b.write = max(b.write, o.Invoke)
		}
	}
	return age, true
}

// clash reports whether of two blocks each would have to come before the other if
// reads begin earlier by age.
func clash(blocks []agedBlock, age int64) bool {
	order := make([]int32, len(blocks))
	for i := range order {
		order[i] = int32(i)
	}
	begin := func(i int32) int64 { return min(blocks[i].first, blocks[i].last(age)) }
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(begin(a), begin(b)) })
	forward := -1 // the forward zone before
	for _, i := range order {
		b := &blocks[i]
		if forward >= 0 {
			f := &blocks[forward]
			if f.first < b.last(age) && b.first < f.last(age) {
				return true
			}
		}
		if b.first < b.last(age) {
			forward = int(i)
		}
	}
	return false
}
