package anomalies

import (
	"context"
	"math/rand/v2"
	"testing"

	"visar/axioms"
	"visar/checker"
	"visar/checker/oracle"
)

// TestTheSmallestPartHasTheName: a history can be made small without its anomaly
// turning into another one.
func TestTheSmallestPartHasTheName(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 17))
	ctx := context.Background()
	names := map[string]int{}
	for i := range 600 {
		h := oracle.Random(rng, oracle.Config{Txns: 6, Keys: 3, Ops: 4,
			Sessions: i%2 == 0, Times: i%3 == 0, Aborted: true, Unknown: true, Lists: i%4 != 0})
		m := axioms.Models[i%len(axioms.Models)]
		v, err := checker.Check(ctx, h, m, checker.Options{})
		if err != nil || v.Outcome != checker.Violated {
			continue
		}
		name := In(v)[0].Name
		names[name]++
		small, _, err := checker.Minimize(ctx, h, v, func(w *checker.Verdict) bool { return In(w)[0].Name == name }, checker.Options{})
		if err != nil {
			t.Errorf("%s by %s: %v\n%s", m.Name, name, err, h)
			continue
		}
		again, err := checked(t, small.String(), m)
		if err != nil || again.Outcome != checker.Violated || In(again)[0].Name != name {
			t.Errorf("%s by %s: the small part, written and read, does not show it (%v)\n%s", m.Name, name, err, small)
		}
	}
	if len(names) < 15 {
		t.Errorf("only %v were met", names)
	}
}

func checked(t *testing.T, text string, m *axioms.Model) (*checker.Verdict, error) {
	return checker.Check(context.Background(), parse(t, text), m, checker.Options{})
}
