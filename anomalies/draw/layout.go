package draw

import (
	"slices"

	"visar/history"
)

// placeColumns gives each session a column, by first appearance.
func (s *scene) placeColumns() {
	var sessions []int32
	for i := range s.boxes {
		session := s.h.Session(s.boxes[i].txn)
		col := slices.Index(sessions, session)
		if col < 0 {
			col = len(sessions)
			sessions = append(sessions, session)
			s.lanes = append(s.lanes, lane{})
			if name := s.h.SessionName(session); name != "" {
				s.lanes[col].name = fit("session "+name, maxCells)
			}
		}
		s.boxes[i].col = col
	}
}

// placeRows puts each box below those that come before it. Where that goes in a
// circle, the box that was told of first comes first.
func (s *scene) placeRows() {
	placed := make([]bool, len(s.boxes))
	for range s.boxes {
		i := s.nextRow(placed)
		placed[i] = true
		for j := range s.boxes {
			if placed[j] && j != i && s.before(j, i) {
				s.boxes[i].row = max(s.boxes[i].row, s.boxes[j].row+1)
			}
		}
		s.leaveCell(i, placed)
	}
}

// leaveCell moves a box down while its cell is taken.
func (s *scene) leaveCell(i int, placed []bool) {
	for j := 0; j < len(s.boxes); j++ {
		if j != i && placed[j] && s.boxes[j].col == s.boxes[i].col && s.boxes[j].row == s.boxes[i].row {
			s.boxes[i].row++
			j = -1
		}
	}
}

// nextRow returns the first box with nothing before it that is not placed, or the
// first that is not placed.
func (s *scene) nextRow(placed []bool) int {
	for i := range s.boxes {
		if placed[i] {
			continue
		}
		free := true
		for j := range s.boxes {
			free = free && (placed[j] || j == i || !s.before(j, i))
		}
		if free {
			return i
		}
	}
	return slices.Index(placed, false)
}

// before reports whether box i comes before box j by session order, real time, or
// an arrow that says so.
func (s *scene) before(i, j int) bool {
	a, b := s.boxes[i].txn, s.boxes[j].txn
	if s.boxes[i].col == s.boxes[j].col {
		return a < b
	}
	if end, start := s.h.End(a), s.h.Start(b); end != history.NoTime && start != history.NoTime && end < start {
		return true
	}
	return slices.ContainsFunc(s.arrows, func(w arrow) bool {
		return w.from == i && w.to == j && w.below
	})
}

// place computes where the boxes stand. Those of a column are equally wide.
func (s *scene) place() {
	gutter := s.gutter()
	x := gutter
	for col := range s.lanes {
		s.lanes[col].x, s.lanes[col].w = x, s.columnWidth(col)
		x += s.lanes[col].w + gutter
	}
	rows := 0
	for i := range s.boxes {
		rows = max(rows, s.boxes[i].row+1)
	}
	y := laneHead + channel/2
	for row := range rows {
		height := 0
		for i := range s.boxes {
			b := &s.boxes[i]
			if b.row == row {
				b.rect = rect{s.lanes[b.col].x, y, s.lanes[b.col].w, (len(b.lines)+1)*lineHeight + padding}
				height = max(height, b.h)
			}
		}
		y += height + channel
	}
}

func (s *scene) columnWidth(col int) int {
	width := textWidth(s.lanes[col].name)
	for i := range s.boxes {
		b := &s.boxes[i]
		if b.col != col {
			continue
		}
		width = max(width, textWidth(b.title))
		for _, l := range b.lines {
			width = max(width, textWidth(l.text))
		}
	}
	return width + 2*padding
}

// gutter is the width between columns: room for the longest label and some lines.
func (s *scene) gutter() int {
	width := 0
	for _, a := range s.arrows {
		width = max(width, textWidth(a.label()))
	}
	return max(72, width+3*track+2*clearance)
}
