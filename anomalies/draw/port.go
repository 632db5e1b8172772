package draw

import "slices"

// port is a place at the border of a box where an arrow may begin or end.
type port struct {
	point
	box      int
	vertical bool // it is at the top or the bottom
}

// leaves reports whether the segment between a and b is at a right angle to the
// port's side.
func (p port) leaves(a, b point) bool {
	if p.vertical {
		return a.x == b.x
	}
	return a.y == b.y
}

// portsOf returns the ports of an arrow at one of its ends: beside the operation,
// on both sides, or in the middle of any side for one that joins no operations.
func (s *scene) portsOf(i int, op int32, shift int) []port {
	b := &s.boxes[i]
	y := b.y + padding/2 + lineHeight/2
	at := slices.IndexFunc(b.lines, func(l line) bool { return l.op == op })
	beside := op >= 0 && at >= 0
	if beside {
		y += (at + 1) * lineHeight
	}
	y += shift
	ports := []port{{point{b.x, y}, i, false}, {point{b.x + b.w, y}, i, false}}
	if !beside {
		x := b.x + b.w/2 + 2*shift
		ports = append(ports, port{point{x, b.y}, i, true}, port{point{x, b.y + b.h}, i, true})
	}
	return ports
}

// ends are the ports of an arrow.
type ends struct{ from, to []port }

// allEnds returns the ports of every arrow. Several at one operation are shifted
// apart.
func (s *scene) allEnds() []ends {
	type place struct {
		box int
		op  int32
	}
	used := map[place]int{}
	shift := func(box int, op int32) int {
		n := used[place{box, op}]
		used[place{box, op}]++
		return []int{0, 5, -5, 8, -8}[n%5]
	}
	all := make([]ends, len(s.arrows))
	for i, a := range s.arrows {
		all[i] = ends{s.portsOf(a.from, a.fromOp, shift(a.from, a.fromOp)), s.portsOf(a.to, a.toOp, shift(a.to, a.toOp))}
	}
	return all
}
