package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
)

// strongSets are the sets of axioms that the strong engine decides, by the names
// that the oracle has for them.
func strongSets() map[string]axioms.Set {
	base := axioms.INT | axioms.EXT
	sets := map[string]axioms.Set{}
	for name, s := range map[string]axioms.Set{
		"update-atomic":               axioms.NOCONFLICT,
		"parallel-snapshot-isolation": axioms.TRANSVIS | axioms.NOCONFLICT,
		"prefix":                      axioms.PREFIX,
		"snapshot-isolation":          axioms.PREFIX | axioms.NOCONFLICT,
		"serializable":                axioms.TOTALVIS,
	} {
		sets[name] = base | s
		sets["strong-session-"+name] = base | s | axioms.SESSION
		sets["realtime-"+name] = base | s | axioms.SESSION | axioms.ARREALTIME
		sets["strong-"+name] = base | s | axioms.REALTIME
	}
	sets["strict-serializable"] = sets["strong-serializable"]
	delete(sets, "strong-serializable")
	delete(sets, "realtime-serializable")
	sets["ordered-sequential-consistency"] = base | axioms.TOTALVIS | axioms.SESSION | axioms.ARREALTIMEUPDATE
	sets["serializable-no-stale-reads"] = base | axioms.TOTALVIS | axioms.ARREALTIMEKEY
	sets["strong-session-serializable-no-stale-reads"] = base | axioms.TOTALVIS | axioms.ARREALTIMEKEY | axioms.SESSION
	return sets
}

func TestStrongAgainstOracle(t *testing.T) {
	sets := strongSets()
	rng := rand.New(rand.NewPCG(7, 11))
	counts := map[string][2]int{}
	for i := 0; i < 3000; i++ {
		cfg := oracle.Config{Txns: 2 + i%4, Keys: 1 + i%3, Ops: 1 + i%4, Sessions: i%2 == 0, Times: i%3 == 0,
			Aborted: i%5 == 0, Unknown: i%4 == 0, Lists: i%7 == 0}
		h, admitted := oracle.Telling(rng, cfg, oracle.Versioned)
		r := dependency.Resolve(h, false)
		if len(r.Ambiguous) > 0 || len(r.Breaches) > 0 {
			continue
		}
		for _, name := range sorted(sets) {
			j := &job{ctx: context.Background(), h: h, r: r, set: sets[name].Closure()}
			// Most histories are settled by the order in which they were recorded, and
			// most others by a replay: what comes after these is asked apart.
			searching := newSaturation(j)
			searching.without = true
			for _, a := range []answer{j.strong(), newSaturation(j).saturateAndSearch(), searching.saturateAndSearch()} {
				want := Violated
				if admitted.Has(name) {
					want = Consistent
				}
				c := counts[name]
				c[a.outcome]++
				counts[name] = c
				if a.outcome != want {
					t.Fatalf("history %d, %s: got %v (%s %s), oracle says %v\n%s", i, name, a.outcome, a.engine, a.reason, want, show(h))
				}
				v := &Verdict{Model: &axioms.Model{Name: name, Axioms: sets[name]}, Outcome: a.outcome, Execution: a.exec, Refutation: a.ref}
				if err := certify(v, h, axioms.Versioned); err != nil {
					t.Fatalf("history %d, %s, %s: %v\n%s", i, name, a.engine, err, show(h))
				}
			}
		}
	}
	for _, name := range sorted(sets) {
		t.Log(name, counts[name])
	}
}

func sorted(sets map[string]axioms.Set) []string {
	var names []string
	for _, m := range oracle.Models {
		if _, ok := sets[m]; ok {
			names = append(names, m)
		}
	}
	return names
}

func show(h *history.History) string {
	s := ""
	for t := range int32(h.Len()) {
		s += fmt.Sprintf("%s[%s] %v %d-%d:", h.Name(t), h.SessionName(h.Session(t)), h.Status(t), h.Start(t), h.End(t))
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			op := h.Op(i)
			s += fmt.Sprintf(" %v(%v,%v%v)", op.Kind, h.Key(op.Key), h.Value(op.Value), op.List)
		}
		s += "\n"
	}
	return s
}
