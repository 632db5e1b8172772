package checker

import (
	"testing"
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
		h := notated(t, test.text)
		for _, name := range []string{"ss-ser", "ss-si", "ss-pc", "ss-psi"} {
			v := judged(t, h, name, Options{})
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

// TestTailsAreReplayed: nobody read which of T1 and T2 appended to x first. T2 does not
// see what T1 appended to y, so that it began before T1 ended, and since both append to
// x it ended before T1 began, whatever the recording says. In the second history T1 does
// not see T2's append to z either, and neither can be the first.
func TestTailsAreReplayed(t *testing.T) {
	for _, test := range []struct {
		text    string
		outcome Outcome
	}{
		{"T1[a]: a(x,1) a(y,1)\nT2[b]: r(y,[]) a(x,2)\nT3[c]: r(y,[1])", Consistent},
		{"T1[a]: r(z,[]) a(x,1) a(y,1)\nT2[b]: r(y,[]) a(x,2) a(z,2)\nT3[c]: r(y,[1]) r(z,[2])", Violated},
	} {
		h := notated(t, test.text)
		for _, name := range []string{"snapshot-isolation", "strong-session-snapshot-isolation", "parallel-snapshot-isolation"} {
			v := judged(t, h, name, Options{})
			if v.Outcome != test.outcome || (v.Engine == "replay") != (test.outcome == Consistent) {
				t.Errorf("%s: %s by %s, expected %s\n%s", name, v.Outcome, v.Engine, test.outcome, test.text)
			}
		}
	}
}
