package claims_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/claims"
	"visar/history"
	"visar/history/format"
)

// TestExamples judges what each claim says that it accepts and rejects.
func TestExamples(t *testing.T) {
	for _, c := range claims.Catalogue {
		if outcome, names := judge(t, c, c.Accepts); outcome != checker.Consistent {
			t.Errorf("%s rejects what it should accept, by %v", c.Name, names)
		}
		outcome, names := judge(t, c, c.Rejects)
		if outcome != checker.Violated || len(names) == 0 || names[0] != c.Rejects.Anomaly {
			t.Errorf("%s: the history to reject is %s by %v, want %s", c.Name, outcome, names, c.Rejects.Anomaly)
		}
	}
}

// TestReplicatedAnomalies wants the example of each anomaly of replicated registers to
// be called by its name first.
func TestReplicatedAnomalies(t *testing.T) {
	for _, a := range anomalies.Replicated {
		c := claims.MVRegister
		if a == anomalies.ClockInversion || a == anomalies.WrongWinner {
			c = claims.LWWRegister
		}
		outcome, names := judge(t, c, claims.Example{History: a.Example})
		if outcome != checker.Violated || len(names) == 0 || names[0] != a.ID {
			t.Errorf("the example of %s is %s by %v", a.ID, outcome, names)
		}
	}
}

func read(t *testing.T, e claims.Example) *history.History {
	t.Helper()
	f := format.Notation
	if strings.HasPrefix(e.History, "{") {
		f = format.Native
	}
	h, err := f.Decode(context.Background(), bytes.NewReader([]byte(e.History)), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func judge(t *testing.T, c *claims.Claim, e claims.Example) (worst checker.Outcome, names []string) {
	t.Helper()
	h := read(t, e)
	judged := 0
	for _, p := range c.Parts(h, claims.MomentsOf(h)) {
		if p.History == nil {
			continue
		}
		verdicts, err := p.Check(context.Background(), checker.Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for _, v := range verdicts {
			if !v.Certified {
				t.Errorf("%s: %s %s is not certified", c.Name, v.Model.Name, v.Outcome)
			}
			judged++
			worst = max(worst, v.Outcome)
			for _, f := range anomalies.In(v) {
				names = append(names, f.Name)
			}
		}
	}
	if judged == 0 {
		t.Errorf("%s: nothing was judged", c.Name)
	}
	return worst, names
}

// TestCatalogueIsWhole wants every claim to say what it must, under names that
// nothing else has.
func TestCatalogueIsWhole(t *testing.T) {
	taken := map[string]string{}
	for _, m := range axioms.Models {
		taken[m.Name] = "a model"
	}
	for _, c := range claims.Catalogue {
		for _, name := range append([]string{c.Name}, c.Also...) {
			if other, ok := taken[name]; ok {
				t.Errorf("%s is the name of %s too", name, other)
			}
			taken[name] = c.Name
			if got, err := claims.ByName(strings.ToUpper(name)); err != nil || got != c {
				t.Errorf("ByName(%q) = %v, %v", name, got, err)
			}
		}
		if c.Title == "" || c.Doc == "" || c.Basis == "" || len(c.Tests) == 0 || len(c.Caveats) == 0 {
			t.Errorf("%s lacks a title, a text, a basis, tests or caveats", c.Name)
		}
		for _, name := range c.Stronger {
			m, err := axioms.ModelByName(name)
			if err != nil {
				t.Errorf("%s: %v", c.Name, err)
			} else if test := c.Tests[0]; test.Law == claims.Search && !m.Implies(test.Model) {
				t.Errorf("%s: %s is no sharper test than %s", c.Name, name, test.Model.Name)
			}
		}
	}
}
