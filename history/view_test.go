package history

import "testing"

const viewed = `T1[a] @1-4: w(x,1)
T2[a] @5-6: r(x,1)
T3[b] @7-9: r(x,_)
T4[b] @10-12: r(x,1)`

// TestViews compares what views leave of times, sessions and outcomes.
func TestViews(t *testing.T) {
	odd := func(t int32) bool { return t%2 == 1 }
	for _, c := range []struct {
		name string
		view func(h *History) *History
		want string
	}{
		{"clocks that differ by 2", func(h *History) *History { return h.Skewed(2) },
			"T1[a] @1-6: w(x,1)\nT2[a] @5-8: r(x,1)\nT3[b] @7-11: r(x,_)\nT4[b] @10-14: r(x,1)"},
		{"real time across 7 alone", func(h *History) *History { return h.Across(7) },
			"T1[a] @-4: w(x,1)\nT2[a] @-6: r(x,1)\nT3[b] @7-: r(x,_)\nT4[b] @10-: r(x,1)"},
		{"every second apart", func(h *History) *History { return h.Unordered(odd) },
			"T1[a] @1-4: w(x,1)\nT2: r(x,1)\nT3[b] @7-9: r(x,_)\nT4: r(x,1)"},
		{"every second lagging", func(h *History) *History { return h.Lagging(odd) },
			"T1[a] @1-4: w(x,1)\nT2[\"a (lagging)\"]: r(x,1)\nT3[b] @7-9: r(x,_)\nT4[\"b (lagging)\"]: r(x,1)"},
		{"every second doubted", func(h *History) *History { return h.Doubted(odd) },
			"T1[a] @1-4: w(x,1)\nT2[a] @5- unknown: r(x,1)\nT3[b] @7-9: r(x,_)\nT4[b] @10- unknown: r(x,1)"},
		{"nothing but the transactions", func(h *History) *History { return h.Bare() },
			"T1[a] @1-4:\nT2[a] @5-6:\nT3[b] @7-9:\nT4[b] @10-12:"},
	} {
		h, err := Parse(viewed)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.view(h).String(); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		if h.String() != viewed {
			t.Errorf("%s changed the history itself:\n%s", c.name, h)
		}
	}
}

// TestViewsRegroupSessions wants every transaction to be where its session says.
func TestViewsRegroupSessions(t *testing.T) {
	h, err := Parse(viewed)
	if err != nil {
		t.Fatal(err)
	}
	v := h.Unordered(func(t int32) bool { return t == 0 || t == 1 })
	if v.Sessions() != 3 {
		t.Errorf("%d sessions, want 3", v.Sessions())
	}
	total := 0
	for s := range int32(v.Sessions()) {
		for _, txn := range v.SessionTxns(s) {
			if v.Session(txn) != s {
				t.Errorf("T%d is of session %d and stands in %d", txn+1, v.Session(txn), s)
			}
			total++
		}
	}
	if total != v.Len() {
		t.Errorf("%d transactions stand in sessions, want %d", total, v.Len())
	}
}

// TestDoubtedReadsOrderNoLists wants the longest read of a list among those that are
// still evidence.
func TestDoubtedReadsOrderNoLists(t *testing.T) {
	h, err := Parse("T1[a]: a(l,1)\nT2[b]: a(l,2)\nT3[c]: r(l,[2 1])\nT4[d]: r(l,[1])")
	if err != nil {
		t.Fatal(err)
	}
	k := h.Doubted(func(t int32) bool { return t == 2 }).Longest(0)
	if len(k) != 1 || h.Value(k[0]) != IntValue(1) {
		t.Errorf("the longest read has the values %v, want that of T4", k)
	}
}
