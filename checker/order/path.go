package order

import "slices"

// hop is one step of a search for a path: it came to node over a guarded edge,
// or over an unguarded one when via is -1, from the hop numbered parent.
type hop struct {
	node, via, parent int32
}

// pathFinder searches the present graph for paths with few guards.
type pathFinder struct {
	seen  region
	hops  []hop
	later []hop
	edges []int32
}

// pathQuery says which path is wanted.
type pathQuery struct {
	from, to int32
	outside  bool             // outside edges may be used
	before   int32            // guarded edges must have a smaller stamp
	free     func(l Lit) bool // guards that cost nothing
	// implied, when not nil, tells the guards of edges in leaving that count too.
	implied func(l Lit) bool
	leaving *rows
}

// find returns the guarded edges, in order, of a path that has as few guards
// as possible that are not free. The path has to exist. The result is valid
// until the next call.
//
// Places are topological, so only nodes between the two ends are looked at. The
// search goes in layers of equal cost, breadth first within each.
func (f *pathFinder) find(g *graph, q pathQuery) []int32 {
	f.seen.clear()
	f.seen.add(q.from)
	f.hops = append(f.hops[:0], hop{q.from, -1, -1})
	f.later = f.later[:0]
	for i := 0; ; i++ {
		for i == len(f.hops) {
			f.nextLayer()
		}
		if f.hops[i].node == q.to {
			return f.trace(int32(i))
		}
		f.expand(g, q, int32(i))
	}
}

// nextLayer starts the nodes that cost one guard more.
func (f *pathFinder) nextLayer() {
	if len(f.later) == 0 {
		panic("order: internal error: no path where the search found one")
	}
	for _, h := range f.later {
		if !f.seen.has(h.node) {
			f.seen.add(h.node)
			f.hops = append(f.hops, h)
		}
	}
	f.later = f.later[:0]
}

func (f *pathFinder) expand(g *graph, q pathQuery, i int32) {
	n, last := f.hops[i].node, g.pos[q.to]
	f.follow(g, g.out.base.row(n), last, i)
	if q.outside {
		f.follow(g, g.out.outside.row(n), last, i)
	}
	for e := g.out.head[n]; e >= 0; e = g.out.next[e] {
		if g.stamp[e] < q.before {
			f.cross(g, q, e, i)
		}
		g.steps++
	}
	if q.implied == nil {
		return
	}
	for _, e := range q.leaving.row(n) {
		if q.implied(g.guard[e]) {
			f.cross(g, q, e, i)
		}
		g.steps++
	}
}

// cross follows guarded edge e from hop number parent.
func (f *pathFinder) cross(g *graph, q pathQuery, e, parent int32) {
	m := g.to[e]
	if g.pos[m] > g.pos[q.to] || f.seen.has(m) {
		return
	}
	if q.free(g.guard[e]) {
		f.seen.add(m)
		f.hops = append(f.hops, hop{m, e, parent})
	} else {
		f.later = append(f.later, hop{m, e, parent})
	}
}

func (f *pathFinder) follow(g *graph, row []int32, last, parent int32) {
	g.steps += int64(len(row))
	for _, m := range row {
		if g.pos[m] <= last && !f.seen.has(m) {
			f.seen.add(m)
			f.hops = append(f.hops, hop{m, -1, parent})
		}
	}
}

// trace lists the guarded edges on the way to hop i.
func (f *pathFinder) trace(i int32) []int32 {
	f.edges = f.edges[:0]
	for ; i >= 0; i = f.hops[i].parent {
		if via := f.hops[i].via; via >= 0 {
			f.edges = append(f.edges, via)
		}
	}
	slices.Reverse(f.edges)
	return f.edges
}
