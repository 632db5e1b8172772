package web

import (
	"testing"

	"visar/anomalies"
	"visar/axioms"
	"visar/history"
)

// TestWhatAWorkloadLacks: for each reason one history for which it is the reason.
func TestWhatAWorkloadLacks(t *testing.T) {
	for _, c := range []struct{ history, anomaly, want string }{
		{"T1: w(x,1)\nT2: r(x,1)", "lost-update", "no key is both read and written by two transactions"},
		{"T1: w(x,1)\nT2: w(y,1)", "write-skew", "no transaction read a key that another one writes"},
		{"T1: w(x,1)\nT2: r(x,1)", "write-skew", "every transaction uses one key"},
		{"T1: r(x,_) w(y,1)\nT2: r(y,_) w(x,1)", "write-skew", ""},
		{"T1: w(x,1)\nT2: r(x,_)", "circular-information-flow", "no transaction read what another one wrote"},
		{"T1: w(x,1)\nT2: w(x,2)", "dirty-write", "nothing shows the order in which versions were written: registers are written without being read"},
		{"T1: w(x,1)\nT2: r(x,1)", "aborted-read", "no aborted transaction wrote anything"},
		{"T1 aborted: w(x,1)\nT2: r(x,_)", "aborted-read", ""},
		{"T1: w(x,1)\nT2: r(x,1)", "stale-read", "no starts and ends were recorded"},
		{"T1 @1-5: w(x,1)\nT2 @2-6: r(x,1)", "stale-read", "no transaction ended before another one started"},
		{"T1[a]: w(x,1)\nT2[b]: r(x,1)", "read-your-writes-violation", "no session has two committed transactions"},
		{"T1: w(x,1)\nT2: w(x,2)", "thin-air-read", "nothing was read"},
	} {
		h, err := history.Parse(c.history)
		if err != nil {
			t.Fatal(err)
		}
		a, err := anomalies.ByName(c.anomaly)
		if err != nil {
			t.Fatal(err)
		}
		if got := workloadOf(h).lacks(a); got != c.want {
			t.Errorf("%s of\n%s\nlacks %q, want %q", c.anomaly, c.history, got, c.want)
		}
	}
}

// TestEveryExampleCanBeShown: a history that has an anomaly does not lack what it
// takes.
func TestEveryExampleCanBeShown(t *testing.T) {
	for _, a := range anomalies.Catalogue {
		h, err := history.Parse(a.Example)
		if err != nil {
			t.Fatal(err)
		}
		if why := workloadOf(h).lacks(a); why != "" {
			t.Errorf("%s: its example is said to lack it: %s", a.ID, why)
		}
	}
}

// TestEveryModelHasAPlace: no two models stand on each other, and steps lead up.
func TestEveryModelHasAPlace(t *testing.T) {
	at := places()
	taken := map[place]string{}
	for _, m := range axioms.Models {
		p, ok := at[m]
		if !ok {
			t.Errorf("%s has no place in the drawing", m.Name)
		}
		if other := taken[p]; other != "" {
			t.Errorf("%s stands on %s", m.Name, other)
		}
		taken[p] = m.Name
	}
	for _, s := range axioms.Lattice() {
		if at[s.Stronger].row <= at[s.Weaker].row {
			t.Errorf("%s does not stand above %s", s.Stronger.Name, s.Weaker.Name)
		}
	}
}
