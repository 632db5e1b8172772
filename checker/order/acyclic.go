package order

import "slices"

// graph is the theory of acyclicity: the edges present now, and a topological
// order of them.
//
// Guarded edges are numbered so that those of one literal are consecutive.
type graph struct {
	nodes int
	pos   []int32 // by node: its place in the order
	at    []int32 // by place: its node
	out   adjacency
	in    adjacency

	guard []Lit   // by guarded edge
	from  []int32 // by guarded edge
	to    []int32 // by guarded edge
	first []int32 // by literal: its edges are first[l] to first[l+1]

	present []int32 // guarded edges now present, oldest first
	stamp   []int32 // by guarded edge: its index in present, if it is there

	after  region // what the last search forward met
	before region // what the last search backward met
	places []int32

	steps    int64
	reorders int64
}

// region is a set of nodes in order of discovery. Membership is a stamp, so
// that emptying costs nothing.
type region struct {
	nodes []int32
	mark  []uint32
	round uint32
}

func newRegion(nodes int) region { return region{mark: make([]uint32, nodes)} }

func (r *region) clear() {
	r.nodes = r.nodes[:0]
	r.round++
	if r.round == 0 {
		clear(r.mark)
		r.round = 1
	}
}

func (r *region) add(n int32) {
	if r.mark[n] != r.round {
		r.mark[n] = r.round
		r.nodes = append(r.nodes, n)
	}
}

func (r *region) has(n int32) bool { return r.mark[n] == r.round }

// newGraph returns the graph of p's unguarded edges in the given topological
// order.
func newGraph(p *Problem, order []int32) *graph {
	g := &graph{nodes: p.Nodes, at: order, pos: places(order)}
	g.numberGuarded(p)
	g.out = newAdjacency(successors(p.Nodes, p.Edges), successors(p.Nodes, p.Outside), p.Nodes, g.from, g.to)
	g.in = newAdjacency(predecessors(p.Nodes, p.Edges), predecessors(p.Nodes, p.Outside), p.Nodes, g.to, g.from)
	g.stamp = make([]int32, len(g.guard))
	g.after, g.before = newRegion(p.Nodes), newRegion(p.Nodes)
	return g
}

// places inverts an order: the place of each node.
func places(order []int32) []int32 {
	pos := make([]int32, len(order))
	for i, n := range order {
		pos[n] = int32(i)
	}
	return pos
}

func (g *graph) numberGuarded(p *Problem) {
	byLit := makeRows(2*p.Vars, len(p.Guarded), func(i int) int32 { return int32(p.Guarded[i].Lit) }, index)
	g.first = byLit.start
	if g.first == nil {
		g.first = make([]int32, 2*p.Vars+1)
	}
	g.guard = make([]Lit, len(p.Guarded))
	g.from = make([]int32, len(p.Guarded))
	g.to = make([]int32, len(p.Guarded))
	for e, i := range byLit.items {
		g.guard[e], g.from[e], g.to[e] = p.Guarded[i].Lit, p.Guarded[i].From, p.Guarded[i].To
	}
}

// add makes guarded edge e present and reports whether the graph is still
// acyclic. If not, e is not added, and to[e] reaches from[e].
func (g *graph) add(e int32) bool {
	if !g.arrange(g.from[e], g.to[e]) {
		return false
	}
	g.stamp[e] = int32(len(g.present))
	g.present = append(g.present, e)
	g.out.push(e)
	g.in.push(e)
	return true
}

// arrange changes the order such that u comes before v. It returns false, and
// changes nothing, if v reaches u.
//
// Only nodes between the two in the old order are looked at: those that v
// reaches and those that reach u. If they were moved, these sets are left in
// after and before; otherwise before is empty.
func (g *graph) arrange(u, v int32) bool {
	g.after.clear()
	g.before.clear()
	if u == v {
		return false
	}
	lo, hi := g.pos[v], g.pos[u]
	if hi < lo {
		return true
	}
	if g.spread(&g.after, &g.out, v, lo, hi); g.after.has(u) {
		return false
	}
	g.spread(&g.before, &g.in, u, lo, hi)
	g.reorder()
	return true
}

// removeTo removes the newest present edges until n are left.
func (g *graph) removeTo(n int) {
	for i := len(g.present) - 1; i >= n; i-- {
		e := g.present[i]
		g.out.pop(e)
		g.in.pop(e)
	}
	g.present = g.present[:n]
}

// spread fills r with the nodes connected to start along a whose places are
// within lo and hi.
func (g *graph) spread(r *region, a *adjacency, start, lo, hi int32) {
	r.add(start)
	visit := func(n int32) {
		if p := g.pos[n]; lo <= p && p <= hi {
			r.add(n)
		}
	}
	for i := 0; i < len(r.nodes); i++ {
		n := r.nodes[i]
		base, outside := a.base.row(n), a.outside.row(n)
		for _, m := range base {
			visit(m)
		}
		for _, m := range outside {
			visit(m)
		}
		for e := a.head[n]; e >= 0; e = a.next[e] {
			visit(a.far[e])
			g.steps++
		}
		g.steps += int64(1 + len(base) + len(outside))
	}
}

// reorder moves the nodes of before ahead of those of after, within the places
// the two sets hold together, keeping the order within each set.
func (g *graph) reorder() {
	g.reorders++
	g.places = g.places[:0]
	g.sortByPlace(g.before.nodes)
	g.sortByPlace(g.after.nodes)
	for _, n := range g.before.nodes {
		g.places = append(g.places, g.pos[n])
	}
	for _, n := range g.after.nodes {
		g.places = append(g.places, g.pos[n])
	}
	slices.Sort(g.places)
	for i, n := range g.before.nodes {
		g.put(n, g.places[i])
	}
	for i, n := range g.after.nodes {
		g.put(n, g.places[len(g.before.nodes)+i])
	}
}

// sortByPlace sorts nodes by place. Places are unique, so it sorts those and
// looks the nodes up again.
func (g *graph) sortByPlace(nodes []int32) {
	for i, n := range nodes {
		nodes[i] = g.pos[n]
	}
	slices.Sort(nodes)
	for i, p := range nodes {
		nodes[i] = g.at[p]
	}
}

func (g *graph) put(n, place int32) {
	g.pos[n] = place
	g.at[place] = n
}
