package checker

import (
	"testing"

	"visar/checker/oracle"
)

// TestPastDisagreements: histories on which engines and oracle once differed,
// about read-uncommitted on lists: which of two longest reads gives the known
// order, and elements that stand twice though only aborted transactions appended
// them; about linearizable, sessions that overlap themselves.
func TestPastDisagreements(t *testing.T) {
	for _, text := range []string{
		"T1: r(y,[]) a(y,1) a(x,2) a(x,3)\nT2: a(x,4) r(x,[2 3 4]) a(x,5)\nT3: r(x,[4 5])\nT4: a(y,6) a(y,7)\n" +
			"T5: r(x,[2 4 3 5]) r(y,[1]) r(y,[1]) r(x,[2 3 4 5])",
		"T1 aborted: r(x,[]) r(x,[])\nT2 aborted: a(y,1) a(y,2) a(y,3) a(x,4)\nT3: r(y,[1 2 3]) r(x,[4])\n" +
			"T4 aborted: r(x,[4]) r(x,[4]) r(y,[1 2 3])\nT5: a(y,5) a(y,6) r(y,[1 2 3 5 6 1])",
		"T1 aborted: a(y,1) r(y,[1]) r(y,[1])\nT2[s2]: a(x,2) a(x,3)\nT3[s2]: r(y,[1 1]) r(x,[2 3]) r(x,[2 3])",
		"T1 aborted: a(x,1) r(x,[1])\nT2: r(x,[1]) r(x,[1])\nT3: r(x,[1 1])",
		// A session that overlaps itself in time: what it read, it did later.
		"T1[s1] @(-6)-15: r(x,1)\nT2[s1] @(-1)- unknown: w(x,1)",
	} {
		h := notated(t, "initial 0\n"+text)
		for _, l := range lists {
			agree(t, h, l.ours, oracle.Admitted(h, l.theirs))
		}
	}
}
