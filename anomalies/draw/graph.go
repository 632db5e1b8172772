package draw

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"

	"visar/history"
	"visar/history/dependency"
)

// GraphDOT writes transactions and the dependencies between them as a graph for
// Graphviz. Those in named stand out. Of the operations it shows the ones on which
// a dependency rests. The transactions of a session are a cluster if it has a name.
func GraphDOT(w io.Writer, h *history.History, txns []int32, edges []dependency.Edge, named []int32) error {
	b := bufio.NewWriter(w)
	b.WriteString("digraph dependencies {\n  node [shape=box, fontname=monospace];\n  edge [fontname=monospace];\n")
	shown := map[int32]bool{}
	for _, e := range edges {
		shown[e.FromOp], shown[e.ToOp] = true, true
	}
	for _, cluster := range clusters(h, txns) {
		if cluster.name != "" {
			fmt.Fprintf(b, "  subgraph cluster_%d {\n    label=%s;\n", cluster.session, quote(cluster.name))
		}
		for _, t := range cluster.txns {
			style := ""
			if slices.Contains(named, t) {
				style = ", style=bold"
			}
			fmt.Fprintf(b, "  n%d [label=%s%s];\n", t, graphLabel(h, t, shown), style)
		}
		if cluster.name != "" {
			b.WriteString("  }\n")
		}
	}
	for _, e := range edges {
		label := e.Kind.String()
		if e.Key >= 0 {
			label += " " + fit(h.Key(e.Key).String(), keyCells)
		}
		fmt.Fprintf(b, "  n%d -> n%d [label=%s, style=%s];\n", e.From, e.To, quote(label), dotStyles[e.Kind.String()])
	}
	b.WriteString("}\n")
	return b.Flush()
}

// cluster is a session with those of its transactions that are shown.
type cluster struct {
	session int32
	name    string
	txns    []int32
}

func clusters(h *history.History, txns []int32) []cluster {
	var all []cluster
	for _, t := range txns {
		session := h.Session(t)
		at := slices.IndexFunc(all, func(c cluster) bool { return c.session == session })
		if at < 0 {
			at = len(all)
			c := cluster{session: session}
			if name := h.SessionName(session); name != "" {
				c.name = fit("session "+name, maxCells)
			}
			all = append(all, c)
		}
		all[at].txns = append(all[at].txns, t)
	}
	return all
}

// graphLabel returns the title of t and its shown operations, a line each.
func graphLabel(h *history.History, t int32, shown map[int32]bool) string {
	s := &scene{h: h}
	b := box{title: s.titleOf(t)}
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		if shown[i] && len(b.lines) < maxLines {
			b.lines = append(b.lines, line{op: i, text: fit(endOf(h, i), maxCells)})
		}
	}
	if rest := int(hi-lo) - len(b.lines); rest > 0 {
		b.lines = append(b.lines, line{op: -1, text: "… " + strconv.Itoa(rest) + " more"})
	}
	return b.dotLabel()
}

// endOf returns operation i in the notation, of a long list the end only.
func endOf(h *history.History, i int32) string {
	op := h.Op(i)
	if op.Kind != history.Read || len(op.List) <= endShown {
		return h.OpString(i)
	}
	text := "r(" + h.Key(op.Key).String() + ",[…"
	for _, v := range op.List[len(op.List)-endShown:] {
		text += " " + h.Value(v).String()
	}
	return text + "])"
}

// endShown is how many elements of a list are shown.
const endShown = 3
