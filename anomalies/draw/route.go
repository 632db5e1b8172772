package draw

import (
	"container/heap"
	"math"
	"slices"
)

// Costs of a line beside its length in pixels.
const (
	bendCost     = 24
	crossingCost = 60
	besideCost   = 400 // closer to a parallel line than half a track
	noWay        = 1 << 20
)

// route finds the way of every arrow, one after the other: the cheapest one that
// keeps clear of the boxes, with few bends, few crossings and no line along
// another one. Which arrow comes first matters to the others; of few arrows it
// takes the best of several orders.
func (s *scene) route() {
	all := s.allEnds()
	var ports []port
	for _, e := range all {
		ports = append(append(ports, e.from...), e.to...)
	}
	g := s.newGrid(ports)
	least := 0 // no order can do with less
	for _, e := range all {
		_, cost := (&router{grid: g}).find(e)
		least += cost
	}
	var paths [][]point
	best := math.MaxInt
	for _, order := range orders(len(s.arrows)) {
		if found, cost := g.routeAll(all, order, best); cost < best {
			paths, best = found, cost
		}
		if best == least {
			break
		}
	}
	for i := range s.arrows {
		s.arrows[i].path = paths[i]
	}
}

// mostReordered is how many arrows there may be for several orders to be tried: it
// takes time cubic in them.
const mostReordered = 6

// orders returns the orders in which to route n arrows: as they come, and if they
// are few beginning with any of them, either way around.
func orders(n int) [][]int {
	forth := make([]int, n)
	for i := range forth {
		forth[i] = i
	}
	if n > mostReordered {
		return [][]int{forth}
	}
	back := slices.Clone(forth)
	slices.Reverse(back)
	all := [][]int{forth}
	for i := range n {
		all = append(all, slices.Concat(forth[i:], forth[:i]), slices.Concat(back[i:], back[:i]))
	}
	return all
}

// routeAll returns the paths of all arrows, found in the given order, and what
// they cost together. It gives up where that is not below limit.
func (g *grid) routeAll(all []ends, order []int, limit int) (paths [][]point, cost int) {
	paths = make([][]point, len(all))
	var placed []rect
	for _, i := range order {
		r := router{grid: g, placed: placed}
		path, price := r.find(all[i])
		paths[i] = straighten(path)
		placed = append(placed, segments(paths[i])...)
		cost += price
		if cost >= limit {
			break
		}
	}
	return paths, cost
}

// segments returns the segments of a path as rects without width or height.
func segments(path []point) []rect {
	var all []rect
	for i := 1; i < len(path); i++ {
		all = append(all, segment(path[i-1], path[i]))
	}
	return all
}

func segment(a, b point) rect {
	return rect{min(a.x, b.x), min(a.y, b.y), max(a.x-b.x, b.x-a.x), max(a.y-b.y, b.y-a.y)}
}

// straighten drops the points of a path at which it does not bend.
func straighten(path []point) []point {
	var bends []point
	for i, p := range path {
		if i > 0 && i < len(path)-1 {
			a, b := path[i-1], path[i+1]
			if a.x == p.x && p.x == b.x || a.y == p.y && p.y == b.y {
				continue
			}
		}
		bends = append(bends, p)
	}
	return bends
}

// state is a point of the grid and how it was entered: horizontally or
// vertically.
type state int

// router finds one cheapest path (Dijkstra).
type router struct {
	*grid
	placed []rect
	cost   []int
	from   []state
	queue  stateQueue
}

func (r *router) find(e ends) (path []point, cost int) {
	n := 2 * len(r.xs) * len(r.ys)
	r.cost, r.from = make([]int, n), make([]state, n)
	for i := range r.cost {
		r.cost[i] = -1
	}
	for _, p := range e.from {
		r.reach(r.stateOf(p), 0, -1)
	}
	goals := map[state]bool{}
	for _, p := range e.to {
		goals[r.stateOf(p)] = true
	}
	for len(r.queue) > 0 {
		next := heap.Pop(&r.queue).(queued)
		if next.cost > r.cost[next.state] {
			continue
		}
		if goals[next.state] {
			return r.walk(next.state), next.cost
		}
		r.expand(next.state)
	}
	return []point{e.from[0].point, e.to[0].point}, noWay
}

// stateOf returns the state of being at a port, along the line that leaves it.
func (r *router) stateOf(p port) state {
	xi, _ := slices.BinarySearch(r.xs, p.x)
	yi, _ := slices.BinarySearch(r.ys, p.y)
	at := state(2 * r.index(xi, yi))
	if p.vertical {
		at++
	}
	return at
}

func (r *router) reach(s state, cost int, from state) {
	if r.cost[s] >= 0 && r.cost[s] <= cost {
		return
	}
	r.cost[s], r.from[s] = cost, from
	heap.Push(&r.queue, queued{cost, s})
}

// expand reaches the four neighbours of a state.
func (r *router) expand(s state) {
	at := int(s) / 2
	xi, yi := at%len(r.xs), at/len(r.xs)
	if xi+1 < len(r.xs) && !r.right[at] {
		r.step(s, xi, yi, xi+1, yi)
	}
	if xi > 0 && !r.right[at-1] {
		r.step(s, xi, yi, xi-1, yi)
	}
	if yi+1 < len(r.ys) && !r.down[at] {
		r.step(s, xi, yi, xi, yi+1)
	}
	if yi > 0 && !r.down[at-len(r.xs)] {
		r.step(s, xi, yi, xi, yi-1)
	}
}

func (r *router) step(s state, xi, yi, xj, yj int) {
	vertical := state(0)
	if xi == xj {
		vertical = 1
	}
	a, b := point{r.xs[xi], r.ys[yi]}, point{r.xs[xj], r.ys[yj]}
	line := segment(a, b)
	cost := r.cost[s] + line.w + line.h
	if s%2 != vertical {
		cost += bendCost
	}
	for _, p := range r.placed {
		cost += beside(line, p)
	}
	r.reach(state(2*r.index(xj, yj))+vertical, cost, s)
}

// beside is what it costs that segment a meets b, or runs close along it.
func beside(a, b rect) int {
	if (a.w == 0) != (b.w == 0) {
		if touches(a, b) {
			return crossingCost
		}
		return 0
	}
	near := b
	if a.w == 0 {
		near.x, near.w = b.x-track/2, track
	} else {
		near.y, near.h = b.y-track/2, track
	}
	if touches(a, near) {
		return besideCost
	}
	return 0
}

func (r *router) walk(s state) []point {
	var path []point
	for ; s >= 0; s = r.from[s] {
		at := int(s) / 2
		path = append(path, point{r.xs[at%len(r.xs)], r.ys[at/len(r.xs)]})
	}
	slices.Reverse(path)
	return path
}

// queued is a state in the queue; of equal costs the lower state comes first, so
// that the result does not depend on anything but the scene.
type queued struct {
	cost  int
	state state
}

type stateQueue []queued

func (q stateQueue) Len() int { return len(q) }
func (q stateQueue) Less(i, j int) bool {
	return q[i].cost < q[j].cost || q[i].cost == q[j].cost && q[i].state < q[j].state
}
func (q stateQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *stateQueue) Push(x any)   { *q = append(*q, x.(queued)) }
func (q *stateQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
