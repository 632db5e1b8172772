package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"visar/anomalies"
	"visar/anomalies/draw"
	"visar/history"
	"visar/history/dependency"
	"visar/history/format"
)

// anomalyData is what the script needs of an anomaly.
type anomalyData struct {
	Number int        `json:"n"`
	Name   string     `json:"name"`
	Title  string     `json:"title"`
	Txns   []txnData  `json:"txns"`
	Steps  [][]string `json:"steps"` // by sentence: the edges to show
	SVG    string     `json:"svg"`   // the picture, where the page does not have it
	Strips []keyStrip `json:"strips"`
	// Copies are the anomaly in other formats.
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
	DOT      string `json:"dot"`
	JSON     string `json:"json"`
	EDN      string `json:"edn"`
	Minimal  string `json:"minimal"`
	Smallest bool   `json:"smallest"` // Minimal is minimal, and not just the transactions involved
}

// txnData is a transaction of an anomaly.
type txnData struct {
	Index   int32    `json:"i"`
	Name    string   `json:"name"`
	Session string   `json:"session"`
	Status  string   `json:"status"`
	Start   int64    `json:"start"`
	End     *int64   `json:"end"` // nil if it is not known
	Line    int32    `json:"line"`
	Ops     []opData `json:"ops"`
}

type opData struct {
	Text string `json:"t"`
	Hot  bool   `json:"hot,omitempty"`
}

// rawText bounds, in runes, an operation in the table of raw operations.
const rawText = 400

// anomalyMaker makes the data of the anomalies of a run.
type anomalyMaker struct {
	h  *history.History
	c  *clock
	on map[int32][]keyOp
}

// details returns the data of the anomalies that are shown in full.
func (r *Run) details(groups []group, c *clock) ([]anomalyData, error) {
	m := &anomalyMaker{h: r.History, c: c}
	keys := map[int32]bool{}
	for _, g := range groups {
		for _, s := range g.all[:g.shown] {
			for _, k := range keysOf(r.History, s.Found) {
				keys[k] = true
			}
		}
	}
	m.on = opsOn(r.History, keys)
	all := []anomalyData{}
	for _, g := range groups {
		for _, s := range g.all[:g.shown] {
			d, err := m.data(s)
			if err != nil {
				return nil, err
			}
			all = append(all, d)
		}
	}
	return all, nil
}

// keysOf returns the keys of the operations that an anomaly rests on, each once.
func keysOf(h *history.History, f *anomalies.Found) []int32 {
	var keys []int32
	seen := map[int32]bool{}
	for _, op := range f.Ops() {
		if k := h.OpKey(op); !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

func (m *anomalyMaker) data(s *sighted) (anomalyData, error) {
	d := anomalyData{Number: s.number, Name: s.Name, Title: s.Anomaly.Title, Steps: stepEdges(m.h, s.Found),
		Txns: []txnData{}, Strips: []keyStrip{}, Text: plainText(s), Markdown: markdownText(s)}
	hot := map[int32]bool{}
	for _, op := range s.Ops() {
		hot[op] = true
	}
	for _, t := range s.Txns {
		d.Txns = append(d.Txns, m.txn(t, hot))
	}
	for _, k := range keysOf(m.h, s.Found) {
		strip := &stripper{h: m.h, c: m.c, hot: s.Txns}
		d.Strips = append(d.Strips, strip.strip(k, m.on[k]))
	}
	if !s.first {
		var err error
		if d.SVG, err = drawn(s.Found, m.h); err != nil {
			return d, err
		}
	}
	return d, m.copies(s, &d)
}

func (m *anomalyMaker) txn(t int32, hot map[int32]bool) txnData {
	d := txnData{Index: t, Name: history.Visible(m.h.Name(t)), Session: history.Visible(m.h.SessionName(m.h.Session(t))),
		Status: m.h.Status(t).String(), Start: m.c.start[t] - m.c.first, Line: m.h.Line(t), Ops: []opData{}}
	if end := m.c.end[t]; end != history.NoTime {
		end -= m.c.first
		d.End = &end
	}
	lo, hi := m.h.Ops(t)
	if call := m.h.CallString(t); call != "" && lo == hi {
		d.Ops = append(d.Ops, opData{cutTo(call, rawText), true})
	}
	for i := lo; i < hi; i++ {
		d.Ops = append(d.Ops, opData{cutTo(m.h.OpString(i), rawText), hot[i]})
	}
	return d
}

// copies adds the formats to copy and to download.
func (m *anomalyMaker) copies(s *sighted, d *anomalyData) error {
	var dot bytes.Buffer
	if err := draw.DOT(&dot, s.Found, m.h); err != nil {
		return err
	}
	d.DOT = dot.String()
	text, err := json.MarshalIndent(anomalyJSON(s), "", "  ")
	if err != nil {
		return err
	}
	d.JSON = string(text)
	part, err := history.Parse(s.Notation())
	if err != nil {
		return fmt.Errorf("the transactions of an anomaly cannot be read back: %w", err)
	}
	d.EDN = encoded(format.JepsenEDN, part)
	d.Minimal, d.Smallest = s.minimal, s.minimal != ""
	if !d.Smallest {
		d.Minimal = encoded(format.Native, part)
	}
	return nil
}

// encoded returns h in a format, or "" if the format cannot hold it.
func encoded(f *format.Format, h *history.History) string {
	var b strings.Builder
	if err := f.Encode(&b, h); err != nil {
		return ""
	}
	return b.String()
}

// anomalyJSON is the anomaly as in the results of visar check -o json.
func anomalyJSON(s *sighted) any {
	type edge struct {
		From string `json:"from"`
		To   string `json:"to"`
		Kind string `json:"kind"`
		Key  string `json:"key,omitempty"`
		Why  string `json:"why"`
	}
	cycle := []edge{}
	for _, e := range s.Cycle {
		cycle = append(cycle, edge{e.From, e.To, e.Kind, e.Key, e.Why})
	}
	return struct {
		Name         string   `json:"name"`
		Axiom        string   `json:"axiom"`
		Transactions []string `json:"transactions"`
		Keys         []string `json:"keys"`
		Cycle        []edge   `json:"cycle"`
		Sentences    []string `json:"sentences"`
		Count        int      `json:"count"`
	}{s.Name, s.Axiom, s.TxnNames, append([]string{}, s.Keys...), cycle, s.Sentences, s.count}
}

func plainText(s *sighted) string {
	return s.Anomaly.Title + "\n\n" + strings.Join(s.Sentences, "\n") + "\n\n" + s.Transactions + "\n"
}

func markdownText(s *sighted) string {
	var b strings.Builder
	b.WriteString("### " + s.Anomaly.Title + "\n\n")
	for i, text := range s.Sentences {
		fmt.Fprintf(&b, "%d. %s\n", i+1, escapeMarkdown(text))
	}
	b.WriteString("\n" + fenced(s.Transactions) + "\n")
	return b.String()
}

// escapeMarkdown keeps text from being markup.
func escapeMarkdown(text string) string {
	return strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[", "|", "\\|").Replace(text)
}

// fenced returns text as a block of code, in a fence that is not in it.
func fenced(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "\n" + text + "\n" + fence
}

// stepEdges returns, for each sentence, the edges that it is about: those of the
// step or of the edge, and all of them for the conclusion.
func stepEdges(h *history.History, f *anomalies.Found) [][]string {
	steps := [][]string{}
	for i := range f.Sentences {
		edges := []string{}
		switch {
		case f.Read != nil:
			edges = append(edges, draw.EdgeID(readEdge(h, f.Read)))
		case i == len(f.Sentences)-1:
			for _, e := range f.Edges {
				edges = append(edges, draw.EdgeID(e))
			}
		case i < len(f.Steps):
			edges = append(edges, edgeIDs(f.Steps[i].Cycle)...)
		case i < len(f.Cycle):
			edges = append(edges, edgeIDs(f.Cycle[i:i+1])...)
		}
		steps = append(steps, edges)
	}
	return steps
}

// readEdge is the arrow that is drawn for a read that nothing explains.
func readEdge(h *history.History, b *dependency.Breach) dependency.Edge {
	return dependency.Edge{From: b.Writer, To: b.Txn, Kind: dependency.WR, Key: h.OpKey(b.Op)}
}

// edgeIDs names edges, and of forced ones what forces them.
func edgeIDs(edges []anomalies.EdgeText) []string {
	var ids []string
	for _, e := range edges {
		ids = append(ids, draw.EdgeID(e.Edge))
		if via := e.Edge.Via; via != nil {
			for _, v := range via.Visible {
				ids = append(ids, draw.EdgeID(v))
			}
			ids = append(ids, draw.EdgeID(dependency.Edge{From: e.Edge.To, To: via.Reader, Kind: dependency.WR, Key: e.Edge.Key}))
		}
	}
	return ids
}
