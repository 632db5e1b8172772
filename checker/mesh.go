package checker

// mesh is a directed graph as compressed rows, without kinds: the successors of v
// are to[first[v]:first[v+1]], in the order in which their arcs were given.
type mesh struct{ first, to []int32 }

func newMesh(nodes int32, lists ...[]arc) *mesh {
	total := 0
	for _, arcs := range lists {
		total += len(arcs)
	}
	m := &mesh{first: make([]int32, nodes+1), to: make([]int32, total)}
	for _, arcs := range lists {
		for _, a := range arcs {
			m.first[a.from+1]++
		}
	}
	for v := range nodes {
		m.first[v+1] += m.first[v]
	}
	// first[v] is moved while row v is filled, and put back after.
	for _, arcs := range lists {
		for _, a := range arcs {
			m.to[m.first[a.from]] = a.to
			m.first[a.from]++
		}
	}
	copy(m.first[1:], m.first[:nodes])
	m.first[0] = 0
	return m
}

// newBackMesh returns the graph with every arc turned around.
func newBackMesh(nodes int32, lists ...[]arc) *mesh {
	back := make([][]arc, len(lists))
	for i, arcs := range lists {
		back[i] = make([]arc, len(arcs))
		for j, a := range arcs {
			back[i][j] = arc{a.to, a.from}
		}
	}
	return newMesh(nodes, back...)
}

func (m *mesh) successors(v int32) []int32 { return m.to[m.first[v]:m.first[v+1]] }

// topological returns the nodes in an order that agrees with every arc, and
// whether there is one. It takes linear time.
func (m *mesh) topological() ([]int32, bool) {
	n := int32(len(m.first) - 1)
	in := make([]int32, n)
	for _, w := range m.to {
		in[w]++
	}
	order := make([]int32, 0, n)
	for v := range n {
		if in[v] == 0 {
			order = append(order, v)
		}
	}
	for at := 0; at < len(order); at++ {
		for _, w := range m.successors(order[at]) {
			if in[w]--; in[w] == 0 {
				order = append(order, w)
			}
		}
	}
	return order, int32(len(order)) == n
}
