package draw

import (
	"bufio"
	"fmt"
	"io"

	"visar/anomalies"
	"visar/history"
	"visar/history/dependency"
)

// Inline writes the picture of [SVG] as a part of a page, without a style sheet of
// its own: the page gives colours to the classes of the picture, below .va. Boxes
// and arrows are groups that say what they stand for: data-txn is the index of a
// transaction, data-edge that of [EdgeID], empty for what
// only follows from edges.
func Inline(w io.Writer, f *anomalies.Found, h *history.History) error {
	if onlyTimeline(f) {
		return newTimeline(f).svg(w, "")
	}
	s := foundScene(f, h)
	s.layOut()
	b := bufio.NewWriter(w)
	s.head(b, "")
	s.drawLanes(b)
	for i := range s.boxes {
		fmt.Fprintf(b, `<g data-txn="%d">`, s.boxes[i].txn)
		s.boxes[i].draw(b)
		b.WriteString("</g>")
	}
	for i := range s.arrows {
		fmt.Fprintf(b, `<g data-edge="%s">`, s.arrows[i].edge)
		s.arrows[i].draw(b)
		s.arrows[i].drawLabel(b)
		b.WriteString("</g>")
	}
	s.drawFoot(b)
	b.WriteString("</svg>\n")
	return b.Flush()
}

// EdgeID names an edge among those of an anomaly, by indices in the history:
// "12-RW-40-3" leads from transaction 12 to 40 over key 3, which is -1 for none.
func EdgeID(e dependency.Edge) string {
	return fmt.Sprintf("%d-%s-%d-%d", e.From, e.Kind, e.To, e.Key)
}
