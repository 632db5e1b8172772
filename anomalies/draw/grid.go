package draw

import "slices"

// grid is where lines may run: along every y of ys and every x of xs, outside the
// boxes.
type grid struct {
	xs, ys []int
	// blocked, by point, and by the segment that leads from the point to the right or
	// down.
	right, down []bool
}

// newGrid returns the grid of a scene: tracks in the gutters and channels, and a
// line from each port.
func (s *scene) newGrid(ports []port) *grid {
	g := &grid{}
	left := 0
	for _, l := range s.lanes {
		g.xs = append(g.xs, tracks(left, l.x)...)
		left = l.x + l.w
	}
	g.xs = append(g.xs, tracks(left, left+s.gutter())...)
	for _, p := range ports {
		g.xs, g.ys = append(g.xs, p.x), append(g.ys, p.y)
	}
	for _, c := range s.channels() {
		g.ys = append(g.ys, tracks(c[0], c[1])...)
	}
	g.xs, g.ys = sorted(g.xs), sorted(g.ys)
	g.block(s.boxes, ports)
	return g
}

// tracks returns lines between lo and hi that keep clear of both, from the middle
// outwards evenly.
func tracks(lo, hi int) []int {
	n := max(1, (hi-lo-2*clearance)/track)
	first := (lo + hi - (n-1)*track) / 2
	var at []int
	for i := range n {
		at = append(at, first+i*track)
	}
	return at
}

// channels returns the spaces between rows, and above and below them.
func (s *scene) channels() [][2]int {
	var tops, bottoms []int
	for i := range s.boxes {
		b := &s.boxes[i]
		for len(tops) <= b.row {
			tops, bottoms = append(tops, b.y), append(bottoms, 0)
		}
		tops[b.row], bottoms[b.row] = b.y, max(bottoms[b.row], b.y+b.h)
	}
	spaces := [][2]int{{laneHead - channel/2, laneHead + channel/2}}
	for row := range tops {
		spaces = append(spaces, [2]int{bottoms[row], bottoms[row] + channel})
	}
	return spaces
}

func sorted(at []int) []int {
	slices.Sort(at)
	return slices.Compact(at)
}

// block marks the segments that come too near to a box. From a port a line may
// leave at a right angle.
func (g *grid) block(boxes []box, ports []port) {
	g.right = make([]bool, len(g.xs)*len(g.ys))
	g.down = make([]bool, len(g.xs)*len(g.ys))
	for yi, y := range g.ys {
		for xi, x := range g.xs {
			at := g.index(xi, yi)
			g.right[at] = xi+1 == len(g.xs) || g.near(boxes, ports, point{x, y}, point{g.xs[min(xi+1, len(g.xs)-1)], y})
			g.down[at] = yi+1 == len(g.ys) || g.near(boxes, ports, point{x, y}, point{x, g.ys[min(yi+1, len(g.ys)-1)]})
		}
	}
}

func (g *grid) index(xi, yi int) int { return yi*len(g.xs) + xi }

// near reports whether a segment comes too near to a box that it does not leave
// or enter by a port.
func (g *grid) near(boxes []box, ports []port, a, b point) bool {
	segment := rect{a.x, a.y, b.x - a.x, b.y - a.y}
	for i := range boxes {
		wide := boxes[i].grow(clearance - 1)
		if !touches(segment, wide) {
			continue
		}
		if touches(segment, boxes[i].grow(-1)) || !slices.ContainsFunc(ports, func(p port) bool {
			return p.box == i && (p.point == a || p.point == b) && p.leaves(a, b)
		}) {
			return true
		}
	}
	return false
}

// touches reports whether a segment, a rect without width or height, has a point
// in r.
func touches(segment, r rect) bool {
	return segment.x <= r.x+r.w && r.x <= segment.x+segment.w && segment.y <= r.y+r.h && r.y <= segment.y+segment.h
}
