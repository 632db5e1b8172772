package linear

import (
	"cmp"
	"slices"

	"visar/history"
)

// zoned is a register's part in which no value is written twice. Each value has a
// cluster: the operation that writes it and those that see it. A compare-and-set
// sees one value and writes another, so that clusters hang together in chains; a
// chain of clusters is a block, and in a linearization nothing comes between the
// operations of a block.
type zoned struct {
	*part
	writer   map[int32]int32   // by value: the operation
	readers  map[int32][]int32 // by value: reads that count, in order of invocation
	consumer map[int32]int32   // by value: the compare-and-set that sees it
	refused  []int32           // compare-and-sets that met another value
	blocks   []block
}

// block is a chain of clusters. Each operation of it must take effect between the
// first return and the last invocation, or can between the last invocation and the
// first return: the zone, forward or backward.
type block struct {
	groups [][]int32 // in order; those in a group come in any order
	f, s   int32     // the rank of the first return, and of the last invocation
	fOp    int32     // whose return, -1 for the initial state
	sOp    int32
}

func (b *block) forward() bool { return b.f < b.s }

func (b *block) key() int32 { return min(b.f, b.s) }

// zones decides a register in n log n steps. It does not apply where a value is
// written twice, the initial one included, and where a refused compare-and-set has
// no place in the linearization that it finds for the others.
func zones(p *part) (answer, bool) {
	z := &zoned{part: p, writer: map[int32]int32{}, readers: map[int32][]int32{}, consumer: map[int32]int32{}}
	if !z.writers() {
		return answer{}, false
	}
	if bad := z.decide(); bad != nil {
		return answer{verdict: NotLinearizable, engine: "zones", stuck: -1, order: z.seen(bad)}, true
	}
	order, ok := z.place(z.order())
	return answer{verdict: Linearizable, engine: "zones", order: order, stuck: -1}, ok
}

// writers finds who writes each value and reports whether each is written once.
func (z *zoned) writers() bool {
	for i := range z.len() {
		o := z.op(i)
		var v int32
		switch {
		case o.reads():
			continue
		case o.Func == history.Put:
			v = o.A
		case o.Func == history.CAS:
			v = o.B
		default:
			return false
		}
		if _, twice := z.writer[v]; twice || v == history.Initial {
			return false
		}
		z.writer[v] = i
	}
	return true
}

// decide builds the blocks. It returns operations that contradict each other, or
// nil.
func (z *zoned) decide() []int32 {
	if bad := z.observe(); bad != nil {
		return bad
	}
	if bad := z.chain(); bad != nil {
		return bad
	}
	return z.conflict()
}

// observe finds who sees each value. An unknown operation that writes a value
// which nobody sees is left out: it may never have taken effect.
func (z *zoned) observe() []int32 {
	var seen []int32
	for i := range z.len() {
		o := z.op(i)
		switch {
		case o.Unknown():
		case o.Answer == history.Refused:
			z.refused = append(z.refused, i)
		case o.Func == history.Get:
			seen = append(seen, o.Result[0])
			z.readers[o.Result[0]] = append(z.readers[o.Result[0]], i)
		case o.Func == history.CAS && o.A == o.B:
			seen = append(seen, o.A)
			z.readers[o.A] = append(z.readers[o.A], i)
		case o.Func == history.CAS:
			seen = append(seen, o.A)
			if bad := z.consume(o.A, i); bad != nil {
				return bad
			}
		}
	}
	return z.effective(seen)
}

// consume notes that compare-and-set i sees u. Two that do would both have changed
// the same state.
func (z *zoned) consume(u, i int32) []int32 {
	if other, twice := z.consumer[u]; twice {
		return append(z.origin(u), other, i)
	}
	z.consumer[u] = i
	return nil
}

// origin is the operation that writes v, if there is one.
func (z *zoned) origin(v int32) []int32 {
	if w, ok := z.writer[v]; ok {
		return []int32{w}
	}
	return nil
}

// effective keeps, of the unknown writers, those whose values are seen, be it by
// an unknown compare-and-set that took effect.
func (z *zoned) effective(seen []int32) []int32 {
	done := make(map[int32]bool, len(seen))
	for len(seen) > 0 {
		v := seen[len(seen)-1]
		seen = seen[:len(seen)-1]
		if v == history.Initial || done[v] {
			continue
		}
		done[v] = true
		w, ok := z.writer[v]
		if !ok {
			return z.seers(v)
		}
		if o := z.op(w); o.Unknown() && o.Func == history.CAS {
			if bad := z.consume(o.A, w); bad != nil {
				return append(bad, z.seers(v)...)
			}
			seen = append(seen, o.A)
		}
	}
	for v, w := range z.writer {
		if z.op(w).Unknown() && !done[v] {
			delete(z.writer, v)
		}
	}
	return nil
}

// seers is an operation that sees v.
func (z *zoned) seers(v int32) []int32 {
	if r := z.readers[v]; len(r) > 0 {
		return r[:1:1]
	}
	if c, ok := z.consumer[v]; ok {
		return []int32{c}
	}
	return nil
}

// chain makes the blocks, from the initial value and from each plain write.
func (z *zoned) chain() []int32 {
	initial := block{f: -1, s: -1, fOp: -1, sOp: -1}
	if bad := z.follow(&initial, history.Initial); bad != nil {
		return bad
	}
	chained := 0
	if initial.sOp >= 0 {
		z.blocks = append(z.blocks, initial)
		chained = len(initial.groups)
	}
	for i := range z.len() {
		o := z.op(i)
		if o.Func != history.Put || z.origin(o.A) == nil {
			continue
		}
		b := block{f: z.ret[i], s: z.inv[i], fOp: i, sOp: i, groups: [][]int32{{i}}}
		if bad := z.follow(&b, o.A); bad != nil {
			return bad
		}
		chained += len(b.groups)
		z.blocks = append(z.blocks, b)
	}
	return z.circle()
}

// seen adds to bad what shows that its unknown operations took effect.
func (z *zoned) seen(bad []int32) []int32 {
	for at := 0; at < len(bad); at++ {
		o := z.op(bad[at])
		if !o.Unknown() {
			continue
		}
		v := o.A
		if o.Func == history.CAS {
			v = o.B
		}
		shown := slices.ContainsFunc(bad, func(i int32) bool { return !z.op(i).writes(v) && z.sees(i) == v })
		if !shown {
			bad = append(bad, z.seers(v)...)
		}
	}
	slices.Sort(bad)
	return slices.Compact(bad)
}

// circle returns compare-and-sets that all wait for each other: those that no
// block has.
func (z *zoned) circle() []int32 {
	in := make([]bool, z.len())
	for i := range z.blocks {
		for _, g := range z.blocks[i].groups {
			in[g[0]] = true
		}
	}
	for i := range z.len() {
		if o := z.op(i); o.Func != history.CAS || o.reads() || in[i] || len(z.origin(o.B)) == 0 {
			continue
		}
		var round []int32
		for at := i; !slices.Contains(round, at); at = z.writer[z.op(at).A] {
			round = append(round, at)
		}
		for _, c := range round {
			if z.op(c).Unknown() {
				round = append(round, z.readers[z.op(c).B]...)
			}
		}
		return round
	}
	return nil
}

// follow adds to b the readers of v and, along the chain, what comes after. It
// returns operations of the block that are the wrong way round in time.
func (z *zoned) follow(b *block, v int32) []int32 {
	for {
		if r := z.readers[v]; len(r) > 0 {
			if bad := z.extend(b, r); bad != nil {
				return bad
			}
		}
		c, ok := z.consumer[v]
		if !ok {
			return nil
		}
		if bad := z.extend(b, []int32{c}); bad != nil {
			return bad
		}
		v = z.op(c).B
	}
}

// extend adds a group at the end of b.
func (z *zoned) extend(b *block, group []int32) []int32 {
	s, sOp := b.s, b.sOp
	for _, i := range group {
		if z.ret[i] < s {
			return z.between(b, sOp, i, group)
		}
		if z.ret[i] < b.f {
			b.f, b.fOp = z.ret[i], i
		}
		if z.inv[i] > b.s {
			b.s, b.sOp = z.inv[i], i
		}
	}
	b.groups = append(b.groups, group)
	return nil
}

// between returns i of the new group, x before it in the block, and the operations
// that write on the chain from x on.
func (z *zoned) between(b *block, x, i int32, group []int32) []int32 {
	bad := []int32{x, i}
	bad = append(bad, z.origin(z.sees(x))...)
	bad = append(bad, z.origin(z.sees(i))...)
	on := false
	for _, g := range b.groups {
		if on && !z.op(g[0]).reads() {
			bad = append(bad, g[0])
		}
		on = on || slices.Contains(g, x)
	}
	return bad
}

// sees returns the value that i reads, or writes if it reads none.
func (z *zoned) sees(i int32) int32 {
	switch o := z.op(i); o.Func {
	case history.Get:
		return o.Result[0]
	default:
		return o.A
	}
}

// conflict sorts the blocks and returns operations of two of which each would have
// to come before the other: two forward zones that overlap, or a backward zone
// inside a forward one.
func (z *zoned) conflict() []int32 {
	slices.SortFunc(z.blocks, func(a, b block) int { return cmp.Compare(a.key(), b.key()) })
	last := -1 // the forward zone before
	for i := range z.blocks {
		b := &z.blocks[i]
		if last >= 0 && (b.forward() && b.f < z.blocks[last].s || !b.forward() && b.f < z.blocks[last].s) {
			return append(z.essence(&z.blocks[last]), z.essence(b)...)
		}
		if b.forward() {
			last = i
		}
	}
	return nil
}

// essence is what makes the zone of a block: the operation that returned first, the
// one invoked last, the writers on the chain between.
func (z *zoned) essence(b *block) []int32 {
	var all []int32
	ends := []int32{b.sOp}
	if b.fOp >= 0 {
		ends = append(ends, b.fOp)
	}
	first, last := len(b.groups), 0
	for i, g := range b.groups {
		for _, e := range ends {
			if slices.Contains(g, e) {
				first, last = min(first, i), max(last, i)
			}
		}
	}
	for _, e := range ends {
		all = append(all, e)
		all = append(all, z.origin(z.sees(e))...)
	}
	if b.fOp < 0 {
		first = 0
	}
	for _, g := range b.groups[first : last+1] {
		if !z.op(g[0]).reads() {
			all = append(all, g[0])
		}
	}
	return all
}

// order is the linearization of sorted blocks without conflict.
func (z *zoned) order() []int32 {
	order := make([]int32, 0, z.len())
	for i := range z.blocks {
		for _, g := range z.blocks[i].groups {
			order = append(order, g...)
		}
	}
	return order
}

// place puts the refused compare-and-sets into the order, each where the register
// holds another value, and reports whether all have a place.
func (z *zoned) place(order []int32) ([]int32, bool) {
	if len(z.refused) == 0 {
		return order, true
	}
	g := newGaps(z.part, order)
	return g.fill(z.refused)
}
