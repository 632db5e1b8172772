package checker

import (
	"visar/history/dependency"
)

// hop is a step of a path: the node it leads to and the kind of its arc.
type hop struct {
	node int32
	kind dependency.Kind
}

// levelSearch is a breadth-first search over arcs of length 0 or 1. It can be
// run again without clearing.
type levelSearch struct {
	graph  *dependency.Graph
	length func(from, to int32) int32
	admits func(to int32) bool

	run         int32
	seen        []int32 // by node: the run that reached it
	dist        []int32
	via         []hop // by node: where the shortest path to it comes from
	level, next []int32
	work        int     // arcs looked at
	leave       []int32 // by node: how many arcs looking at it is counted for; nil for those of the graph
	goal        []bool  // by node: what is looked for, or nil
	goals, left int     // how many there are, and are left
	furthest    int32   // how far those are that were reached
}

func newLevelSearch(g *dependency.Graph, length func(from, to int32) int32) *levelSearch {
	n := g.Len()
	return &levelSearch{graph: g, length: length, admits: func(int32) bool { return true },
		seen: make([]int32, n), dist: make([]int32, n), via: make([]hop, n)}
}

// from searches from start, not deeper than limit, until an arc leads back to
// start; the length of that cycle is returned, or -1. Arcs to start must have
// length 1. Where there are goals it ends when it has found all.
func (l *levelSearch) from(start, limit int32) int32 {
	l.run++
	l.left, l.furthest = l.goals, 0
	l.level = append(l.level[:0], start)
	l.seen[start], l.dist[start] = l.run, 0
	for depth := int32(0); depth < limit && !l.done(depth) && len(l.level) > 0; depth++ {
		l.next = l.next[:0]
		for i := 0; i < len(l.level); i++ {
			if v := l.level[i]; l.dist[v] == depth && l.expand(v, start, depth) {
				return depth + 1
			}
		}
		l.level, l.next = l.next, l.level
	}
	return -1
}

// done reports whether all goals are found, the nodes nearer than depth looked at.
func (l *levelSearch) done(depth int32) bool { return l.goals > 0 && l.left == 0 && depth > l.furthest }

// aim makes v a goal, or no longer.
func (l *levelSearch) aim(v int32, goal bool) {
	if l.goal[v] == goal {
		return
	}
	if l.goal[v] = goal; goal {
		l.goals++
	} else {
		l.goals--
	}
}

// expand looks at the arcs of v and reports whether one leads to start.
func (l *levelSearch) expand(v, start, depth int32) bool {
	lo, hi := l.graph.First[v], l.graph.First[v+1]
	if l.leave != nil {
		l.work += int(l.leave[v])
	} else {
		l.work += int(hi - lo)
	}
	for i := lo; i < hi; i++ {
		to := l.graph.To[i]
		if to == start {
			l.via[start] = hop{v, l.graph.Kinds[i]}
			return true
		}
		if !l.admits(to) {
			continue
		}
		d := depth + l.length(v, to)
		if l.reached(to) && l.dist[to] <= d {
			continue
		}
		if l.goal != nil && l.goal[to] && !l.reached(to) {
			l.left--
			l.furthest = max(l.furthest, d)
		}
		l.seen[to], l.dist[to], l.via[to] = l.run, d, hop{v, l.graph.Kinds[i]}
		if d == depth {
			l.level = append(l.level, to)
		} else {
			l.next = append(l.next, to)
		}
	}
	return false
}

func (l *levelSearch) reached(v int32) bool { return l.seen[v] == l.run }

// path returns the hops from start to end, which may be start itself.
func (l *levelSearch) path(start, end int32) []hop {
	var back []hop
	for v := end; ; {
		back = append(back, hop{v, l.via[v].kind})
		if v = l.via[v].node; v == start {
			break
		}
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}
