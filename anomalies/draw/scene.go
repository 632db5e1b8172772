package draw

import (
	"fmt"
	"slices"
	"strconv"

	"visar/history"
)

const (
	maxBoxes  = 16 // transactions drawn
	maxArrows = 32
	maxLines  = 8  // operations in a box
	maxCells  = 30 // of text in a box
	keyCells  = 10 // of a key on an arrow
)

// point is a place in the picture; y grows downwards.
type point struct{ x, y int }

// rect is a part of the picture.
type rect struct{ x, y, w, h int }

func (r rect) grow(by int) rect { return rect{r.x - by, r.y - by, r.w + 2*by, r.h + 2*by} }

func (r rect) overlaps(o rect) bool {
	return r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h
}

// box is a transaction.
type box struct {
	rect
	txn      int32
	col, row int
	title    string
	aborted  bool
	lines    []line
}

// line is an operation in a box, or a remark.
type line struct {
	op   int32 // -1 for a remark
	text string
	hot  bool // the anomaly rests on it
	bad  bool // it is the read that nothing explains
}

// arrow joins two boxes.
type arrow struct {
	class        string // its kind, "RW", as legends and styles have it
	from, to     int    // boxes
	fromOp, toOp int32  // operations that it joins, or -1
	relation     string // of an abstract execution that it is in: "VIS", "AR" or ""
	text         string // the rest of its label
	below        bool   // its end stands below its beginning, if it can
	headless     bool   // it may run either way
	path         []point
	at           rect   // of the label
	edge         string // [EdgeID] of the edge that it is, or ""
}

// label is the text of an arrow: what it is in the execution, and why.
func (a *arrow) label() string {
	if a.relation == "" || a.text == "" {
		return a.relation + a.text
	}
	return a.relation + " " + a.text
}

// lane is a session.
type lane struct {
	name string
	x, w int
}

// scene is what a picture shows.
type scene struct {
	h           *history.History
	title, desc string
	ops         []int32            // that matter, in order
	bad         int32              // the operation that shows it, or -1
	opText      func(int32) string // an operation in the notation, cut to what matters
	legend      []foot

	boxes  []box
	lanes  []lane
	arrows []arrow
	omits  int // transactions left out
	bounds rect
}

// layOut says where everything stands, once the boxes and the arrows are there.
func (s *scene) layOut() {
	s.placeColumns()
	s.placeRows()
	s.place()
	s.route()
	s.label()
	s.measure()
}

// box returns the box of a transaction, without its place.
func (s *scene) box(t int32) box {
	return box{txn: t, title: s.titleOf(t), aborted: s.h.Status(t) == history.Aborted, lines: s.lines(t)}
}

// titleOf returns the name of a transaction, its times, and its status if that is
// not committed.
func (s *scene) titleOf(t int32) string {
	title := fit(s.h.Name(t), maxCells)
	if start, end := s.h.Start(t), s.h.End(t); start != history.NoTime && end != history.NoTime {
		title += " @" + timeText(start) + "-" + timeText(end)
	}
	if status := s.h.Status(t); status != history.Committed {
		title += " " + status.String()
	}
	return title
}

// timeText returns a time as the notation has it: parentheses tell a sign from the
// dash between two times.
func timeText(t int64) string {
	if t < 0 {
		return fmt.Sprintf("(%d)", t)
	}
	return strconv.FormatInt(t, 10)
}

// lines returns the operations to show: all if they are few, else those that
// matter and how many others there are.
func (s *scene) lines(t int32) []line {
	lo, hi := s.h.Ops(t)
	var lines []line
	omitted := int(hi-lo) > maxLines
	for i := lo; i < hi && len(lines) < maxLines; i++ {
		_, matters := slices.BinarySearch(s.ops, i)
		if omitted && !matters {
			continue
		}
		lines = append(lines, line{op: i, text: fit(s.opText(i), maxCells), hot: matters, bad: i == s.bad})
	}
	if rest := int(hi-lo) - len(lines); rest > 0 {
		lines = append(lines, line{op: -1, text: fmt.Sprintf("… %d more", rest)})
	}
	return lines
}

func (s *scene) boxOf(t int32) int {
	return slices.IndexFunc(s.boxes, func(b box) bool { return b.txn == t })
}

// addArrow adds an arrow between transactions, if both are drawn and there is room.
func (s *scene) addArrow(from, to int32, a arrow) {
	a.from, a.to = s.boxOf(from), s.boxOf(to)
	if a.from >= 0 && a.to >= 0 && a.from != a.to && len(s.arrows) < maxArrows {
		s.arrows = append(s.arrows, a)
	}
}
