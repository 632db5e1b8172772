package checker

import (
	"fmt"

	"visar/axioms"
	"visar/history"
)

type jsonExecution struct {
	Order   []int32      `json:"order"`
	Prefix  *[]int32     `json:"prefix,omitempty"`
	Visible *jsonVisible `json:"visible,omitempty"`
}

type jsonVisible struct {
	Rows   [][]int32 `json:"rows,omitempty"` // a transaction, then those that it sees
	With   []string  `json:"with,omitempty"`
	Closed bool      `json:"closed,omitempty"`
}

// visibleWith are the relations that may be switched on in a visibility, by the
// axiom that demands each.
var visibleWith = []struct {
	axiom axioms.Set
	name  string
	field func(v *axioms.VisibleEdges) *bool
}{
	{axioms.SESSION, "SESSION", func(v *axioms.VisibleEdges) *bool { return &v.Sessions }},
	{axioms.REALTIME, "REALTIME", func(v *axioms.VisibleEdges) *bool { return &v.RealTime }},
	{axioms.NOCONFLICT, "NOCONFLICT", func(v *axioms.VisibleEdges) *bool { return &v.Conflicts }},
	{axioms.RYW, "RYW", nil},
	{axioms.MR, "MR", nil},
	{axioms.MW, "MW", nil},
	{axioms.WFR, "WFR", nil},
}

func newJSONExecution(e *axioms.Execution) *jsonExecution {
	j := &jsonExecution{Order: e.Order}
	if e.Order == nil {
		j.Order = []int32{}
	}
	if e.VIS.Edges == nil {
		prefix := e.VIS.Prefix
		if prefix == nil {
			prefix = []int32{}
		}
		j.Prefix = &prefix
		return j
	}
	j.Visible = newJSONVisible(e.VIS.Edges)
	return j
}

func newJSONVisible(v *axioms.VisibleEdges) *jsonVisible {
	j := &jsonVisible{Closed: v.Closed}
	for t := 0; t+1 < len(v.First); t++ {
		if seen := v.Seen[v.First[t]:v.First[t+1]]; len(seen) > 0 {
			j.Rows = append(j.Rows, append([]int32{int32(t)}, seen...))
		}
	}
	for _, w := range visibleWith {
		if w.field != nil && *w.field(v) || w.field == nil && v.Guarantees.Has(w.axiom) {
			j.With = append(j.With, w.name)
		}
	}
	return j
}

// execution returns the execution, which is well-formed.
func (j *jsonExecution) execution(h *history.History, lists axioms.Lists) (*axioms.Execution, error) {
	e := &axioms.Execution{History: h, Order: j.Order, Lists: lists}
	if j.Prefix != nil {
		e.VIS.Prefix = append([]int32{}, *j.Prefix...)
	}
	if j.Visible != nil {
		var err error
		if e.VIS.Edges, err = j.Visible.edges(h); err != nil {
			return nil, fmt.Errorf("execution: visible: %w", err)
		}
	}
	if err := checkExecutionRanges(e); err != nil {
		return nil, fmt.Errorf("execution: %w", err)
	}
	return e, nil
}

func (j *jsonVisible) edges(h *history.History) (*axioms.VisibleEdges, error) {
	v := &axioms.VisibleEdges{First: make([]int32, h.Len()+1), Closed: j.Closed}
	if err := j.fillRows(v); err != nil {
		return nil, err
	}
	for _, name := range j.With {
		if !switchOn(v, name) {
			return nil, fmt.Errorf("with: unknown relation %q", name)
		}
	}
	return v, nil
}

func (j *jsonVisible) fillRows(v *axioms.VisibleEdges) error {
	next := 0 // the transaction whose row is next
	n := len(v.First) - 1
	for i, row := range j.Rows {
		if len(row) == 0 {
			return fmt.Errorf("rows: row %d is empty, expected a transaction and those that it sees", i+1)
		}
		if err := inRange("txn", row[0], int32(next), n); err != nil {
			return fmt.Errorf("rows: row %d: %w", i+1, err)
		}
		for ; next <= int(row[0]); next++ {
			v.First[next] = int32(len(v.Seen))
		}
		v.Seen = append(v.Seen, row[1:]...)
	}
	for ; next <= n; next++ {
		v.First[next] = int32(len(v.Seen))
	}
	return nil
}

// switchOn switches the named relation on, and reports whether it is one.
func switchOn(v *axioms.VisibleEdges, name string) bool {
	for _, w := range visibleWith {
		if w.name != name {
			continue
		}
		if w.field != nil {
			*w.field(v) = true
		} else {
			v.Guarantees |= w.axiom
		}
		return true
	}
	return false
}
