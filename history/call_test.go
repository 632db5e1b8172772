package history

import (
	"slices"
	"strings"
	"testing"
)

const calls = `T1[a] @1-2: enqueue(q,1)
T2[a] @3-4: dequeue(q,1)
T3[a] @5-6: dequeue(q,_)
T4[b] @1-2: cas(x,_,1)
T5[b] @3-4: cas(x,1,2,false)
T6[c] @1- unknown: pop(s)
T7[d] @1-2: get(all,[1 2])
T8[d] @3-4: contains(all,1,true)
T9[d] @5-6: contains(all,2,false)
T10[d] @7-8: extend(text,"a b")
T11[d] @9-10: release(l)
T12[d] @11-12: get(n,false)`

// TestCallNotation reads what it prints, and prints what it read.
func TestCallNotation(t *testing.T) {
	h, err := Parse(calls)
	if err != nil {
		t.Fatal(err)
	}
	if h.String() != calls {
		t.Errorf("got\n%s", h)
	}
	if c, ok := h.Call(2); !ok || c.Func != Dequeue || c.Answer != One || c.Result[0] != Initial {
		t.Errorf("T3 is %+v", c)
	}
	if c, _ := h.Call(4); c.Answer != Refused || len(c.Result) != 0 {
		t.Errorf("T5 is %+v", c)
	}
	if c, _ := h.Call(6); c.Answer != Many || len(c.Result) != 2 || !slices.Equal(c.Args, nil) {
		t.Errorf("T7 is %+v", c)
	}
	// A compare-and-set that took effect is a read and a write too.
	if lo, hi := h.Ops(3); h.OpString(lo) != "r(x,_)" || h.OpString(hi-1) != "w(x,1)" {
		t.Errorf("T4 has %d operations", hi-lo)
	}
	if lo, hi := h.Ops(4); lo != hi {
		t.Errorf("T5 has %d operations", hi-lo)
	}
}

func TestCallNotationErrors(t *testing.T) {
	for text, want := range map[string]string{
		"T1: enqueue(q)":            "1:14: expected a comma and an argument, got \")\"",
		"T1: dequeue(q)":            "1:14: expected a comma and the answer, got \")\"",
		"T1: acquire(l) release(l)": "expected the end of the transaction, which is one call",
		"T1: w(x,1) acquire(l)":     "expected an operation",
		"T1: enqueue(q,1,2,3)":      "expected ) after the operation",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}
