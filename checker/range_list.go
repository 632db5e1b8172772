package checker

import "visar/history/dependency"

// rangeList is a growing list of nodes any range of which can be put before a
// common successor in O(log² length) arcs.
//
// It is a Fenwick tree: cover[i-1] is a node of the net that stands for the
// elements (i-lowbit(i), i], counted from 1. Covers are made when a range first
// asks for them; all of a list's take no more than two arcs an element.
type rangeList struct {
	nodes []int32
	cover []int32
}

func (l *rangeList) reset() { l.nodes, l.cover = l.nodes[:0], l.cover[:0] }

func (l *rangeList) push(n int32) { l.nodes = append(l.nodes, n) }

// precede puts the elements [lo,hi), counted from 0, before to.
func (l *rangeList) precede(g *net, lo, hi, to int32) {
	if hi-lo > 1 {
		l.extend(g, hi)
	}
	for i := hi; i > lo; {
		if width := i & -i; width > 1 && i-width >= lo {
			g.add(l.cover[i-1], to, dependency.CO)
			i -= width
		} else {
			g.add(l.nodes[i-1], to, dependency.CO)
			i--
		}
	}
}

// extend makes the covers of the first count elements.
func (l *rangeList) extend(g *net, count int32) {
	for i := int32(len(l.cover)) + 1; i <= count; i++ {
		n := l.nodes[i-1]
		if i&1 == 1 {
			l.cover = append(l.cover, n)
			continue
		}
		c := g.aux(noOwner)
		g.add(n, c, dependency.CO)
		for j := i - 1; j > i-i&-i; j -= j & -j {
			g.add(l.cover[j-1], c, dependency.CO)
		}
		l.cover = append(l.cover, c)
	}
}
