package order_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"visar/checker/order"
)

// serialRun describes a random problem in the shape of a serializability check.
// Transactions run one after the other; each reads two keys and writes two
// others blindly. Nodes are transactions; what is known is the order within
// each session, who read from whom, and what follows; what is open is the order
// of the writers of each key.
type serialRun struct {
	nodes    int
	keys     int
	sessions int
	skew     float64 // exponent of the Zipf distribution of keys; 0 is uniform
	// window is how far apart, in places, two writers are whose order is known
	// anyway. With 0 nothing is, and what follows is found by saturation, which
	// needs nodes² bits.
	window int
	stale  int  // reads that see the version before the last
	apart  bool // readers must not come after a path from the next writer, instead of before it
	hinted bool // the hint is the true order, blurred
	seed   uint64
}

// access is one write with the transactions that read it.
type access struct {
	writer  int
	readers []int
}

// problem numbers the transactions at random, so that an index tells nothing.
func (g serialRun) problem() *order.Problem {
	r := rand.New(rand.NewPCG(g.seed, 7))
	p := &order.Problem{Nodes: g.nodes}
	name := r.Perm(g.nodes)
	edge := func(a, b int) order.Edge { return order.Edge{From: int32(name[a]), To: int32(name[b])} }
	last := make([]int, g.sessions)
	versions := make([][]access, g.keys)
	pick := g.picker(r)
	stale := g.stale
	for i := range g.nodes {
		if s := r.IntN(g.sessions); i >= g.sessions {
			p.Edges = append(p.Edges, edge(last[s], i))
			last[s] = i
		} else {
			last[i] = i
		}
		for range 2 {
			v := versions[pick()]
			n := len(v) - 1
			if n > 1 && stale > 0 && i > g.nodes/2 && v[n-1].writer > i-max(g.window/2, 20) {
				n--
				stale--
			}
			if n >= 0 && v[n].writer != i {
				p.Edges = append(p.Edges, edge(v[n].writer, i))
				v[n].readers = append(v[n].readers, i)
			}
		}
		for range 2 {
			k := pick()
			if n := len(versions[k]); n == 0 || versions[k][n-1].writer != i {
				versions[k] = append(versions[k], access{writer: i})
			}
		}
	}
	known := g.known(versions)
	if g.window == 0 {
		known = saturate(p, versions, name)
	}
	c := chooser{p: p, known: known, edge: edge, apart: g.apart}
	for _, v := range versions {
		c.add(v)
	}
	if g.hinted {
		p.Hint = make([]int32, g.nodes)
		for i, n := range name {
			p.Hint[n] = int32(i + r.IntN(max(g.window, 20)))
		}
	}
	return p
}

// picker returns a source of keys.
func (g serialRun) picker(r *rand.Rand) func() int {
	sum := make([]float64, g.keys)
	total := 0.0
	for k := range sum {
		total += math.Pow(float64(k+1), -g.skew)
		sum[k] = total
	}
	return func() int { return sort.SearchFloat64s(sum, r.Float64()*total) }
}

// known says of two writers that the first is known to come first.
func (g serialRun) known([][]access) func(a, b int) bool {
	return func(a, b int) bool { return b-a >= g.window }
}

// chooser states the order of writers.
type chooser struct {
	p     *order.Problem
	known func(a, b int) bool
	edge  func(a, b int) order.Edge
	apart bool
}

// add adds a variable for each two writers of one key whose order is not known,
// and edges for the rest.
func (c *chooser) add(v []access) {
	for i, a := range v {
		settled := math.MaxInt // writers known to follow this one follow a through it
		for _, b := range v[i+1:] {
			switch {
			case a.writer == b.writer || (settled < math.MaxInt && c.known(settled, b.writer)):
			case c.known(a.writer, b.writer):
				c.precede(a, b, order.Base)
				settled = min(settled, b.writer)
			case c.known(b.writer, a.writer):
				c.precede(b, a, order.Base)
			default:
				l := order.Lit(2 * c.p.Vars)
				c.p.Vars++
				c.precede(a, b, l)
				c.precede(b, a, l.Not())
			}
		}
	}
}

// precede says that a's version comes before b's while guard is true, and its
// readers before b; or, apart, that no path leads from b to them.
func (c *chooser) precede(a, b access, guard order.Lit) {
	c.present(guard, c.edge(a.writer, b.writer))
	for _, t := range a.readers {
		switch {
		case t == b.writer:
		case !c.apart:
			c.present(guard, c.edge(t, b.writer))
		case guard == order.Base:
			c.p.Forbidden = append(c.p.Forbidden, c.edge(b.writer, t))
		default:
			c.p.GuardedForbidden = append(c.p.GuardedForbidden, order.GuardedEdge{Lit: guard, Edge: c.edge(b.writer, t)})
		}
	}
}

func (c *chooser) present(guard order.Lit, e order.Edge) {
	if guard == order.Base {
		c.p.Edges = append(c.p.Edges, e)
	} else {
		c.p.Guarded = append(c.p.Guarded, order.GuardedEdge{Lit: guard, Edge: e})
	}
}

// saturate adds edges that the reads force, until nothing changes, and returns
// what is known then. Writers of a key that a read's source precedes come after
// the reader; those that precede the reader come before the source.
func saturate(p *order.Problem, versions [][]access, name []int) func(a, b int) bool {
	for {
		reach, cyclic := reachability(p)
		known := func(a, b int) bool { return reach[name[a]].has(name[b]) }
		before := len(p.Edges)
		need := func(a, b int) {
			if a != b && !known(a, b) {
				p.Edges = append(p.Edges, order.Edge{From: int32(name[a]), To: int32(name[b])})
			}
		}
		for _, v := range versions {
			for _, s := range v {
				for _, w := range v {
					for _, t := range s.readers {
						if w.writer == s.writer || w.writer == t {
							continue
						}
						if known(w.writer, t) {
							need(w.writer, s.writer)
						}
						if known(s.writer, w.writer) {
							need(t, w.writer)
						}
					}
				}
			}
		}
		slices.SortFunc(p.Edges[before:], func(a, b order.Edge) int { return int(a.From-b.From)*p.Nodes + int(a.To-b.To) })
		p.Edges = append(p.Edges[:before], slices.Compact(p.Edges[before:])...)
		if len(p.Edges) == before || cyclic {
			return known
		}
	}
}

type bits []uint64

func (b bits) has(i int) bool { return b[i/64]>>(i%64)&1 == 1 }

// reachability returns for each node what it reaches, and whether there is a
// cycle, in which case some nodes reach more than that.
func reachability(p *order.Problem) (reach []bits, cyclic bool) {
	next := make([][]int32, p.Nodes)
	degree := make([]int, p.Nodes)
	for _, e := range p.Edges {
		next[e.From] = append(next[e.From], e.To)
		degree[e.To]++
	}
	var sorted []int32
	for n, d := range degree {
		if d == 0 {
			sorted = append(sorted, int32(n))
		}
	}
	for i := 0; i < len(sorted); i++ {
		for _, m := range next[sorted[i]] {
			if degree[m]--; degree[m] == 0 {
				sorted = append(sorted, m)
			}
		}
	}
	words := (p.Nodes + 63) / 64
	all := make([]uint64, p.Nodes*words)
	reach = make([]bits, p.Nodes)
	for n := range reach {
		reach[n] = all[n*words : (n+1)*words]
	}
	for _, n := range slices.Backward(sorted) {
		for _, m := range next[n] {
			reach[n][m/64] |= 1 << (m % 64)
			for i, w := range reach[m] {
				reach[n][i] |= w
			}
		}
	}
	return reach, len(sorted) < p.Nodes
}
