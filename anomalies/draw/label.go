package draw

import (
	"cmp"
	"slices"
)

const labelHeight = 14

// label finds a place for the label of each arrow: beside one of its segments, the
// longest first, where it covers no box, no line and no other label. If there is no
// such place it takes the one that covers least.
func (s *scene) label() {
	var taken []rect
	for i := range s.boxes {
		taken = append(taken, s.boxes[i].grow(4))
	}
	for i := range s.arrows {
		for _, segment := range segments(s.arrows[i].path) {
			taken = append(taken, segment.grow(2))
		}
	}
	for i := range s.arrows {
		a := &s.arrows[i]
		a.at = best(a.places(), taken)
		taken = append(taken, a.at.grow(1))
	}
}

// best returns the first of places that overlaps the fewest of taken.
func best(places, taken []rect) rect {
	return slices.MinFunc(places, func(a, b rect) int { return cmp.Compare(overlaps(a, taken), overlaps(b, taken)) })
}

func overlaps(r rect, taken []rect) int {
	n := 0
	for _, t := range taken {
		if r.overlaps(t) {
			n++
		}
	}
	return n
}

// places returns where the label may stand, the better ones first.
func (a *arrow) places() []rect {
	all := segments(a.path)
	slices.SortStableFunc(all, func(x, y rect) int { return cmp.Compare(y.w+y.h, x.w+x.h) })
	w := textWidth(a.label())
	var places []rect
	for _, segment := range all {
		for _, part := range []int{4, 2, 6, 3, 5, 1, 7} {
			x, y := segment.x+segment.w*part/8, segment.y+segment.h*part/8
			if segment.h == 0 {
				places = append(places, rect{x - w/2, y - labelHeight - 3, w, labelHeight}, rect{x - w/2, y + 3, w, labelHeight})
			} else {
				places = append(places, rect{x + 5, y - labelHeight/2, w, labelHeight}, rect{x - 5 - w, y - labelHeight/2, w, labelHeight})
			}
		}
	}
	return places
}

// measure finds the part of the plane that the picture takes.
func (s *scene) measure() {
	low, high := s.boxes[0].rect, point{}
	add := func(r rect) {
		low.x, low.y = min(low.x, r.x), min(low.y, r.y)
		high.x, high.y = max(high.x, r.x+r.w), max(high.y, r.y+r.h)
	}
	for i := range s.boxes {
		add(s.boxes[i].rect)
	}
	for i := range s.arrows {
		add(s.arrows[i].at)
		for _, segment := range segments(s.arrows[i].path) {
			add(segment)
		}
	}
	if s.named() {
		add(rect{low.x, low.y - laneHead, 0, 0})
	}
	s.bounds = rect{low.x, low.y, high.x - low.x, high.y - low.y}.grow(margin)
}

func (s *scene) named() bool {
	return slices.ContainsFunc(s.lanes, func(l lane) bool { return l.name != "" })
}
