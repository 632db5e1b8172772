package order

// strongComponents numbers the strongly connected components of the graph whose
// edges are in lists, and returns the number of each node and how many there
// are. It is Tarjan's algorithm (Depth-first search and linear graph
// algorithms, 1972) with a stack of its own.
func strongComponents(nodes int, lists ...rows) (component []int32, count int) {
	t := tarjan{lists: lists, component: make([]int32, nodes), low: make([]int32, nodes)}
	for n := range t.component {
		t.component[n] = none
	}
	for n := range int32(nodes) {
		if t.low[n] == 0 {
			t.visit(n)
		}
	}
	return t.component, t.count
}

type tarjan struct {
	lists     []rows
	component []int32 // by node: its component, or none so far
	low       []int32 // by node: 0, or the least number met from it; numbers start at 1
	number    int32
	open      []int32 // nodes visited, whose component is not known
	path      []visit
	count     int
}

// visit is a node whose edges are being followed: the next is edge number edge
// of lists[list].
type visit struct {
	node, number int32
	list, edge   int32
}

func (t *tarjan) enter(n int32) {
	t.number++
	t.low[n] = t.number
	t.open = append(t.open, n)
	t.path = append(t.path, visit{node: n, number: t.number})
}

func (t *tarjan) visit(n int32) {
	t.enter(n)
	for len(t.path) > 0 {
		v := &t.path[len(t.path)-1]
		m, ok := t.next(v)
		switch {
		case !ok:
			t.leave()
		case t.low[m] == 0:
			t.enter(m)
		case t.component[m] == none:
			t.low[v.node] = min(t.low[v.node], t.low[m])
		}
	}
}

// next returns the node that v's next edge leads to.
func (t *tarjan) next(v *visit) (node int32, ok bool) {
	for int(v.list) < len(t.lists) {
		if row := t.lists[v.list].row(v.node); int(v.edge) < len(row) {
			v.edge++
			return row[v.edge-1], true
		}
		v.list, v.edge = v.list+1, 0
	}
	return 0, false
}

// leave ends the visit of a node. If it met no earlier one, the nodes opened
// since are its component.
func (t *tarjan) leave() {
	v := t.path[len(t.path)-1]
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		up := t.path[len(t.path)-1].node
		t.low[up] = min(t.low[up], t.low[v.node])
	}
	if t.low[v.node] != v.number {
		return
	}
	for {
		n := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.component[n] = int32(t.count)
		if n == v.node {
			break
		}
	}
	t.count++
}
