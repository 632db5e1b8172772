package dependency_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"visar/history/dependency"
)

// ruled is a graph whose cycles may not have two neighbouring anti-dependencies
// and no more than reads of them. Its nodes from nodes on are hubs.
type ruled struct {
	*dependency.Graph
	nodes int32
	reads int
	start int32
}

const countedReads = 3

// after returns the state of a walk after an edge: how many anti-dependencies it
// has, the last edge being one or not.
func (g *ruled) after(state uint8, kind dependency.Kind) (next uint8, ok bool) {
	count, anti := int(state/2), state%2 == 1
	if kind != dependency.RW {
		return uint8(2 * count), true
	}
	if anti || count == g.reads {
		return 0, false
	}
	return uint8(2*count + 3), true
}

func (g *ruled) Begin(start int32) uint8 { g.start = start; return 0 }

// Steps lets a cycle that has an anti-dependency begin with one, or none has.
func (g *ruled) Steps(buf []dependency.Step, n int32, state uint8, first bool) []dependency.Step {
	for i, to := range g.Successors(n) {
		next, ok := g.after(state, g.Kinds[g.First[n]+int32(i)])
		switch {
		case !ok || first && g.reads > 0 && next == 0:
		case to >= g.nodes:
			buf = append(buf, dependency.Step{To: to - g.nodes, State: next, Hub: true})
		default:
			buf = append(buf, dependency.Step{To: to, State: next})
		}
	}
	return buf
}

// Hub takes the arc of a hub to another one for the chain.
func (g *ruled) Hub(buf []int32, hub int32) (nodes []int32, next int32) {
	next = -1
	for _, to := range g.Successors(hub + g.nodes) {
		if to < g.nodes {
			buf = append(buf, to)
		} else {
			next = to - g.nodes
		}
	}
	return buf, next
}

func (g *ruled) Closes(n int32, state uint8) bool {
	for _, e := range g.Steps(nil, n, state, false) {
		for hub := e.To; ; {
			ends := []int32{e.To}
			next := int32(-1)
			if e.Hub {
				ends, next = g.Hub(nil, hub)
			}
			if slices.Contains(ends, g.start) && (g.reads == 0 || e.State%2 == 0) {
				return true
			}
			if next < 0 {
				break
			}
			hub = next
		}
	}
	return false
}

// edges lists the edges between nodes, those through hubs included.
func (g *ruled) edges() (all []dependency.Arc) {
	for n := range g.nodes {
		for i, to := range g.Successors(n) {
			kind := g.Kinds[g.First[n]+int32(i)]
			if to < g.nodes {
				all = append(all, dependency.Arc{From: n, To: to, Kind: kind})
				continue
			}
			for hub := to - g.nodes; hub >= 0; {
				var ends []int32
				ends, hub = g.Hub(nil, hub)
				for _, end := range ends {
					all = append(all, dependency.Arc{From: n, To: end, Kind: kind})
				}
			}
		}
	}
	return all
}

// shortestByTrying returns the length of a shortest cycle that the rule allows, or
// 0: it tries all ways from each node.
func (g *ruled) shortestByTrying() int {
	edges := g.edges()
	best := 0
	var extend func(path []int32, kinds []dependency.Kind)
	extend = func(path []int32, kinds []dependency.Kind) {
		if best > 0 && len(path) >= best {
			return
		}
		for _, e := range edges {
			if e.From != path[len(path)-1] {
				continue
			}
			all := append(slices.Clone(kinds), e.Kind)
			if e.To == path[0] && len(path) > 1 && g.allows(all) && (best == 0 || len(all) < best) {
				best = len(all)
			} else if !slices.Contains(path, e.To) {
				extend(append(slices.Clone(path), e.To), all)
			}
		}
	}
	for n := range g.nodes {
		extend([]int32{n}, nil)
	}
	return best
}

// allows is the rule, told of a whole cycle.
func (g *ruled) allows(kinds []dependency.Kind) bool {
	count := 0
	for i, k := range kinds {
		if k != dependency.RW {
			continue
		}
		count++
		if kinds[(i+1)%len(kinds)] == dependency.RW {
			return false
		}
	}
	return count <= g.reads && (g.reads == 0 || count > 0)
}

// randomRuled returns a random graph with chains of hubs and without loops.
func randomRuled(rng *rand.Rand) *ruled {
	for {
		g := anyRuled(rng)
		if !slices.ContainsFunc(g.edges(), func(e dependency.Arc) bool { return e.From == e.To }) {
			return g
		}
	}
}

func anyRuled(rng *rand.Rand) *ruled {
	g := &ruled{nodes: int32(2 + rng.IntN(6)), reads: rng.IntN(countedReads)}
	hubs := int32(rng.IntN(4))
	var arcs []dependency.Arc
	for range 1 + rng.IntN(int(3*g.nodes)) {
		from, to := rng.Int32N(g.nodes), rng.Int32N(g.nodes+hubs)
		if from != to {
			arcs = append(arcs, dependency.Arc{From: from, To: to, Kind: dependency.Kind(rng.IntN(5))})
		}
	}
	for h := range hubs {
		arcs = append(arcs, dependency.Arc{From: g.nodes + h, To: rng.Int32N(g.nodes)})
		if h+1 < hubs && rng.IntN(3) > 0 {
			arcs = append(arcs, dependency.Arc{From: g.nodes + h, To: g.nodes + h + 1})
		}
	}
	g.Graph = dependency.NewGraph(int(g.nodes+hubs), arcs)
	return g
}

// TestShortestCycleAgainstEveryPath: the cycle found is one that the rule allows,
// and none is shorter. As the more severe class is looked for first, graphs with a
// cycle without anti-dependencies are searched for that one.
func TestShortestCycleAgainstEveryPath(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 7))
	lengths := map[int]int{}
	for range 20000 {
		g := randomRuled(rng)
		reads := g.reads
		g.reads = 0
		if g.shortestByTrying() == 0 {
			g.reads = reads
		}
		search := dependency.NewCycleSearch(g, int(g.nodes), g.Len()-int(g.nodes), 2*countedReads+2)
		search.Steps = 1 << 40
		var cycle []int32
		if search.Within(g.Graph) {
			cycle = search.Shortest(g.nodes)
		}
		if want := g.shortestByTrying(); len(cycle) != want {
			t.Fatalf("%v in %+v: want length %d", cycle, g.edges(), want)
		}
		if cycle != nil && !g.canWalk(cycle) {
			t.Fatalf("%v is no cycle of %+v", cycle, g.edges())
		}
		lengths[len(cycle)]++
	}
	for length := range 6 {
		if length != 1 && lengths[length] < 5 {
			t.Errorf("%d cycles of length %d", lengths[length], length)
		}
	}
}

// canWalk reports whether some edges along the nodes are allowed together.
func (g *ruled) canWalk(nodes []int32) bool {
	edges := g.edges()
	var try func(kinds []dependency.Kind) bool
	try = func(kinds []dependency.Kind) bool {
		if len(kinds) == len(nodes) {
			return g.allows(kinds)
		}
		from, to := nodes[len(kinds)], nodes[(len(kinds)+1)%len(nodes)]
		for _, e := range edges {
			if e.From == from && e.To == to && try(append(slices.Clone(kinds), e.Kind)) {
				return true
			}
		}
		return false
	}
	return try(nil)
}

// TestShortestCycleTies: of cycles of one length the one with the earliest start
// and, from there, the edges that were given first.
func TestShortestCycleTies(t *testing.T) {
	arc := func(from, to int32) dependency.Arc { return dependency.Arc{From: from, To: to, Kind: dependency.WR} }
	for _, c := range []struct {
		arcs []dependency.Arc
		want []int32
	}{
		{[]dependency.Arc{arc(2, 3), arc(3, 2), arc(0, 1), arc(1, 0)}, []int32{0, 1}},
		{[]dependency.Arc{arc(0, 3), arc(0, 1), arc(1, 0), arc(3, 0)}, []int32{0, 3}},
		{[]dependency.Arc{arc(0, 1), arc(1, 2), arc(2, 0), arc(3, 2), arc(2, 3)}, []int32{2, 3}},
	} {
		g := &ruled{Graph: dependency.NewGraph(4, c.arcs), nodes: 4}
		search := dependency.NewCycleSearch(g, 4, 0, 2)
		search.Steps = 1000
		search.Within(g.Graph)
		if got := search.Shortest(4); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.arcs, got, c.want)
		}
	}
}

// TestShortestCycleEndsWithItsSteps: a count that runs out ends the search.
func TestShortestCycleEndsWithItsSteps(t *testing.T) {
	const n = 1000
	var arcs []dependency.Arc
	for i := range int32(n) {
		arcs = append(arcs, dependency.Arc{From: i, To: (i + 1) % n, Kind: dependency.WW})
	}
	g := &ruled{Graph: dependency.NewGraph(n, arcs), nodes: n}
	search := dependency.NewCycleSearch(g, n, 0, 2)
	search.Within(g.Graph)
	search.Steps = 3000
	if cycle := search.Shortest(n); cycle != nil || search.Steps >= 0 {
		t.Errorf("a cycle of %d with %d steps left", len(cycle), search.Steps)
	}
	search.Steps = 1 << 30
	if cycle := search.Shortest(n); len(cycle) != n {
		t.Errorf("a cycle of %d, want %d", len(cycle), n)
	}
}
