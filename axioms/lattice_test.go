package axioms

import (
	"slices"
	"strings"
	"testing"

	"visar/checker/oracle"
)

// verdicts returns, by history, whether each of its models is consistent.
func verdicts(t *testing.T) map[string]map[string]bool {
	t.Helper()
	named, err := oracle.ReadNamed("../testdata/anomalies/verdicts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]bool{}
	for _, n := range named {
		all[n.Name] = map[string]bool{}
		for _, m := range n.Consistent {
			all[n.Name][m] = true
		}
		for _, m := range n.Violated {
			all[n.Name][m] = false
		}
	}
	return all
}

// judged returns the models that the verdicts have, in the order of the catalogue.
func judged(t *testing.T, all map[string]map[string]bool) []*Model {
	var models []*Model
	for _, m := range Models {
		if _, ok := all["serial"][m.Name]; ok {
			models = append(models, m)
		}
	}
	if len(models) != 39 {
		t.Fatalf("the verdicts are on %d models, want 39", len(models))
	}
	return models
}

func TestVerdictsFollowTheLattice(t *testing.T) {
	all := verdicts(t)
	if len(all) != 39 {
		t.Fatalf("%d histories, want 39", len(all))
	}
	for _, s := range judged(t, all) {
		for _, w := range judged(t, all) {
			for name, v := range all {
				if s.Implies(w) && v[s.Name] && !v[w.Name] {
					t.Errorf("%s obeys %s, which implies %s, and violates that", name, s.Name, w.Name)
				}
			}
		}
	}
}

// separating are further histories, small enough to try all executions. Sessions
// in them need not be in real time.
var separating = []string{
	// A session reads what it is going to write.
	"T1[a]: r(x,1)\nT2[a]: w(x,1)",
	// A session's writes are seen against its order.
	"T1[a]: w(x,1)\nT2[a]: w(x,2) w(y,2)\nT3: r(y,2) r(x,1)",
	// What T1 reads is written after T2, which starts after T1 ended; but T2 writes
	// nothing.
	"T1 @1-2: r(x,1)\nT2[a] @3-4: r(y,_)\nT3[a]: w(x,1)",
}

func TestModelsThatAreNotImpliedAreSeparated(t *testing.T) {
	all := verdicts(t)
	models := judged(t, all)
	for _, text := range separating {
		h := parse(t, text)
		all[text] = map[string]bool{}
		for _, m := range models {
			all[text][m.Name] = satisfiable(h, m.Axioms)
		}
	}
	for _, s := range models {
		for _, w := range models {
			separated := s == w || s.Implies(w)
			for _, v := range all {
				separated = separated || v[s.Name] && !v[w.Name]
			}
			if !separated {
				t.Errorf("%s does not imply %s, but no history tells them apart", s.Name, w.Name)
			}
		}
	}
}

// implied has the edges of the lattice as they were found by enumeration, with
// short names. In the grid a prefix stands for each of the four forms.
func implied() [][2]string {
	var edges [][2]string
	add := func(list string) {
		for edge := range strings.FieldsSeq(list) {
			s, w, _ := strings.Cut(edge, ">")
			edges = append(edges, [2]string{s, w})
		}
	}
	for _, p := range []string{"", "ss-", "rt-", "strong-"} {
		add(strings.ReplaceAll("Pser>Psi Psi>Ppsi Psi>Ppc Ppsi>Pcc Ppsi>Pua Ppc>Pcc Pcc>Pra Pua>Pra", "P", p))
	}
	for _, x := range []string{"ra", "ua", "cc", "psi", "pc", "si", "ser"} {
		add(strings.ReplaceAll("ss-X>X rt-X>ss-X strong-X>rt-X", "X", x))
	}
	add("ra>item-cut-isolation item-cut-isolation>mav mav>read-committed read-committed>read-uncommitted")
	add("ss-mav>mav ss-ra>ss-mav ss-ra>ryw ss-cc>pram ss-cc>wfr pram>ryw pram>mr pram>mw wfr>cc ryw>ra mr>ra mw>ra")
	add("sser>osc osc>ss-ser sser>ss-ser-kl ss-ser-kl>ser-kl ss-ser-kl>ss-ser ser-kl>ser")
	add("linearizable>sequential")
	return edges
}

func TestLatticeHasTheKnownEdges(t *testing.T) {
	for _, edge := range implied() {
		s, err := ModelByName(edge[0])
		if err != nil {
			t.Fatal(err)
		}
		w, err := ModelByName(edge[1])
		if err != nil {
			t.Fatal(err)
		}
		if !s.Implies(w) {
			t.Errorf("%s does not imply %s", s.Name, w.Name)
		}
	}
}

func TestStepsAreTheCoveringRelation(t *testing.T) {
	steps := Lattice()
	for _, s := range steps {
		if !s.Stronger.Implies(s.Weaker) || s.Weaker.Implies(s.Stronger) {
			t.Errorf("the step from %s to %s is none down", s.Stronger.Name, s.Weaker.Name)
		}
		for _, m := range Models {
			if m != s.Stronger && m != s.Weaker && s.Stronger.Implies(m) && m.Implies(s.Weaker) {
				t.Errorf("%s lies between %s and %s", m.Name, s.Stronger.Name, s.Weaker.Name)
			}
		}
	}
	for _, s := range Models {
		for _, w := range Weaker(s) {
			if !reaches(steps, s, w) {
				t.Errorf("no steps lead from %s to %s", s.Name, w.Name)
			}
			if !slices.Contains(Stronger(w), s) {
				t.Errorf("%s is not among the stronger models of %s", s.Name, w.Name)
			}
		}
	}
}

func reaches(steps []Step, from, to *Model) bool {
	for _, s := range steps {
		if s.Stronger == from && (s.Weaker == to || reaches(steps, s.Weaker, to)) {
			return true
		}
	}
	return false
}

func TestSteps(t *testing.T) {
	tests := []struct {
		model *Model
		want  string
	}{
		{ReadUncommitted, ""},
		{ReadAtomic, "item-cut-isolation"},
		{SnapshotIsolation, "parallel-snapshot-isolation prefix"},
		{StrongSessionReadAtomic, "strong-session-monotonic-atomic-view read-your-writes"},
		{StrongSessionCausal, "pram writes-follow-reads strong-session-read-atomic"},
		{StrictSerializable, "ordered-sequential-consistency strong-session-serializable-no-stale-reads strong-snapshot-isolation"},
		{Linearizable, "sequential"},
	}
	for _, test := range tests {
		var names []string
		for _, m := range Below(test.model) {
			names = append(names, m.Name)
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("below %s: got %s, want %s", test.model.Name, got, test.want)
		}
	}
}
