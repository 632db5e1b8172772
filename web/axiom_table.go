package web

import (
	"slices"
	"strings"

	"visar/axioms"
)

// axiomColumn is an axiom with how much was found to break it.
type axiomColumn struct {
	Name, Title, Formula, Plain string
	Count                       int // anomalies, as far as they were counted
	bit                         axioms.Set
}

// modelRow is a model in the table of axioms.
type modelRow struct {
	ID, Name, Title, Doc string
	Outcome, Mark, Word  string
	How                  string // what decided, or why nothing did
	Time                 string
	Anomalies            []string // names
	Border               bool
	Cells                []string // by axiom: "", "has" or "broken"
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
	counts := brokenCounts(groups)
	for _, a := range axioms.Axioms {
		if used.Has(a.Bit) {
			columns = append(columns, axiomColumn{a.Name, a.Title, a.Formula, a.Plain, counts[a.Name], a.Bit})
		}
	}
	for _, s := range all {
		if s.outcome != unasked {
			rows = append(rows, r.modelRow(s, columns))
		}
	}
	return columns, rows
}

// brokenCounts returns how many anomalies break each axiom.
func brokenCounts(groups []group) map[string]int {
	counts := map[string]int{}
	for _, g := range groups {
		for _, s := range g.all {
			for name := range strings.SplitSeq(s.Found.Axiom, ",") {
				counts[name] += s.count
			}
		}
	}
	return counts
}

func (r *Run) modelRow(s standing, columns []axiomColumn) modelRow {
	row := modelRow{ID: s.model.Name, Name: s.model.Name, Title: s.model.Title, Doc: s.model.Doc, Outcome: s.outcome,
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
		return visible(v.Reason)
	case v.From != nil:
		return "follows from " + v.From.Name
	default:
		return v.Engine
	}
}
