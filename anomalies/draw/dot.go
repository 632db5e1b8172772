package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"visar/anomalies"
	"visar/history"
)

var dotStyles = map[string]string{
	"SO": "dotted", "RT": "dashed", "WR": "solid", "WW": "bold", "RW": "dashed", "CO": "dashed",
	"VIS": "solid", "AR": "bold", "NOT": "dotted",
}

// DOT writes the anomaly that f is in h as a graph for Graphviz. The transactions
// of a session are a cluster if it has a name.
func DOT(w io.Writer, f *anomalies.Found, h *history.History) error {
	if onlyTimeline(f) {
		return newTimeline(f).dot(w)
	}
	s := foundScene(f, h)
	s.placeColumns()
	return s.dot(w)
}

// dot writes a scene whose boxes have columns.
func (s *scene) dot(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "digraph anomaly {\n  label=%s;\n  node [shape=box, fontname=monospace];\n  edge [fontname=monospace];\n",
		quote(s.title))
	for col, l := range s.lanes {
		if l.name != "" {
			fmt.Fprintf(b, "  subgraph cluster_%d {\n    label=%s;\n", col, quote(l.name))
		}
		for i := range s.boxes {
			if s.boxes[i].col == col {
				fmt.Fprintf(b, "  n%d [label=%s];\n", i, s.boxes[i].dotLabel())
			}
		}
		if l.name != "" {
			b.WriteString("  }\n")
		}
	}
	for _, a := range s.arrows {
		head := ""
		if a.headless {
			head = ", dir=none"
		}
		fmt.Fprintf(b, "  n%d -> n%d [label=%s, style=%s%s];\n", a.from, a.to, quote(a.label()), dotStyles[a.class], head)
	}
	b.WriteString("}\n")
	return b.Flush()
}

func (x *box) dotLabel() string {
	label := quote(x.title)
	for _, l := range x.lines {
		label = label[:len(label)-1] + `\l` + quote(l.text)[1:]
	}
	return label[:len(label)-1] + `\l"`
}

// quote returns text as a string of DOT, in which a backslash begins an escape.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case !unicode.IsGraphic(r):
			b.WriteRune(unicode.ReplacementChar)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
