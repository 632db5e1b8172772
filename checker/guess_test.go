package checker

import (
	"context"
	"testing"

	"visar/axioms"
	"visar/history"
)

// TestGuess: one session reads x=1 and then x=2, so that T1 comes before T2. The
// guess holds if the times or the lines say so, and else a replay finds it, or
// saturation where anti-dependencies are no edges. In the last history one session reads them the other way round too.
func TestGuess(t *testing.T) {
	for _, test := range []struct {
		text, engine string
		outcome      Outcome
	}{
		{"T1[a]: w(x,1)\nT2[b]: w(x,2)\nT3[c]: r(x,1)\nT4[c]: r(x,2)", "recorded-order", Consistent},
		{"T2[b]: w(x,2)\nT1[a]: w(x,1)\nT3[c]: r(x,1)\nT4[c]: r(x,2)", "replay", Consistent},
		{"T2[b] @3-4: w(x,2)\nT1[a] @1-2: w(x,1)\nT3[c] @2-3: r(x,1)\nT4[c] @5-6: r(x,2)", "recorded-order", Consistent},
		{"T1[a] @1-9: w(x,1)\nT2[b] @2-4: w(x,2)\nT3[c] @3-5: r(x,1)\nT4[c] @5-6: r(x,2)", "recorded-order", Consistent},
		{"T1[a]: w(x,1)\nT2[b]: w(x,2)\nT3[c]: r(x,1)\nT4[c]: r(x,2)\nT5[d]: r(x,2)\nT6[d]: r(x,1)", "saturation", Violated},
	} {
		h, err := history.Parse(test.text)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"ss-ser", "ss-si", "ss-pc", "ss-psi"} {
			m, err := axioms.ModelByName(name)
			if err != nil {
				t.Fatal(err)
			}
			v, err := Check(context.Background(), h, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			engine := test.engine
			if engine == "replay" && name == "ss-psi" {
				engine = "saturation"
			}
			if v.Outcome != test.outcome || v.Engine != engine {
				t.Errorf("%s: %s by %s, expected %s by %s\n%s", name, v.Outcome, v.Engine, test.outcome, engine, test.text)
			}
		}
	}
}
