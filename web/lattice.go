package web

import (
	"visar/axioms"
	"visar/checker"
)

// standing is what is known of a model: its own verdict, or what the lattice makes
// of the verdicts on others.
type standing struct {
	model   *axioms.Model
	verdict *checker.Verdict // nil if the model was not judged
	outcome string           // as of a verdict, or "unasked"
	from    *axioms.Model    // from whose verdict it follows, if it was not judged
	border  bool             // among the strongest that hold or the weakest that fail
}

const unasked = "unasked"

// standings returns what is known of every model of the catalogue, and of the
// others that were judged.
func (r *Run) standings() []standing {
	var all []standing
	border := map[*axioms.Model]bool{}
	for _, v := range r.Strongest {
		border[v.Model] = true
	}
	for _, v := range r.Weakest {
		border[v.Model] = true
	}
	judged := map[*axioms.Model]*checker.Verdict{}
	models := axioms.Models
	for _, v := range r.Verdicts {
		judged[v.Model] = v
	}
	for _, v := range r.Verdicts {
		if !inCatalogue(v.Model) {
			models = append(models[:len(models):len(models)], v.Model)
		}
	}
	for _, m := range models {
		s := standing{model: m, outcome: unasked, border: border[m]}
		if v := judged[m]; v != nil && meaningful(v) {
			s.verdict, s.outcome = v, v.Outcome.String()
		} else {
			s.follow(r.Verdicts)
		}
		all = append(all, s)
	}
	return all
}

// meaningful reports whether the model of v is defined for the history: some are
// for single objects only.
func meaningful(v *checker.Verdict) bool {
	return !(v.Model.SingleObject && v.Outcome == checker.Undecided && v.Engine == "none")
}

func inCatalogue(m *axioms.Model) bool {
	for _, o := range axioms.Models {
		if m == o {
			return true
		}
	}
	return false
}

// follow looks for a verdict that settles the model.
func (s *standing) follow(verdicts []*checker.Verdict) {
	for _, v := range verdicts {
		holds := v.Outcome == checker.Consistent && v.Model.Implies(s.model)
		fails := v.Outcome == checker.Violated && s.model.Implies(v.Model)
		if holds || fails {
			s.outcome, s.from = v.Outcome.String(), v.Model
			return
		}
	}
}

// place is where the drawing has a model: columns from the left, rows from below.
type place struct{ x, row float64 }

// places are those of the models of the catalogue. The four forms of the grid are
// blocks from left to right, each somewhat higher than the one before, so that
// every step of the lattice leads upwards.
func places() map[*axioms.Model]place {
	at := map[*axioms.Model]place{
		axioms.ReadUncommitted:                       {0.5, 0},
		axioms.ReadCommitted:                         {0.5, 1},
		axioms.MonotonicAtomicView:                   {0.5, 2},
		axioms.ItemCutIsolation:                      {0.5, 3},
		axioms.StrongSessionMonotonicAtomicView:      {2, 3},
		axioms.ReadYourWrites:                        {3, 5},
		axioms.MonotonicReads:                        {4, 5},
		axioms.MonotonicWrites:                       {5, 5},
		axioms.PRAM:                                  {5, 6},
		axioms.WritesFollowReads:                     {2, 6},
		axioms.SerializableNoStaleReads:              {1.6, 9.4},
		axioms.OrderedSequentialConsistency:          {4.6, 11},
		axioms.StrongSessionSerializableNoStaleReads: {3.1, 11},
		axioms.Sequential:                            {8, 1},
		axioms.Linearizable:                          {8, 2},
	}
	grid := []struct {
		x, row float64
		models [4]*axioms.Model
	}{
		{0.5, 4, [4]*axioms.Model{axioms.ReadAtomic, axioms.StrongSessionReadAtomic, axioms.RealtimeReadAtomic, axioms.StrongReadAtomic}},
		{0, 5, [4]*axioms.Model{axioms.UpdateAtomic, axioms.StrongSessionUpdateAtomic, axioms.RealtimeUpdateAtomic, axioms.StrongUpdateAtomic}},
		{1, 5, [4]*axioms.Model{axioms.Causal, axioms.StrongSessionCausal, axioms.RealtimeCausal, axioms.StrongCausal}},
		{0, 6, [4]*axioms.Model{axioms.ParallelSnapshotIsolation, axioms.StrongSessionParallelSnapshotIsolation,
			axioms.RealtimeParallelSnapshotIsolation, axioms.StrongParallelSnapshotIsolation}},
		{1, 6, [4]*axioms.Model{axioms.Prefix, axioms.StrongSessionPrefix, axioms.RealtimePrefix, axioms.StrongPrefix}},
		{0.5, 7, [4]*axioms.Model{axioms.SnapshotIsolation, axioms.StrongSessionSnapshotIsolation,
			axioms.RealtimeSnapshotIsolation, axioms.StrongSnapshotIsolation}},
		{0.5, 8, [4]*axioms.Model{axioms.Serializable, axioms.StrongSessionSerializable, nil, axioms.StrictSerializable}},
	}
	blocks := [4]place{{0, 0}, {3, 2}, {6, 3}, {8, 4}}
	for _, g := range grid {
		for i, m := range g.models {
			if m != nil {
				at[m] = place{blocks[i].x + g.x, blocks[i].row + g.row}
			}
		}
	}
	return at
}
