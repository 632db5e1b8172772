package linear

import (
	"slices"
)

// configs reads a part from its start and keeps every configuration that it can be
// in: the state of the object, which of the open operations took effect, and how
// many of each class of those whose outcome is unknown did. An operation is made
// to take effect only when its return leaves no choice, others before it only where
// they lead there.
//
// Two things keep the configurations few. An operation that never changes the
// state takes effect as soon as it can, since that forbids nothing later. And where
// two differ only in the unknown operations that took effect, one that used no more
// of any class makes the other superfluous.
type configs struct {
	*machine
	g      *gate
	memory int64 // bytes that may be held

	slot    []int32 // by operation: its bit while it is open
	open    []int32 // by bit: the open operation, or -1
	readers []int32 // open operations that never change the state
	crashed []int32 // by class of the machine: its counter, or -1
	pending [][]int32

	words, counters int // of a configuration after the state: bits, counters
	stride          int
	now, next, work table
	trail           []taken
	scratch         []uint64
	full            bool // there are more unknown operations of a class than are counted
}

// maxCounter is the greatest number that a counter holds.
const maxCounter = 1<<16 - 1

// taken is the last operation that took effect on the way to a configuration, and
// the place of the one before it.
type taken struct{ before, op int32 }

const noTrail = -1

func newConfigs(m *machine, g *gate, memory int64) *configs {
	c := &configs{machine: m, g: g, memory: memory, slot: make([]int32, m.len()), crashed: make([]int32, len(m.sample))}
	for i := range c.crashed {
		c.crashed[i] = -1
	}
	for i := range m.len() {
		if k := m.class[i]; m.ret[i] == never && !m.op(i).reads() && c.crashed[k] < 0 {
			c.crashed[k] = int32(c.counters)
			c.counters++
		}
	}
	c.pending = make([][]int32, c.counters)
	c.words = (c.width() + 63) / 64
	c.stride = 1 + c.words + (c.counters+3)/4
	c.scratch = make([]uint64, c.stride)
	for _, t := range []*table{&c.now, &c.next, &c.work} {
		*t = table{stride: c.stride, key: 1 + c.words}
	}
	return c
}

// width is the greatest number of operations that are open together and return.
func (c *configs) width() int {
	open, most := 0, 0
	for _, e := range c.events {
		switch {
		case e < 0:
			open--
		case c.ret[e] != never:
			open++
			most = max(most, open)
		}
	}
	return most
}

// run returns a linearization, or the operation at whose return none is left. It
// returns neither if it was stopped.
func (c *configs) run() (order []int32, stuck int32, decided bool) {
	first := make([]uint64, c.stride)
	first[0] = uint64(c.first)
	c.now.put(first, noTrail)
	for _, e := range c.events {
		if e >= 0 {
			c.invoke(e)
			continue
		}
		if !c.returned(^e) {
			return nil, -1, false
		}
		if c.now.live == 0 {
			return nil, ^e, !c.full
		}
	}
	return c.order(), -1, true
}

// invoke opens operation i.
func (c *configs) invoke(i int32) {
	if c.ret[i] == never {
		if k := c.crashed[c.class[i]]; k >= 0 {
			if len(c.pending[k]) == maxCounter {
				c.full = true
				return
			}
			c.pending[k] = append(c.pending[k], i)
		}
		return
	}
	b := slices.Index(c.open, -1)
	if b < 0 {
		b = len(c.open)
		c.open = append(c.open, -1)
	}
	c.open[b], c.slot[i] = i, int32(b)
	if !c.op(i).reads() {
		return
	}
	c.readers = append(c.readers, i)
	for n := range c.now.count() {
		if row := c.now.row(n); row != nil {
			if _, ok := c.step(int32(row[0]), i); ok {
				c.now.trails[n] = c.take(c.now.trails[n], i)
				c.now.setBit(n, b)
			}
		}
	}
	c.now.rehash()
}

// take notes that operation i took effect after what is at place before.
func (c *configs) take(before, i int32) int32 {
	c.trail = append(c.trail, taken{before, i})
	return int32(len(c.trail) - 1)
}

// returned keeps the configurations in which i took effect, or can do so now.
func (c *configs) returned(i int32) bool {
	b := c.slot[i]
	word, bit := 1+b/64, uint64(1)<<(b%64)
	c.next.reset()
	c.work.reset()
	for n := range c.now.count() {
		row := c.now.row(n)
		switch {
		case row == nil:
		case row[word]&bit != 0:
			copy(c.scratch, row)
			c.scratch[word] &^= bit
			c.next.put(c.scratch, c.now.trails[n])
		default:
			c.work.put(row, c.now.trails[n])
		}
	}
	for n := 0; n < c.work.count(); n++ {
		if c.work.row(n) != nil && !c.expand(n, i, word, bit) {
			return false
		}
	}
	c.open[b] = -1
	if at := slices.Index(c.readers, i); at >= 0 {
		c.readers = slices.Delete(c.readers, at, at+1)
	}
	c.now, c.next = c.next, c.now
	return c.held() <= c.memory
}

// held is the memory in use, in bytes.
func (c *configs) held() int64 {
	return c.now.held() + c.next.held() + c.work.held() + int64(cap(c.trail))*8 + c.bytes
}

// expand makes each operation take effect that can in configuration n of the work:
// i itself, or another on the way to it.
func (c *configs) expand(n int, i int32, word int32, bit uint64) bool {
	for b, o := range c.open {
		row := c.work.row(n)
		if row == nil {
			return true // something better was found meanwhile
		}
		if o < 0 || row[1+b/64]&(1<<(b%64)) != 0 || o != i && c.op(o).reads() {
			continue
		}
		if !c.g.step() {
			return false
		}
		s, ok := c.step(int32(row[0]), o)
		if !ok {
			continue
		}
		copy(c.scratch, row)
		c.scratch[1+b/64] |= 1 << (b % 64)
		c.reach(s, c.take(c.work.trails[n], o), word, bit)
	}
	for k, pending := range c.pending {
		row := c.work.row(n)
		if row == nil {
			return true
		}
		used := counter(row[1+c.words:], k)
		if used == len(pending) {
			continue
		}
		if !c.g.step() {
			return false
		}
		o := pending[used]
		s, ok := c.step(int32(row[0]), o)
		if !ok || s == int32(row[0]) {
			continue
		}
		copy(c.scratch, row)
		addCounter(c.scratch[1+c.words:], k)
		c.reach(s, c.take(c.work.trails[n], o), word, bit)
	}
	return c.held() <= c.memory
}

// reach adds the configuration in scratch, now in state s: to those of the next
// event if the operation of the bit took effect, else to the work.
func (c *configs) reach(s, trail, word int32, bit uint64) {
	c.scratch[0] = uint64(s)
	for _, r := range c.readers {
		b := c.slot[r]
		if c.scratch[1+b/64]&(1<<(b%64)) != 0 {
			continue
		}
		if _, ok := c.step(s, r); ok {
			c.scratch[1+b/64] |= 1 << (b % 64)
			trail = c.take(trail, r)
		}
	}
	if c.scratch[word]&bit == 0 {
		c.work.put(c.scratch, trail)
		return
	}
	c.scratch[word] &^= bit
	c.next.put(c.scratch, trail)
}

// order returns the operations that took effect on the way to the first
// configuration that is left.
func (c *configs) order() []int32 {
	var order []int32
	for n := range c.now.count() {
		if c.now.row(n) == nil {
			continue
		}
		for t := c.now.trails[n]; t != noTrail; t = c.trail[t].before {
			order = append(order, c.trail[t].op)
		}
		break
	}
	slices.Reverse(order)
	return order
}

// counter returns counter k of those packed in words, 16 bits each.
func counter(words []uint64, k int) int { return int(words[k/4] >> (16 * (k % 4)) & 0xffff) }

func addCounter(words []uint64, k int) { words[k/4] += 1 << (16 * (k % 4)) }
