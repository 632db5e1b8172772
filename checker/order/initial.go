package order

import (
	"cmp"
	"slices"
)

// initialOrder returns a topological order of the edges in lists, and whether
// there is one; if not, what it returns lacks the nodes that lie on a cycle or
// behind one. Of the nodes that may come next, it takes one whose wishes are
// all met, if there is one, and of those the one that the hint puts first. A
// wish is an edge the order follows only where that costs nothing.
//
// It is Kahn's algorithm with two heaps, O((n + m) log n).
func initialOrder(nodes int, hint []int32, wishes []rows, lists ...rows) (order []int32, acyclic bool) {
	k := kahn{rank: ranks(nodes, hint), missing: make([]int32, nodes), unmet: make([]int32, nodes)}
	k.node = places(k.rank)
	count(k.missing, lists)
	count(k.unmet, wishes)
	for n := range int32(nodes) {
		k.offer(n)
	}
	order = make([]int32, 0, nodes)
	for {
		n, ok := k.take()
		if !ok {
			return order, len(order) == nodes
		}
		order = append(order, n)
		for _, l := range lists {
			for _, m := range l.row(n) {
				k.missing[m]--
				k.offer(m)
			}
		}
		for _, l := range wishes {
			for _, m := range l.row(n) {
				if k.unmet[m]--; k.unmet[m] == 0 {
					k.offer(m)
				}
			}
		}
	}
}

// count adds up how often each node ends an edge.
func count(degree []int32, lists []rows) {
	for _, l := range lists {
		for _, n := range l.items {
			degree[n]++
		}
	}
}

// ranks numbers nodes by hint, ties by index.
func ranks(nodes int, hint []int32) []int32 {
	sorted := make([]int32, nodes)
	for i := range sorted {
		sorted[i] = int32(i)
	}
	if hint == nil {
		return sorted
	}
	slices.SortStableFunc(sorted, func(a, b int32) int { return cmp.Compare(hint[a], hint[b]) })
	return places(sorted)
}

// kahn is the state of initialOrder. The heaps hold ranks. A node is in ready
// once nothing is missing, and in free once its wishes are met as well; a node
// already taken may still lie in ready.
type kahn struct {
	rank    []int32
	node    []int32 // by rank
	missing []int32 // by node: predecessors not taken yet, -1 once it is taken
	unmet   []int32 // by node: wished predecessors not taken yet
	free    heap
	ready   heap
}

// offer enters n if that was the last thing it waited for.
func (k *kahn) offer(n int32) {
	if k.missing[n] != 0 {
		return
	}
	if k.unmet[n] == 0 {
		k.free.push(k.rank[n])
	} else {
		k.ready.push(k.rank[n])
	}
}

func (k *kahn) take() (node int32, ok bool) {
	for _, h := range []*heap{&k.free, &k.ready} {
		for len(*h) > 0 {
			n := k.node[h.pop()]
			if k.missing[n] == 0 {
				k.missing[n] = -1
				return n, true
			}
		}
	}
	return 0, false
}

// heap is a binary heap with the least number on top.
type heap []int32

func (h *heap) push(x int32) {
	a := append(*h, x)
	i := len(a) - 1
	for i > 0 && a[(i-1)/2] > x {
		a[i] = a[(i-1)/2]
		i = (i - 1) / 2
	}
	a[i] = x
	*h = a
}

func (h *heap) pop() int32 {
	a := *h
	top, last := a[0], a[len(a)-1]
	a = a[:len(a)-1]
	*h = a
	i := 0
	for {
		c := 2*i + 1
		if c+1 < len(a) && a[c+1] < a[c] {
			c++
		}
		if c >= len(a) || a[c] >= last {
			break
		}
		a[i] = a[c]
		i = c
	}
	if len(a) > 0 {
		a[i] = last
	}
	return top
}
