package web

import (
	"slices"
	"strings"

	"visar/axioms"
	"visar/history"
)

// axiomColumn is an axiom with how much was found to break it.
type axiomColumn struct {
	Name, Title, Formula, Plain string
	Count                       int // anomalies, as far as they were counted
	Found                       []brokenBy
	bit                         axioms.Set
}

// brokenBy is a kind of anomaly that breaks an axiom.
type brokenBy struct {
	ID    string
	Count int
}

// modelRow is a model in the table of axioms.
type modelRow struct {
	Name, Title         string
	Outcome, Mark, Word string
	How                 string // what decided, or why nothing did
	Time                string
	Anomalies           []string // names
	Border              bool
	Cells               []string // by axiom: "", "has" or "broken"
}

// axiomTable returns the axioms that any judged model has, and a row for each
// model that is settled.
func (r *Run) axiomTable(all []standing, groups []group) (columns []axiomColumn, rows []modelRow) {
	var used axioms.Set
	for _, s := range all {
		if s.outcome != unasked {
			used |= s.model.Axioms
		}
	}
	for _, a := range axioms.Axioms {
		if used.Has(a.Bit) {
			c := axiomColumn{Name: a.Name, Title: a.Title, Formula: a.Formula, Plain: a.Plain, bit: a.Bit}
			c.find(groups)
			columns = append(columns, c)
		}
	}
	for _, s := range all {
		if s.outcome != unasked {
			rows = append(rows, r.modelRow(s, columns))
		}
	}
	return columns, rows
}

// find counts the anomalies that break the axiom, the most severe first.
func (c *axiomColumn) find(groups []group) {
	for _, g := range groups {
		count := 0
		for _, s := range g.all {
			if slices.Contains(strings.Split(s.Found.Axiom, ","), c.Name) {
				count += s.count
			}
		}
		if count > 0 {
			c.Found = append(c.Found, brokenBy{g.anomaly.ID, count})
			c.Count += count
		}
	}
}

func (r *Run) modelRow(s standing, columns []axiomColumn) modelRow {
	row := modelRow{Name: s.model.Name, Title: s.model.Title, Outcome: s.outcome,
		Mark: marks[s.outcome], Word: outcomeWords[s.outcome], How: s.how(), Border: s.border}
	broken := map[string]bool{}
	if v := s.verdict; v != nil {
		row.Time = secondsText(v.Seconds)
		if v.From != nil {
			row.Time = ""
		}
	}
	if s.outcome == "violated" {
		row.Anomalies, broken = r.against(s.model)
	}
	for _, c := range columns {
		row.Cells = append(row.Cells, cell(s.model.Axioms.Has(c.bit), broken[c.Name]))
	}
	return row
}

func cell(has, broken bool) string {
	switch {
	case broken:
		return "broken"
	case has:
		return "has"
	}
	return ""
}

// against returns the names of the anomalies that violate m, the most severe first,
// and the axioms that they break.
func (r *Run) against(m *axioms.Model) (names []string, broken map[string]bool) {
	broken = map[string]bool{}
	for _, s := range r.Sightings {
		if !m.Implies(s.Model) {
			continue
		}
		if !slices.Contains(names, s.Found.Name) {
			names = append(names, s.Found.Name)
		}
		for name := range strings.SplitSeq(s.Found.Axiom, ",") {
			broken[name] = true
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return rankOf(a) - rankOf(b) })
	return names, broken
}

func (s *standing) how() string {
	switch v := s.verdict; {
	case v == nil && s.from != nil:
		return "follows from " + s.from.Name
	case v == nil:
		return ""
	case v.Outcome.String() == "undecided":
		return history.Visible(v.Reason)
	case v.From != nil:
		return "follows from " + v.From.Name
	default:
		return v.Engine
	}
}
