package dependency

// Arc is an edge of a [Graph] between nodes.
type Arc struct {
	From, To int32
	Kind     Kind
}

// Graph is a directed graph as compressed rows: the successors of node n are
// To[First[n]:First[n+1]], in the order in which their arcs were given. It costs
// 4 bytes a node and 5 an arc.
type Graph struct {
	First []int32
	To    []int32
	Kinds []Kind
}

// NewGraph returns the graph of nodes 0..nodes-1 with arcs.
func NewGraph(nodes int, arcs []Arc) *Graph {
	g := &Graph{First: make([]int32, nodes+1), To: make([]int32, len(arcs)), Kinds: make([]Kind, len(arcs))}
	for _, a := range arcs {
		g.First[a.From+1]++
	}
	for n := range nodes {
		g.First[n+1] += g.First[n]
	}
	next := make([]int32, nodes)
	copy(next, g.First)
	for _, a := range arcs {
		at := next[a.From]
		g.To[at], g.Kinds[at] = a.To, a.Kind
		next[a.From]++
	}
	return g
}

// Len returns the number of nodes.
func (g *Graph) Len() int { return len(g.First) - 1 }

// Successors returns the successors of n; a node stands once for each arc.
func (g *Graph) Successors(n int32) []int32 { return g.To[g.First[n]:g.First[n+1]] }

// Topological returns the nodes in an order that agrees with every arc and true,
// or the nodes before the first cycle and false. Among nodes that are free to
// come next the one with the least rank comes first; a nil rank is the order of
// the nodes. It takes time O(nodes·log nodes + arcs).
func (g *Graph) Topological(rank []int32) ([]int32, bool) {
	in := make([]int32, g.Len())
	for _, to := range g.To {
		in[to]++
	}
	q := Queue{Rank: rank}
	for n := range int32(g.Len()) {
		if in[n] == 0 {
			q.Push(n)
		}
	}
	order := make([]int32, 0, g.Len())
	for q.Len() > 0 {
		n := q.Pop()
		order = append(order, n)
		for _, to := range g.Successors(n) {
			if in[to]--; in[to] == 0 {
				q.Push(to)
			}
		}
	}
	return order, len(order) == g.Len()
}

// Components returns the strongly connected component of each node, numbered
// from 0 so that arcs between components lead to lower numbers, and their count
// (Tarjan 1972, without recursion).
func (g *Graph) Components() (component []int32, count int32) {
	n := g.Len()
	component = make([]int32, n)
	low := make([]int32, n)
	next := make([]int32, n)
	var path, open []int32
	seen := int32(0)
	for i := range component {
		component[i] = -1
	}
	index := make([]int32, n) // 1 + order of discovery, 0 for not yet
	for root := range int32(n) {
		if index[root] != 0 {
			continue
		}
		path = append(path[:0], root)
		for len(path) > 0 {
			v := path[len(path)-1]
			if index[v] == 0 {
				seen++
				index[v], low[v], next[v] = seen, seen, g.First[v]
				open = append(open, v)
			}
			if next[v] < g.First[v+1] {
				w := g.To[next[v]]
				next[v]++
				if index[w] == 0 {
					path = append(path, w)
				} else if component[w] < 0 {
					low[v] = min(low[v], index[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				p := path[len(path)-1]
				low[p] = min(low[p], low[v])
			}
			if low[v] == index[v] {
				for {
					w := open[len(open)-1]
					open = open[:len(open)-1]
					component[w] = count
					if w == v {
						break
					}
				}
				count++
			}
		}
	}
	return component, count
}
