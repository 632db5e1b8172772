package claims_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"visar/checker"
	"visar/claims"
	"visar/history"
)

// outcomeOf returns the worst outcome over the parts of a claim.
func outcomeOf(t *testing.T, c *claims.Claim, text string) (worst checker.Outcome, reason string) {
	t.Helper()
	h := read(t, claims.Example{History: text})
	for _, p := range c.Parts(h, claims.MomentsOf(h)) {
		verdicts, err := p.Check(context.Background(), checker.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			if v.Outcome > worst {
				worst, reason = v.Outcome, v.Reason
			}
		}
	}
	return worst, reason
}

// TestCrashesOfOtherObjects has what the oracle, which knows registers alone, does not.
func TestCrashesOfOtherObjects(t *testing.T) {
	const (
		consistent = checker.Consistent
		violated   = checker.Violated
		undecided  = checker.Undecided
	)
	for _, c := range []struct {
		name, text                string
		durable, strict, buffered checker.Outcome
	}{
		{"a list loses its end",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["append","x",1]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["append","x",2]]}
{"id":"T3","session":"b","start":5,"end":6,"ops":[["r","x",[1,2]]]}
{"fault":"crash","start":7}
{"id":"T4","session":"b","start":8,"end":9,"ops":[["r","x",[1]],["append","x",3]]}
{"id":"T5","session":"a","start":10,"end":11,"ops":[["r","x",[1,3]]]}`,
			violated, violated, consistent},
		{"a list loses its middle",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["append","x",1]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["append","x",2]]}
{"id":"T3","session":"a","start":5,"end":6,"ops":[["append","x",3]]}
{"fault":"crash","start":7}
{"id":"T4","session":"b","start":8,"end":9,"ops":[["r","x",[1,3]]]}`,
			violated, violated, violated},
		{"what survived one crash is lost in the next",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["append","x",1]]}
{"fault":"crash","start":3}
{"id":"T2","session":"a","start":4,"end":5,"ops":[["r","x",[1]]]}
{"fault":"crash","start":6}
{"id":"T3","session":"b","start":7,"end":8,"ops":[["r","x",[]]]}`,
			violated, violated, violated},
		{"a compare-and-set in flight took effect before the crash, and another one never",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":"b","start":3,"status":"unknown","ops":[["cas","x",1,2]]}
{"id":"T3","session":"c","start":3,"status":"unknown","ops":[["cas","x",2,3]]}
{"fault":"crash","start":5}
{"id":"T4","session":"a","start":6,"end":7,"ops":[["r","x",2]]}`,
			consistent, consistent, consistent},
		{"a queue loses what was acknowledged",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["enqueue","q",1]]}
{"fault":"crash","start":5}
{"id":"T2","session":"a","start":6,"end":7,"ops":[["dequeue","q",null]]}`,
			violated, violated, consistent},
		{"a queue loses its front, and what was put there later survives",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["enqueue","q",2]]}
{"fault":"crash","start":5}
{"id":"T3","session":"a","start":6,"end":7,"ops":[["dequeue","q",2]]}`,
			violated, violated, violated},
		{"a queue loses its front, which may have been dequeued",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["enqueue","q",2]]}
{"id":"T0","session":"b","start":4,"status":"unknown","ops":[["dequeue","q"]]}
{"fault":"crash","start":5}
{"id":"T3","session":"a","start":6,"end":7,"ops":[["dequeue","q",2]]}`,
			consistent, consistent, undecided},
		{"a set loses an element and keeps a later one",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["add","s","x"]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["add","s","y"]]}
{"fault":"crash","start":5}
{"id":"T3","session":"a","start":6,"end":7,"ops":[["get","s",["y"]]]}`,
			violated, violated, violated},
		{"a set loses the last element",
			`{"id":"T1","session":"a","start":1,"end":2,"ops":[["add","s","x"]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["add","s","y"]]}
{"fault":"crash","start":5}
{"id":"T3","session":"a","start":6,"end":7,"ops":[["get","s",["x"]]]}`,
			violated, violated, undecided},
		{"a counter counts what was in flight only later",
			`{"id":"T1","session":"a","start":1,"status":"unknown","ops":[["add","n",5]]}
{"fault":"crash","start":3}
{"id":"T2","session":"b","start":4,"end":5,"ops":[["get","n",0]]}
{"id":"T3","session":"b","start":6,"end":7,"ops":[["get","n",5]]}`,
			consistent, undecided, undecided},
	} {
		for i, want := range []checker.Outcome{c.durable, c.strict, c.buffered} {
			claim := []*claims.Claim{claims.Durable, claims.StrictDurable, claims.BufferedDurable}[i]
			if got, reason := outcomeOf(t, claim, c.text); got != want {
				t.Errorf("%s: %s is %s (%s), want %s", c.name, claim.Name, got, reason, want)
			}
		}
	}
}

// TestCrashMarks: names with and without a colon; of Jepsen's pairs the second; other
// faults are none.
func TestCrashMarks(t *testing.T) {
	h := read(t, claims.Example{History: strings.Join([]string{
		`{"ops":[["w","x",1]]}`,
		`{"fault":"crash","start":30}`, `{"fault":"crash","start":40}`,
		`{"fault":":kill-all","start":3}`, `{"fault":":kill-all","start":5}`,
		`{"fault":":power-failure","start":9}`,
		`{"fault":"kill","start":11}`, `{"fault":"crash"}`,
	}, "\n")})
	if got, want := claims.Crashes(h), []int64{5, 9, 30, 40}; !slices.Equal(got, want) {
		t.Errorf("crashes at %v, want %v", got, want)
	}
	if got := claims.Crashes(new(history.History)); len(got) > 0 {
		t.Errorf("crashes of nothing: %v", got)
	}
}
