package web

import (
	"fmt"
	"slices"

	"visar/anomalies"
	"visar/history"
	"visar/history/dependency"
)

// whyEdge says what an edge rests on, a sentence each: what it follows from if it
// is derived, and what is known of the versions.
func whyEdge(h *history.History, e anomalies.EdgeText) []string {
	var why []string
	if len(e.Follows) > 0 {
		why = append(why, derivation(e))
	}
	for _, f := range e.Follows {
		why = append(why, fmt.Sprintf("%s: %s.", f.Kind, f.Why))
	}
	switch e.Edge.Kind {
	case dependency.SO:
		why = append(why, "A session is one client, which begins a transaction after the one before has ended.")
	case dependency.RT:
		why = append(why, "An end before a start is real-time order, whoever the clients are.")
	case dependency.WR:
		why = append(why, "The value names its writer: nobody else can have left it there, or else who is assumed.")
	case dependency.WW:
		why = append(why, later(h, e.Edge))
	case dependency.RW:
		if len(e.Follows) == 0 || e.Edge.Assumed {
			why = append(why, whatWasRead(h, e.Edge), later(h, e.Edge))
		}
	case dependency.CO:
		why = append(why, "Were it the other way round, the later write would have hidden what was read.")
	}
	return why
}

// derivation says from which edges a derived edge follows, in signs.
func derivation(e anomalies.EdgeText) string {
	var from []string
	for _, f := range e.Follows {
		from = append(from, arrow(f))
	}
	return listed(from) + " give " + arrow(e)
}

func arrow(e anomalies.EdgeText) string { return e.From + " –" + e.Kind + "→ " + e.To }

// whatWasRead is the WR half of an anti-dependency.
func whatWasRead(h *history.History, e dependency.Edge) string {
	reader := cutTo(h.Name(e.From), 32)
	if e.Source < 0 {
		return fmt.Sprintf("%s read the initial version, from before every write.", reader)
	}
	return fmt.Sprintf("WR: the version that %s read is the one that %s wrote.", reader, cutTo(h.Name(e.Source), 32))
}

// later is the WW half: why the version of e.To is the later one.
func later(h *history.History, e dependency.Edge) string {
	writer := cutTo(h.Name(e.To), 32)
	switch {
	case e.Assumed:
		return "WW: nothing in the recording fixes this order of versions. Both orders were tried, and this is one of them."
	case e.Kind == dependency.RW && e.Source < 0:
		return fmt.Sprintf("WW: so the version of %s is a later one.", writer)
	case h.IsList(e.Key):
		return laterInList(h, e, writer)
	}
	lo, _ := h.Ops(e.To)
	for i := lo; i < e.ToOp; i++ {
		if h.OpKind(i) == history.Read && h.OpKey(i) == e.Key {
			return fmt.Sprintf("WW: %s read the key itself before it wrote it, so that its version follows the one that it read.", writer)
		}
	}
	return fmt.Sprintf("WW: the version of %s is a later one, which follows from what others read.", writer)
}

// laterInList says what the lists that were read show of an append.
func laterInList(h *history.History, e dependency.Edge, writer string) string {
	longest := h.Longest(e.Key)
	at := slices.Index(longest, h.OpValue(e.ToOp))
	if at < 0 {
		return fmt.Sprintf("WW: nobody read the element of %s, so that it comes after every element that was read (%s).",
			writer, counted(len(longest), "element"))
	}
	return fmt.Sprintf("WW: the element of %s has place %d of %d in the longest list that was read.", writer, at+1, len(longest))
}
