package draw

import (
	"fmt"
	"slices"
	"strings"

	"visar/anomalies"
	"visar/history"
	"visar/history/dependency"
)

// foundScene chooses what to show of an anomaly.
func foundScene(f *anomalies.Found, h *history.History) *scene {
	s := &scene{h: h, title: f.Anomaly.Title, desc: description(f.Sentences), ops: f.Ops(), bad: -1, opText: f.OpText}
	if f.Read != nil {
		s.bad = f.Read.Op
	}
	s.addFoundBoxes(f)
	s.addEdges(f)
	for _, pair := range f.Follows() {
		s.addArrow(pair.From, pair.To, arrow{class: string(pair.Relation), fromOp: -1, toOp: -1,
			relation: string(pair.Relation), text: question(pair.Assumed)})
	}
	s.legend = s.foundLegend(f)
	return s
}

// maxDescribed bounds the sentences of the description, with the last one.
const maxDescribed = 24

// description joins the sentences, without the middle of what is too long.
func description(sentences []string) string {
	if more := len(sentences) - maxDescribed; more > 1 {
		sentences = slices.Concat(sentences[:maxDescribed-1], []string{fmt.Sprintf("%d sentences more …", more)}, sentences[len(sentences)-1:])
	}
	return strings.Join(sentences, " ")
}

func question(assumed bool) string {
	if assumed {
		return "?"
	}
	return ""
}

// addFoundBoxes adds a box for each transaction. A cycle begins with its earliest
// one, so that the picture does not depend on where it was found to begin.
func (s *scene) addFoundBoxes(f *anomalies.Found) {
	txns := f.Txns[:min(len(f.Txns), maxBoxes)]
	s.omits = len(f.Txns) - len(txns)
	around := min(len(f.Cycle), len(txns))
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

// addEdges adds the edges between boxes.
func (s *scene) addEdges(f *anomalies.Found) {
	edges := f.Edges
	if b := f.Read; b != nil && b.Writer >= 0 && b.Writer != b.Txn {
		edges = []dependency.Edge{{From: b.Writer, To: b.Txn, Kind: dependency.WR,
			Key: s.h.OpKey(b.Op), FromOp: b.WriterOp, ToOp: b.Op}}
	}
	for i, e := range edges {
		both := eitherWay(e, edges)
		if both && eitherWay(e, edges[:i]) || !both && superfluous(e, edges) {
			continue
		}
		a := s.arrowOf(e)
		if both {
			a.headless, a.fromOp, a.toOp = true, -1, -1
		}
		if f.Read == nil {
			relation, _ := f.Forces(e.Kind)
			a.relation = string(relation)
		}
		s.addArrow(e.From, e.To, a)
	}
}

// arrowOf returns the arrow of an edge: its kind and key, and a question mark if
// it is assumed.
func (s *scene) arrowOf(e dependency.Edge) arrow {
	a := arrow{edge: EdgeID(e), class: e.Kind.String(), fromOp: e.FromOp, toOp: e.ToOp, text: e.Kind.String(),
		below: e.Kind != dependency.RW && !e.Assumed}
	if e.Kind == dependency.CO {
		a.fromOp, a.toOp = -1, -1
	}
	if e.Key >= 0 {
		a.text += " " + fit(s.h.Key(e.Key).String(), keyCells)
	}
	if e.Assumed {
		a.text += " ?"
	}
	return a
}

// eitherWay reports whether e is an assumed order of versions of which edges have
// the other one too.
func eitherWay(e dependency.Edge, edges []dependency.Edge) bool {
	return e.Kind == dependency.WW && e.Assumed && slices.ContainsFunc(edges, func(o dependency.Edge) bool {
		return o.Kind == dependency.WW && o.Assumed && o.Key == e.Key && o.From == e.To && o.To == e.From
	})
}

// superfluous reports whether e is an order of versions that is only assumed,
// between transactions that other arrows join too: it would be drawn along them,
// and say nothing.
func superfluous(e dependency.Edge, edges []dependency.Edge) bool {
	return e.Kind == dependency.WW && e.Assumed && slices.ContainsFunc(edges, func(o dependency.Edge) bool {
		return o.Kind != dependency.WW && (o.From == e.From && o.To == e.To || o.From == e.To && o.To == e.From)
	})
}
