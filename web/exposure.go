package web

import (
	"slices"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/history/dependency"
)

// exposure says of a kind of anomaly whether the run has it, and if not, whether
// the run could have shown it.
type exposure struct {
	Anomaly *anomalies.Anomaly
	State   string // "found", "absent", "open", "unasked" or "hidden"
	Count   int
	Why     string // of a State that is neither found nor absent
}

// exposures returns one for each kind of the catalogue.
func (r *Run) exposures(groups []group) []exposure {
	w := workloadOf(r.History)
	counts := map[*anomalies.Anomaly]int{}
	for _, g := range groups {
		counts[g.anomaly] = g.count
	}
	var all []exposure
	for _, a := range anomalies.Catalogue {
		all = append(all, r.exposure(a, counts[a], w))
	}
	return all
}

func (r *Run) exposure(a *anomalies.Anomaly, count int, w *workload) exposure {
	e := exposure{Anomaly: a, Count: count, State: "found"}
	if count > 0 {
		return e
	}
	if e.Why = w.lacks(a); e.Why != "" {
		e.State = "hidden"
		return e
	}
	switch best := r.forbidding(a); {
	case best == nil:
		e.State, e.Why = "unasked", "no model that was judged forbids it"
	case best.Outcome == checker.Undecided:
		e.State, e.Why = "open", "the models that forbid it are undecided"
	case best.Outcome == checker.Violated && !r.Complete:
		e.State, e.Why = "open", "not everything was looked for once a model was known to fail"
	default:
		e.State = "absent"
	}
	return e
}

// forbidding returns the verdict on a model that forbids the anomaly, which says
// most: that the model holds, else that it fails; nil if no such model was judged.
func (r *Run) forbidding(a *anomalies.Anomaly) *checker.Verdict {
	var best *checker.Verdict
	for _, v := range r.Verdicts {
		if forbids(v.Model, a) && (best == nil || v.Outcome == checker.Consistent || best.Outcome == checker.Undecided) {
			best = v
		}
		if best != nil && best.Outcome == checker.Consistent {
			break
		}
	}
	return best
}

// forbids reports whether m is at least as strong as one of the weakest models
// that forbid the anomaly.
func forbids(m *axioms.Model, a *anomalies.Anomaly) bool {
	return slices.ContainsFunc(a.ForbiddenBy, func(name string) bool {
		weakest, err := axioms.ModelByName(name)
		return err == nil && m.Implies(weakest)
	})
}

// lacks says what the workload lacks to show the anomaly; "" for nothing.
func (w *workload) lacks(a *anomalies.Anomaly) string {
	s := &a.Shape
	if len(s.Reads) > 0 {
		return w.lacksRead(s)
	}
	for _, k := range needed(s) {
		if why := w.lacksKind(k); why != "" {
			return why
		}
	}
	return w.lacksWhere(s)
}

// needed returns the kinds of edges without which no cycle has the shape.
func needed(s *anomalies.Shape) []dependency.Kind {
	kinds := slices.Concat(s.Pattern, s.Needs)
	if len(s.Among) == 1 {
		kinds = append(kinds, s.Among[0])
	}
	if s.MinRW > 0 {
		kinds = append(kinds, dependency.RW)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func (w *workload) lacksKind(k dependency.Kind) string {
	switch {
	case k == dependency.SO && !w.sessions:
		return "no session has two committed transactions"
	case k == dependency.RT && !w.times:
		return "no starts and ends were recorded"
	case k == dependency.RT && !w.inTurn:
		return "no transaction ended before another one started"
	case k == dependency.WR && !w.reads:
		return "nothing was read"
	case k == dependency.WR && !w.readOther:
		return "no transaction read what another one wrote"
	case k == dependency.WW && !w.twoWriters:
		return "no key has two writers"
	case k == dependency.WW && !w.ordered:
		return "nothing shows the order in which versions were written: registers are written without being read"
	case k == dependency.RW && !w.missed:
		return "no transaction read a key that another one writes"
	}
	return ""
}

func (w *workload) lacksWhere(s *anomalies.Shape) string {
	switch {
	case s.Keys == anomalies.DistinctKeys && !w.twoKeys:
		return "every transaction uses one key"
	case s.Adjacency == anomalies.SomeAdjacent && !w.twoKeys:
		return "every transaction uses one key"
	case s.Where&anomalies.WritesWhatItRead != 0 && !w.updaters:
		return "no key is both read and written by two transactions"
	case s.Where&anomalies.ObserverOnlyReads != 0 && !w.observers:
		return "no transaction only reads"
	case s.Where&anomalies.ReadLater != 0 && !w.twoReadKeys && !w.rereads:
		return "no transaction reads twice"
	}
	return ""
}

// lacksRead says what is missing for a read that nothing explains: the kinds of
// the shape are alternatives.
func (w *workload) lacksRead(s *anomalies.Shape) string {
	why := ""
	for _, k := range s.Reads {
		lack := w.lacksBreach(k)
		if lack == "" && s.Where&anomalies.WritesWhatItRead != 0 && !w.readsBefore && !w.lists {
			lack = "no transaction writes a key that it read"
		}
		if lack == "" {
			return ""
		}
		if why == "" {
			why = lack
		}
	}
	return why
}

func (w *workload) lacksBreach(k dependency.BreachKind) string {
	switch {
	case !w.reads:
		return "nothing was read"
	case k == dependency.AbortedRead && !w.aborts:
		return "no aborted transaction wrote anything"
	case k == dependency.IntermediateRead && !w.overwrites:
		return "no transaction writes a key twice"
	case k == dependency.FutureRead && !w.readsBefore:
		return "no transaction reads a key and then writes it"
	case k == dependency.OwnWriteMissed && !w.readsAfter:
		return "no transaction reads a key after writing it"
	case k == dependency.Unrepeatable && !w.rereads:
		return "no transaction reads a key twice"
	case k == dependency.CyclicVersions && !w.twoAppends:
		return "no transaction appends twice to a list"
	case (k == dependency.IncompatibleOrder || k == dependency.DuplicateElement) && !w.lists:
		return "there are no lists"
	}
	return ""
}
