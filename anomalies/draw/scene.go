package draw

import (
	"fmt"
	"slices"
	"strconv"

	"visar/anomalies"
	"visar/history"
	"visar/history/dependency"
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

// arrow is a dependency.
type arrow struct {
	edge     dependency.Edge
	from, to int // boxes
	label    string
	path     []point
	at       rect // of the label
}

// lane is a session.
type lane struct {
	name string
	x, w int
}

// scene is what a picture shows.
type scene struct {
	f      *anomalies.Found
	h      *history.History
	boxes  []box
	lanes  []lane
	arrows []arrow
	omits  int // transactions left out
	bounds rect
}

// newScene chooses what to show and says where it stands.
func newScene(f *anomalies.Found, h *history.History) *scene {
	s := &scene{f: f, h: h}
	s.addBoxes()
	s.addArrows()
	s.placeColumns()
	s.placeRows()
	s.place()
	s.route()
	s.label()
	s.measure()
	return s
}

// addBoxes adds a box for each transaction. A cycle begins with its earliest one,
// so that the picture does not depend on where it was found to begin.
func (s *scene) addBoxes() {
	txns := s.f.Txns[:min(len(s.f.Txns), maxBoxes)]
	s.omits = len(s.f.Txns) - len(txns)
	around := min(len(s.f.Cycle), len(txns))
	first := 0
	for i := range around {
		if txns[i] < txns[first] {
			first = i
		}
	}
	if around == 0 {
		txns = slices.Sorted(slices.Values(txns))
	}
	for i, t := range txns {
		if i < around {
			t = txns[(first+i)%around]
		}
		s.boxes = append(s.boxes, s.box(t))
	}
}

// box returns the box of a transaction, without its place.
func (s *scene) box(t int32) box {
	return box{txn: t, title: s.title(t), aborted: s.h.Status(t) == history.Aborted, lines: s.lines(t)}
}

// title returns the name of a transaction, its times, and its status if that is
// not committed.
func (s *scene) title(t int32) string {
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
	hot := s.f.Ops()
	lo, hi := s.h.Ops(t)
	var lines []line
	omitted := int(hi-lo) > maxLines
	for i := lo; i < hi && len(lines) < maxLines; i++ {
		_, matters := slices.BinarySearch(hot, i)
		if omitted && !matters {
			continue
		}
		bad := s.f.Read != nil && s.f.Read.Op == i
		lines = append(lines, line{op: i, text: fit(s.f.OpText(i), maxCells), hot: matters, bad: bad})
	}
	if rest := int(hi-lo) - len(lines); rest > 0 {
		lines = append(lines, line{op: -1, text: fmt.Sprintf("… %d more", rest)})
	}
	return lines
}

// addArrows adds the edges between boxes.
func (s *scene) addArrows() {
	edges := s.f.Edges
	if b := s.f.Read; b != nil && b.Writer >= 0 && b.Writer != b.Txn {
		edges = []dependency.Edge{{From: b.Writer, To: b.Txn, Kind: dependency.WR,
			Key: s.h.OpKey(b.Op), FromOp: b.WriterOp, ToOp: b.Op}}
	}
	for _, e := range edges {
		from, to := s.boxOf(e.From), s.boxOf(e.To)
		if from >= 0 && to >= 0 && from != to && len(s.arrows) < maxArrows && !superfluous(e, edges) {
			s.arrows = append(s.arrows, arrow{edge: e, from: from, to: to, label: s.labelOf(e)})
		}
	}
}

// superfluous reports whether e is an order of versions that is only assumed,
// between transactions that other arrows join too: both orders of them would be
// drawn, and say nothing.
func superfluous(e dependency.Edge, edges []dependency.Edge) bool {
	return e.Kind == dependency.WW && e.Assumed && slices.ContainsFunc(edges, func(o dependency.Edge) bool {
		return o.Kind != dependency.WW && (o.From == e.From && o.To == e.To || o.From == e.To && o.To == e.From)
	})
}

func (s *scene) boxOf(t int32) int {
	return slices.IndexFunc(s.boxes, func(b box) bool { return b.txn == t })
}

// labelOf returns the text of an arrow: its kind and key, and a question mark if
// it is assumed.
func (s *scene) labelOf(e dependency.Edge) string {
	text := e.Kind.String()
	if e.Key >= 0 {
		text += " " + fit(s.h.Key(e.Key).String(), keyCells)
	}
	if e.Assumed {
		text += " ?"
	}
	return text
}
