package main

import "testing"

func TestSizes(t *testing.T) {
	if got := (shape{largest: 100_000}).sizes(full); len(got) != 2 || got[1] != 100_000 {
		t.Errorf("sizes %v, want 10,000 and 100,000", got)
	}
	if got := (shape{}).sizes(full); len(got) != 3 {
		t.Errorf("%d sizes, want 3", len(got))
	}
}

// Of several runs the median counts, the largest memory, and whatever was not done.
func TestRunsAreSummedUp(t *testing.T) {
	var r result
	r.add("consistent", cost{9, 100})
	r.add("consistent", cost{2, 120})
	r.add("consistent", cost{4, 110})
	if r.outcome != "consistent" || r.cost != (cost{4, 120}) {
		t.Errorf("got %s, %+v, expected consistent, 4 s and 120 MB", r.outcome, r.cost)
	}
	r.add(notDone+" after 1m0s", cost{60, 110})
	r.add("consistent", cost{4, 110})
	if r.outcome != notDone+" after 1m0s" {
		t.Errorf("got %s where one run was not done", r.outcome)
	}
}

func TestTurns(t *testing.T) {
	p := &page{runs: 3}
	if linear, other := p.turns(shape{linear: true}), p.turns(shape{}); linear != 7 || other != 3 {
		t.Errorf("%d turns where growth is judged and %d elsewhere, want 7 and 3", linear, other)
	}
}
