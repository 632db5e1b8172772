package linear

import (
	"context"
	"testing"

	"visar/history"
)

// TestDrains: a drain takes what it returned, and is empty at some moment after.
func TestDrains(t *testing.T) {
	for text, want := range map[string]Verdict{
		"A[a] @1-2: enqueue(q,1)\nB[b] @3-4: drain(q,[1])":                                                       Linearizable,
		"A[a] @1-2: enqueue(q,1)\nB[b] @3-4: drain(q,[])":                                                        NotLinearizable,
		"A[a] @1-3: enqueue(q,1)\nB[b] @3-4: drain(q,[])":                                                        Linearizable, // at the same time
		"A[a] @1-2: enqueue(q,1)\nB[a] @3-4: enqueue(q,2)\nC[b] @5-6: drain(q,[1])":                              NotLinearizable,
		"A[a] @1-2: enqueue(q,1)\nB[a] @3-4: enqueue(q,2)\nC[b] @5-6: drain(q,[2 1])":                            Linearizable, // in any order
		"A[a] @1-2: enqueue(q,1)\nB[a] @3-4: enqueue(q,1)\nC[b] @5-6: drain(q,[1])":                              NotLinearizable,
		"A[a] @1-2: enqueue(q,1)\nB[b] @3- unknown: drain(q)\nC[c] @5-6: drain(q,[])":                            Linearizable,
		"A[a] @1-2: enqueue(q,1)\nB[a] @3-4: enqueue(q,2)\nC[b] @5-8: drain(q,[1])\nD[a] @6-7: dequeue(q,2)":     Linearizable,
		"A[a] @1-2: enqueue(q,1)\nB[a] @3-4: enqueue(q,2)\nC[b] @5-8: drain(q,[1])\nD[a] @9-10: dequeue(q,2)":    NotLinearizable,
		"A[a] @1-2: enqueue(q,1)\nB[b] @3-6: drain(q,[1])\nC[a] @4-5: enqueue(q,2)\nD[a] @7-8: dequeue(q,2)":     Linearizable,
		"A[a] @1-2: enqueue(q,1)\nB[b] @3-4: drain(q,[1])\nC[a] @3-4: enqueue(q,2)\nD[a] @7-8: dequeue(q,_)":     NotLinearizable,
		"A[a] @1-2: enqueue(q,1)\nB[b] @3-4: drain(q,[])\nC[b] @5-6: dequeue(q,1)\nD[c] @1- unknown: dequeue(q)": NotLinearizable,
	} {
		h, err := history.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		object := Queue
		ops, err := From(h, &object)
		if err != nil {
			t.Fatal(err)
		}
		if got := Check(context.Background(), ops, Options{}).Verdict; got != want {
			t.Errorf("%s, want %s:\n%s", got, want, text)
		}
	}
}
