package linear

import (
	"cmp"
	"context"
	"slices"

	"visar/history"
)

// members decides a set that nobody reads as a whole: each element is in it or not
// by itself, so that it is decided element by element. Where the whole is read, and
// elements are only added, what was read gives the order, in n log n steps and one
// for each element read. It does not apply to other sets.
func members(ctx context.Context, p *part, opt Options) (answer, bool) {
	whole, only := false, true
	for i := range p.len() {
		switch o := p.op(i); {
		case o.Func == history.Get:
			whole = true
		case o.Func != history.Add || o.Answer == history.Refused:
			only = false
		}
	}
	switch {
	case !whole:
		return eachMember(ctx, p, opt), true
	case only:
		return newGrowing(p).decide(), true
	}
	return answer{}, false
}

// eachMember decides a set element by element.
func eachMember(ctx context.Context, p *part, opt Options) answer {
	var elements []int32
	of := map[int32][]int32{}
	for i := range p.len() {
		e := p.op(i).A
		if of[e] == nil {
			elements = append(elements, e)
		}
		of[e] = append(of[e], i)
	}
	m := &moments{part: p}
	for _, e := range elements {
		q := p.h.part(p.global(of[e]))
		a := search(ctx, q, opt)
		if a.verdict == Linearizable {
			m.add(own(of[e], a.order))
			continue
		}
		a.within = q
		return a
	}
	return answer{verdict: Linearizable, engine: "configurations", order: m.order(), stuck: -1}
}

// own returns the indices in ops of local ones.
func own(ops, local []int32) []int32 {
	all := make([]int32, len(local))
	for i, n := range local {
		all[i] = ops[n]
	}
	return all
}

// moments merge orders of operations each of which keeps to time: each operation
// takes effect at the first moment that its order and its invocation allow.
type moments struct {
	*part
	ops []int32
	at  []int32
}

// add adds operations that take effect in this order, and returns the last moment.
func (m *moments) add(order []int32) int32 {
	now := int32(-1)
	for _, i := range order {
		now = max(now, m.inv[i])
		m.ops, m.at = append(m.ops, i), append(m.at, now)
	}
	return now
}

// order returns all operations by their moments, those of one moment as they were
// added.
func (m *moments) order() []int32 {
	places := make([]int, len(m.ops))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(m.at[a], m.at[b]) })
	order := make([]int32, len(places))
	for i, n := range places {
		order[i] = m.ops[n]
	}
	return order
}

// growing is a set to which elements are only added, and which is read as a whole.
// What is read grows, step by step.
type growing struct {
	*part
	gets  []int32         // by how much they read
	texts []state         // by operation: what it read, sorted
	step  map[int32]int32 // by element: the first step at which it is read
	adds  map[int32]int32 // by element: the add that was invoked first
}

func newGrowing(p *part) *growing {
	g := &growing{part: p, texts: make([]state, p.len()), step: map[int32]int32{}, adds: map[int32]int32{}}
	for i := range p.len() {
		o := p.op(i)
		if o.Func == history.Get {
			g.gets = append(g.gets, i)
			g.texts[i] = setOf(o.Result)
		} else if _, ok := g.adds[o.A]; !ok {
			g.adds[o.A] = i
		}
	}
	slices.SortStableFunc(g.gets, func(a, b int32) int { return cmp.Compare(len(g.texts[a]), len(g.texts[b])) })
	return g
}

func (g *growing) decide() answer {
	bad := g.steps()
	var order []int32
	if bad == nil {
		order, bad = g.blocks()
	}
	if bad != nil {
		return answer{verdict: NotLinearizable, engine: "values", order: bad, stuck: -1}
	}
	return answer{verdict: Linearizable, engine: "values", order: order, stuck: -1}
}

// steps finds at which step each element is read first. It returns operations that
// contradict each other, if what was read does not grow or was never added.
func (g *growing) steps() []int32 {
	n := int32(-1)
	for i, r := range g.gets {
		if i > 0 && g.texts[r] == g.texts[g.gets[i-1]] {
			continue
		}
		n++
		if i > 0 {
			if missing := lacking(g.texts[g.gets[i-1]], g.texts[r]); missing >= 0 {
				return g.on([]int32{g.gets[i-1], r}, missing, lacking(g.texts[r], g.texts[g.gets[i-1]]))
			}
		}
		for s := g.texts[r]; s != ""; s = s[4:] {
			e := idOf(s)
			if _, ok := g.step[e]; ok {
				continue
			}
			if _, ok := g.adds[e]; !ok {
				return []int32{r}
			}
			g.step[e] = n
		}
	}
	return nil
}

// lacking returns an element of a that b has not, or -1. Both are sorted.
func lacking(a, b state) int32 {
	for ; a != ""; a = a[4:] {
		e := idOf(a)
		for b != "" && idOf(b) < e {
			b = b[4:]
		}
		if b == "" || idOf(b) != e {
			return e
		}
	}
	return -1
}

// on returns the given operations and the adds of elements.
func (g *growing) on(ops []int32, elements ...int32) []int32 {
	for i := range g.len() {
		if o := g.op(i); o.Func == history.Add && slices.Contains(elements, o.A) {
			ops = append(ops, i)
		}
	}
	slices.Sort(ops)
	return slices.Compact(ops)
}

// blocks puts the adds of each step before the reads of that step. An add of an
// element that another add has put there, or that nobody read, only has to come
// after the reads that lack the element.
func (g *growing) blocks() (order, bad []int32) {
	steps := int32(0)
	stepOf := make([]int32, g.len()) // of reads
	for i, r := range g.gets {
		if i > 0 && g.texts[r] != g.texts[g.gets[i-1]] {
			steps++
		}
		stepOf[r] = steps
	}
	blocks := make([][]int32, 2*steps+2) // adds and reads in turns
	var late []int32
	for i := range g.len() {
		o := g.op(i)
		step, read := g.step[o.A]
		switch {
		case o.Func == history.Get:
			blocks[2*stepOf[i]+1] = append(blocks[2*stepOf[i]+1], i)
		case read && g.adds[o.A] == i:
			blocks[2*step] = append(blocks[2*step], i)
		case !o.Unknown():
			late = append(late, i)
		}
	}
	return g.inTime(blocks, late)
}

// inTime orders the blocks, or returns operations of which a later one returned
// before an earlier one was invoked.
func (g *growing) inTime(blocks [][]int32, late []int32) (order, bad []int32) {
	last := int32(-1) // the operation so far that was invoked last
	lasts := make([]int32, len(blocks)+1)
	var line []int32
	for n, block := range blocks {
		lasts[n] = last
		for _, i := range block {
			if lasts[n] >= 0 && g.before(i, lasts[n]) {
				return nil, g.contradiction(lasts[n], i)
			}
			if last < 0 || g.inv[i] > g.inv[last] {
				last = i
			}
		}
		line = append(line, block...)
	}
	lasts[len(blocks)] = last
	m := &moments{part: g.part}
	m.add(line)
	for _, i := range late {
		after := lasts[len(blocks)]
		if step, read := g.step[g.op(i).A]; read {
			after = lasts[2*step]
		}
		if after >= 0 && g.before(i, after) {
			return nil, g.contradiction(after, i)
		}
		m.ops = append(m.ops, i)
		m.at = append(m.at, g.inv[i])
		if after >= 0 {
			m.at[len(m.at)-1] = max(g.inv[i], g.inv[after])
		}
	}
	return m.order(), nil
}

// contradiction returns x and y, where x has to come first and y returned before
// x was invoked, and what shows that x has to.
func (g *growing) contradiction(x, y int32) []int32 {
	var elements []int32
	for _, i := range []int32{x, y} {
		if o := g.op(i); o.Func == history.Add {
			elements = append(elements, o.A)
		}
	}
	if g.op(x).Func == history.Get && g.op(y).Func == history.Get {
		elements = append(elements, lacking(g.texts[y], g.texts[x]))
	}
	ops := append(slices.Clone(g.gets), x, y)
	return g.on(ops, elements...)
}
