package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"visar/anomalies"
	"visar/axioms"
	"visar/history"
)

// change is a fact, a verdict or a kind of anomaly in the baseline and now.
type change struct {
	Name, Before, Now string
	State             string // "new", "gone", "changed", "unchanged", or "unasked" if nothing can be said
}

// comparison is a run beside its baseline.
type comparison struct {
	Path                       string
	Facts, Verdicts, Anomalies []change
	Same                       int      // verdicts that did not change
	Gone                       []string // anomalies of the same history that are no longer found
	MoreGone                   int
}

// maxGone bounds the anomalies that are listed as gone.
const maxGone = 20

func (r *Run) compare(groups []group) *comparison {
	if r.Baseline == nil {
		return nil
	}
	c := &comparison{Path: history.Visible(r.Baseline.Path), Facts: r.factChanges(), Anomalies: r.Baseline.changes(groups)}
	c.verdicts(r)
	for _, a := range r.Baseline.Anomalies {
		if !r.sameHistory() || a.in(groups) {
			continue
		}
		if len(c.Gone) == maxGone {
			c.MoreGone++
			continue
		}
		c.Gone = append(c.Gone, a.String())
	}
	return c
}

// factChanges puts the two histories side by side.
func (r *Run) factChanges() []change {
	b := r.Baseline
	now := []Option{{"History", history.Visible(r.Path)}, {"Outcome", r.Outcome}, {"SHA-256", orNone(r.SHA256)}}
	before := []Option{{"History", history.Visible(b.Path)}, {"Outcome", history.Visible(b.Outcome)}, {"SHA-256", orNone(b.SHA256)}}
	before = append(before, b.Facts...)
	facts := r.facts()
	for _, f := range b.Facts {
		at := slices.IndexFunc(facts, func(o Option) bool { return o.Name == f.Name })
		now = append(now, facts[at])
	}
	var all []change
	for i, f := range now {
		c := change{Name: f.Name, Before: before[i].Value, Now: f.Value, State: "changed"}
		if c.Before == c.Now {
			c.State = "unchanged"
		}
		all = append(all, c)
	}
	return all
}

// verdicts compares verdicts, those that changed first.
func (c *comparison) verdicts(r *Run) {
	left := maps.Clone(r.Baseline.Outcomes)
	for _, v := range r.Verdicts {
		before, now := left[v.Model.Name], v.Outcome.String()
		delete(left, v.Model.Name)
		switch before {
		case now:
			c.Same++
		case "":
			c.Verdicts = append(c.Verdicts, change{v.Model.Name, "not judged", now, "new"})
		default:
			c.Verdicts = append(c.Verdicts, change{v.Model.Name, before, now, "changed"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		c.Verdicts = append(c.Verdicts, change{history.Visible(name), history.Visible(left[name]), "not judged", "gone"})
	}
	order := map[string]int{"changed": 0, "new": 1, "gone": 2}
	slices.SortStableFunc(c.Verdicts, func(a, b change) int { return cmp.Compare(order[a.State], order[b.State]) })
}

// changes returns a change for each kind of anomaly that is in the baseline or in
// groups, the most severe first, and at the end the kinds that this program does
// not know.
func (b *Baseline) changes(groups []group) []change {
	before, now := map[string]int{}, map[string]int{}
	for _, a := range b.Anomalies {
		before[a.Name] += max(1, a.Count)
	}
	for _, g := range groups {
		now[g.anomaly.ID] = g.count
	}
	var all []change
	for _, a := range anomalies.All() {
		if before[a.ID]+now[a.ID] > 0 {
			c := changeOf(a.ID, before[a.ID], now[a.ID])
			if c.State == "new" && !b.lookedFor(a) {
				c.Before, c.State = "not looked for", "unasked"
			}
			all = append(all, c)
		}
		delete(before, a.ID)
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		all = append(all, changeOf(history.Visible(name), before[name], 0))
	}
	return all
}

func changeOf(name string, before, now int) change {
	c := change{Name: name, Before: grouped(before), Now: grouped(now), State: "changed"}
	switch {
	case before == now:
		c.State = "unchanged"
	case before == 0:
		c.State = "new"
	case now == 0:
		c.State = "gone"
	}
	return c
}

// lookedFor reports whether the baseline judged a model that forbids the anomaly.
func (b *Baseline) lookedFor(a *anomalies.Anomaly) bool {
	for name := range b.Outcomes {
		if m, err := axioms.ModelByName(name); err == nil && forbids(m, a) {
			return true
		}
	}
	return false
}

// sameHistory reports whether the baseline is about the very same recording, in
// which alone a name means the same transaction.
func (r *Run) sameHistory() bool { return r.SHA256 != "" && r.SHA256 == r.Baseline.SHA256 }

// relation says how an anomaly stands to the baseline: "same" for one that it has
// too, "new" for one that it has not; "" where that cannot be said.
func (r *Run) relation(s *sighted) string {
	switch {
	case r.Baseline == nil || !r.sameHistory() || !r.Baseline.lookedFor(s.Anomaly):
		return ""
	case slices.ContainsFunc(r.Baseline.Anomalies, func(a BaselineAnomaly) bool { return a.is(s) }):
		return "same"
	}
	return "new"
}

func (a *BaselineAnomaly) is(s *sighted) bool {
	return a.Name == s.Name && slices.Equal(slices.Sorted(slices.Values(a.Transactions)), slices.Sorted(slices.Values(s.TxnNames)))
}

// in reports whether a is in groups.
func (a *BaselineAnomaly) in(groups []group) bool {
	for _, g := range groups {
		if slices.ContainsFunc(g.all, a.is) {
			return true
		}
	}
	return false
}

// String returns the anomaly in a line.
func (a *BaselineAnomaly) String() string {
	text := a.Name + ": " + strings.Join(a.Transactions, ", ")
	if len(a.Keys) > 0 {
		text += " on " + strings.Join(a.Keys, ", ")
	}
	return cutTo(text, 300)
}
