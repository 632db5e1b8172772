package dependency_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"visar/history/dependency"
)

// randomArcs returns arcs between nodes, some of them doubled or loops. With
// forward set they lead to nodes that come later in some order, so that there is
// no cycle.
func randomArcs(rng *rand.Rand, nodes int, forward bool) []dependency.Arc {
	at := rng.Perm(nodes)
	var arcs []dependency.Arc
	for range rng.IntN(2*nodes + 1) {
		a, b := int32(rng.IntN(nodes)), int32(rng.IntN(nodes))
		if forward && at[a] > at[b] {
			a, b = b, a
		}
		if forward && a == b {
			continue
		}
		arcs = append(arcs, dependency.Arc{From: a, To: b, Kind: dependency.Kind(rng.IntN(6))})
		if rng.IntN(8) == 0 {
			arcs = append(arcs, arcs[len(arcs)-1])
		}
	}
	return arcs
}

func reachability(nodes int, arcs []dependency.Arc) [][]bool {
	reach := make([][]bool, nodes)
	for n := range reach {
		reach[n] = make([]bool, nodes)
	}
	for _, a := range arcs {
		reach[a.From][a.To] = true
	}
	closure(reach)
	return reach
}

func TestSuccessorsAreInOrderOfArcs(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for range 300 {
		nodes := 1 + rng.IntN(9)
		arcs := randomArcs(rng, nodes, false)
		g := dependency.NewGraph(nodes, arcs)
		if g.Len() != nodes {
			t.Fatalf("%d nodes, want %d", g.Len(), nodes)
		}
		for n := range int32(nodes) {
			var to []int32
			var kinds []dependency.Kind
			for _, a := range arcs {
				if a.From == n {
					to, kinds = append(to, a.To), append(kinds, a.Kind)
				}
			}
			if !slices.Equal(g.Successors(n), to) || !slices.Equal(g.Kinds[g.First[n]:g.First[n+1]], kinds) {
				t.Fatalf("successors of %d are %v, want %v of kinds %v\n%v", n, g.Successors(n), to, kinds, arcs)
			}
		}
	}
}

// Two nodes are in one component if each reaches the other; arcs between
// components lead to lower numbers, and all numbers below the count are used.
func TestComponents(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	sizes := map[bool]int{}
	for i := range 3000 {
		nodes := 1 + rng.IntN(12)
		arcs := randomArcs(rng, nodes, i%4 == 0)
		component, count := dependency.NewGraph(nodes, arcs).Components()
		reach := reachability(nodes, arcs)
		used := make([]bool, count)
		for a := range nodes {
			used[component[a]] = true
			for b := range nodes {
				if want := a == b || reach[a][b] && reach[b][a]; (component[a] == component[b]) != want {
					t.Fatalf("components %v: nodes %d and %d together is %v, want %v\n%v", component, a, b, !want, want, arcs)
				}
				if reach[a][b] && component[a] < component[b] {
					t.Fatalf("components %v: %d reaches %d, whose number is higher\n%v", component, a, b, arcs)
				}
			}
		}
		if slices.Contains(used, false) {
			t.Fatalf("components %v do not use all numbers below %d", component, count)
		}
		sizes[int(count) < nodes]++
	}
	if sizes[true] < 500 || sizes[false] < 500 {
		t.Errorf("%d graphs with cycles through several nodes and %d without: too few", sizes[true], sizes[false])
	}
}

// leastFirst is a topological order by its definition: again and again the node
// of least rank, and of those the least one, that nothing left precedes.
func leastFirst(nodes int, arcs []dependency.Arc, rank []int32) []int32 {
	var order []int32
	for {
		best := int32(-1)
		for n := range int32(nodes) {
			free := !slices.Contains(order, n) && !slices.ContainsFunc(arcs, func(a dependency.Arc) bool {
				return a.To == n && !slices.Contains(order, a.From)
			})
			if free && (best < 0 || rank != nil && rank[n] < rank[best]) {
				best = n
			}
		}
		if best < 0 {
			return order
		}
		order = append(order, best)
	}
}

func TestTopological(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	wholes := map[bool]int{}
	for i := range 3000 {
		nodes := 1 + rng.IntN(12)
		arcs := randomArcs(rng, nodes, i%2 == 0)
		var rank []int32
		if i%3 > 0 {
			for range nodes {
				rank = append(rank, int32(rng.IntN(1+i%3*nodes))-2)
			}
		}
		order, whole := dependency.NewGraph(nodes, arcs).Topological(rank)
		if want := leastFirst(nodes, arcs, rank); !slices.Equal(order, want) || whole != (len(want) == nodes) {
			t.Fatalf("order %v (whole %v), want %v by ranks %v\n%v", order, whole, want, rank, arcs)
		}
		cyclic := false
		for n, to := range reachability(nodes, arcs) {
			cyclic = cyclic || to[n]
		}
		if whole == cyclic {
			t.Fatalf("order %v (whole %v), with a cycle: %v\n%v", order, whole, cyclic, arcs)
		}
		wholes[whole]++
	}
	if wholes[true] < 1000 || wholes[false] < 500 {
		t.Errorf("%d graphs without a cycle and %d with one: too few", wholes[true], wholes[false])
	}
}

// A path as long as a history would overflow a recursion, and quadratic work
// would not end.
func TestLongPath(t *testing.T) {
	const nodes = 300_000
	var arcs []dependency.Arc
	for n := range int32(nodes - 1) {
		arcs = append(arcs, dependency.Arc{From: n, To: n + 1})
	}
	g := dependency.NewGraph(nodes, arcs)
	if component, count := g.Components(); count != nodes || component[0] != nodes-1 || component[nodes-1] != 0 {
		t.Errorf("%d components, the first node's %d and the last one's %d", count, component[0], component[nodes-1])
	}
	if order, whole := g.Topological(nil); !whole || order[0] != 0 || order[nodes-1] != nodes-1 {
		t.Errorf("the path is not in its order")
	}
	g = dependency.NewGraph(nodes, append(arcs, dependency.Arc{From: nodes - 1}))
	if _, count := g.Components(); count != 1 {
		t.Errorf("%d components of a ring", count)
	}
	if order, whole := g.Topological(nil); whole || len(order) != 0 {
		t.Errorf("a ring has an order of %d nodes", len(order))
	}
}

func TestEmptyGraph(t *testing.T) {
	g := dependency.NewGraph(0, nil)
	if _, count := g.Components(); count != 0 || g.Len() != 0 {
		t.Errorf("%d components of %d nodes", count, g.Len())
	}
	if order, whole := g.Topological(nil); len(order) != 0 || !whole {
		t.Errorf("order %v, whole %v", order, whole)
	}
}
