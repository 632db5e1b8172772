package order

// rows is a table of int32 lists in compressed rows: row i is
// items[start[i]:start[i+1]].
type rows struct {
	start []int32
	items []int32
}

// row returns list i. A table without any list answers with an empty one.
func (r *rows) row(i int32) []int32 {
	if r.start == nil {
		return nil
	}
	return r.items[r.start[i]:r.start[i+1]]
}

// makeRows builds n rows out of count items; key tells the row of item i and
// value what to store. Items of a row keep their order.
func makeRows(n, count int, key, value func(i int) int32) rows {
	if count == 0 {
		return rows{}
	}
	start := make([]int32, n+1)
	for i := range count {
		start[key(i)]++
	}
	sum := int32(0)
	for i, c := range start {
		start[i] = sum
		sum += c
	}
	items := make([]int32, count)
	for i := range count {
		k := key(i)
		items[start[k]] = value(i)
		start[k]++
	}
	copy(start[1:], start[:n])
	start[0] = 0
	return rows{start: start, items: items}
}

// index is the value function of rows that list item numbers.
func index(i int) int32 { return int32(i) }

// successors and predecessors build the rows of an edge list in each direction.
func successors(n int, edges []Edge) rows {
	return makeRows(n, len(edges),
		func(i int) int32 { return edges[i].From }, func(i int) int32 { return edges[i].To })
}

func predecessors(n int, edges []Edge) rows {
	return makeRows(n, len(edges),
		func(i int) int32 { return edges[i].To }, func(i int) int32 { return edges[i].From })
}

// adjacency is the present graph seen in one direction. Edges that come and go
// are kept in one linked list a node, so that the last one added is the first
// one removed, in constant time.
type adjacency struct {
	base    rows
	outside rows
	head    []int32 // by node: its newest present guarded edge, or -1
	next    []int32 // by guarded edge: the one that was newest before it
	near    []int32 // by guarded edge: the end whose list it is in
	far     []int32 // by guarded edge: the other end
}

func newAdjacency(base, outside rows, nodes int, near, far []int32) adjacency {
	a := adjacency{base: base, outside: outside, near: near, far: far,
		head: make([]int32, nodes), next: make([]int32, len(near))}
	for i := range a.head {
		a.head[i] = -1
	}
	return a
}

func (a *adjacency) push(e int32) {
	n := a.near[e]
	a.next[e] = a.head[n]
	a.head[n] = e
}

// pop removes e, which must be the newest edge of its list.
func (a *adjacency) pop(e int32) { a.head[a.near[e]] = a.next[e] }
