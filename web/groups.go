package web

import (
	"cmp"
	"fmt"
	"slices"

	"visar/anomalies"
	"visar/axioms"
	"visar/history/dependency"
)

// maxShown bounds the anomalies of a run that are shown in full. Each kind gets
// its share.
const maxShown = 50

// sighted is an anomaly for all of the same shape on the same keys, in all
// verdicts.
type sighted struct {
	*anomalies.Found
	count   int
	models  []*axioms.Model // the weakest that it violates, of those judged
	minimal string
	number  int  // from 1 over the page, or 0 if it is not shown in full
	first   bool // the first of its kind
}

// group is all that was found of one kind of anomaly.
type group struct {
	anomaly *anomalies.Anomaly
	count   int
	all     []*sighted // the shortest first
	shown   int        // how many of all are shown in full
}

// rankOf is the place of an anomaly in the catalogue, which has the most severe
// first.
func rankOf(name string) int {
	return slices.IndexFunc(anomalies.All(), func(a *anomalies.Anomaly) bool { return a.ID == name })
}

// groups sorts what was found by kind, the most severe first. Surveys of several
// models see the same anomalies: those of one shape on the same keys are one, and
// the highest of their counts is theirs.
func (r *Run) groups() []group {
	var all []group
	index := map[string]*sighted{}
	at := map[*anomalies.Anomaly]int{}
	for _, s := range r.Sightings {
		id := shapeID(s.Found)
		if known := index[id]; known != nil {
			known.merge(s)
			continue
		}
		one := &sighted{Found: s.Found, count: max(1, s.Found.Count), models: []*axioms.Model{s.Model}, minimal: s.Minimal}
		index[id] = one
		g, ok := at[s.Found.Anomaly]
		if !ok {
			g = len(all)
			at[s.Found.Anomaly] = g
			all = append(all, group{anomaly: s.Found.Anomaly})
		}
		all[g].all = append(all[g].all, one)
	}
	slices.SortStableFunc(all, func(a, b group) int { return rankOf(a.anomaly.ID) - rankOf(b.anomaly.ID) })
	for i := range all {
		all[i].sort()
	}
	return all
}

// merge adds another sighting of the same anomaly. Of the models that it violates
// the weakest are kept.
func (s *sighted) merge(o Sighting) {
	s.count = max(s.count, o.Found.Count)
	if s.minimal == "" {
		s.minimal = o.Minimal
	}
	for _, m := range s.models {
		if o.Model.Implies(m) {
			return
		}
	}
	s.models = slices.DeleteFunc(s.models, func(m *axioms.Model) bool { return m.Implies(o.Model) })
	s.models = append(s.models, o.Model)
}

// shapeID is what anomalies have in common that are one to the reader: the kind,
// the keys, and the kinds of the edges around the cycle.
func shapeID(f *anomalies.Found) string {
	keys := slices.Sorted(slices.Values(f.Keys))
	if f.Read != nil {
		return fmt.Sprint(f.Name, f.Read.Kind, keys)
	}
	return fmt.Sprint(f.Name, around(f.Cycle), keys)
}

// around returns the kinds of a cycle, from where they are least.
func around(cycle []anomalies.EdgeText) []dependency.Kind {
	kinds := make([]dependency.Kind, len(cycle))
	for i, e := range cycle {
		kinds[i] = e.Edge.Kind
	}
	at := dependency.LeastRotation(kinds)
	return slices.Concat(kinds[at:], kinds[:at])
}

func (g *group) sort() {
	slices.SortStableFunc(g.all, func(a, b *sighted) int {
		return cmp.Or(len(a.Txns)-len(b.Txns), len(a.Sentences)-len(b.Sentences), b.count-a.count)
	})
	for _, s := range g.all {
		g.count += s.count
	}
}

// number chooses what is shown in full, kind by kind in turn, and numbers it from
// next on. It returns the next number.
func number(groups []group, next int) int {
	for left, turn := maxShown, 0; left > 0; turn++ {
		before := left
		for i := range groups {
			if left > 0 && turn < len(groups[i].all) {
				groups[i].shown++
				left--
			}
		}
		if before == left {
			break
		}
	}
	for i := range groups {
		for k, s := range groups[i].all[:groups[i].shown] {
			s.number, s.first = next, k == 0
			next++
		}
	}
	return next
}
