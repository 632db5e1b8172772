package dependency_test

import (
	"strings"
	"testing"

	"visar/history/dependency"
)

func TestBreachesOfLists(t *testing.T) {
	for text, want := range map[string]string{
		"T1: a(l,1); T2: a(l,2); T3: r(l,[2 1]); T4: r(l,[2]); T5: r(l,[])": "",
		"T1: r(l,[1])": "thin-air-read T1 r(l,[1]) at 1 external",
		// An element that is wrong spoils every list that shows it, and no other.
		"T1: a(l,1); T2: r(l,[1 7]); T3: r(l,[1])":        "thin-air-read T2 r(l,[1 7]) at 7 external",
		"T1: a(l,1); T2: r(l,[7 1]); T3: r(l,[7])":        "thin-air-read T2 r(l,[7 1]) at 7 external; thin-air-read T3 r(l,[7]) at 7 external",
		"T1 aborted: a(l,1); T2: a(l,2); T3: r(l,[1 2])":  "aborted-read T3 r(l,[1 2]) at 1 by T1 a(l,1) external",
		"T1: a(l,1) a(l,2); T2: r(l,[1]); T3: r(l,[1 2])": "intermediate-read T2 r(l,[1]) at 1 by T1 a(l,1) external",
		"T1: r(l,[1]) a(l,1)":                             "future-read T1 r(l,[1]) at 1 by T1 a(l,1) external",
		"T1: a(l,1); T2: r(l,[1 1])":                      "duplicate-elements T2 r(l,[1 1]) at 1 by T1 a(l,1) external",
		// An append that was aborted explains no second one, and two that took
		// effect leave open which is which; see TestAmbiguousReads.
		"T1: a(l,1); T2 aborted: a(l,1); T3: r(l,[1 1])": "duplicate-elements T3 r(l,[1 1]) at 1 by T1 a(l,1) external",
		"T2 aborted: a(l,1); T1: a(l,1); T3: r(l,[1 1])": "duplicate-elements T3 r(l,[1 1]) at 1 by T1 a(l,1) external",
		"T1 aborted: a(l,1); T3: r(l,[1 1])": "aborted-read T3 r(l,[1 1]) at 1 by T1 a(l,1) external; " +
			"duplicate-elements T3 r(l,[1 1]) at 1 by T1 a(l,1) external",
		"T1: r(l,[7 7])":                                     "thin-air-read T1 r(l,[7 7]) at 7 external; duplicate-elements T1 r(l,[7 7]) at 7 external",
		"T1: a(l,1); T2: a(l,1); T3: r(l,[1 1])":             "",
		"T1: a(l,1); T2: a(l,2); T3: r(l,[1 2 1])":           "duplicate-elements T3 r(l,[1 2 1]) at 1 by T1 a(l,1) external",
		"T1: a(l,1); T2: a(l,2); T3: r(l,[1]); T4: r(l,[2])": "incompatible-order T4 r(l,[2]) at 2 against r(l,[1]) external",
		// The longest list wins, wherever it stands.
		"T1: a(l,1); T2: a(l,2); T3: r(l,[2]); T4: r(l,[1 2])":                         "incompatible-order T3 r(l,[2]) at 2 against r(l,[1 2]) external",
		"T1: a(l,1); T2: a(l,2); T3: a(l,3); T4: r(l,[1 2 3]); T5: r(l,[1 3])":         "incompatible-order T5 r(l,[1 3]) at 3 against r(l,[1 2 3]) external",
		"T1: a(l,1); T2: a(l,2); T3 aborted: r(l,[2 1]); T4: r(l,[1 2])":               "",
		"T1: a(l,1); T2: a(l,2); T3 unknown: r(l,[2 1]) a(m,1); T4: r(l,[1]) r(m,[1])": "",
		// What a transaction appended comes in its order and whole up to its last.
		"T1: a(l,1) a(l,2); T2: r(l,[2 1])": "intermediate-read T2 r(l,[2 1]) at 1 by T1 a(l,1) external; cyclic-versions T2 r(l,[2 1]) at 2 by T1 a(l,2) external",
		"T1: a(l,1) a(l,2); T2: r(l,[2])":   "cyclic-versions T2 r(l,[2]) at 2 by T1 a(l,2) external",
		// Others may come between; that is a cycle of versions of two transactions,
		// which is no read's fault.
		"T1: a(l,1) a(l,3); T2: a(l,2); T3: r(l,[1 2 3])": "",
	} {
		if got := breaches(t, resolve(t, text, false)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Reads of a list after own operations on it continue what these left.
func TestOwnLists(t *testing.T) {
	for text, want := range map[string]string{
		"T1: a(l,1); T2: r(l,[1]) a(l,2) r(l,[1 2]) a(l,3) r(l,[1 2 3]) r(l,[1 2 3])": "",
		"T1: a(l,1); T2: a(l,2) r(l,[1 2])":                                           "",
		"T1: a(l,1); T2: a(l,2) r(l,[1])":                                             "own-write-missed T2 r(l,[1]) at 1 against a(l,2)",
		"T1: a(l,1) r(l,[])":                                                          "own-write-missed T1 r(l,[]) at _ against a(l,1)",
		"T1: a(l,1) a(l,2) r(l,[2])":                                                  "own-write-missed T1 r(l,[2]) at 2 against a(l,2); cyclic-versions T1 r(l,[2]) at 2 by T1 a(l,2) external",
		"T1: a(l,1); T2: r(l,[]) r(l,[1])":                                            "unrepeatable-read T2 r(l,[1]) at 1 against r(l,[])",
		"T1: a(l,1); T2: r(l,[1]) r(l,[])":                                            "unrepeatable-read T2 r(l,[]) at _ against r(l,[1])",
		"T1: a(l,1); T2: r(l,[]) a(l,2) r(l,[1 2])":                                   "unrepeatable-read T2 r(l,[1 2]) at 2 against r(l,[])",
		"T1: a(l,1); T2: a(l,2) r(l,[1 2]) r(l,[1])":                                  "own-write-missed T2 r(l,[1]) at 1 against a(l,2)",
		"T1: a(l,1); T2: a(l,2) r(l,[2]); T3: r(l,[1 2])":                             "incompatible-order T2 r(l,[2]) at 2 against r(l,[1 2]) external",
	} {
		if got := breaches(t, resolve(t, text, false)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestSourcesOfLists(t *testing.T) {
	for _, test := range []struct {
		text string
		logs bool
		want string
	}{
		{"T1: a(l,1); T2: a(l,2); T3: r(l,[2 1]); T4: r(l,[2]) r(l,[2]); T5: r(l,[])", false,
			"T3 r(l,[2 1]) from T1; T4 r(l,[2]) from T2; T4 r(l,[2]) from T2 again; T5 r(l,[]) from init"},
		// An append reads nothing by itself, and a read after it is internal.
		{"T1: a(l,1); T2: a(l,2) r(l,[1 2])", false, ""},
		{"T1: a(l,1); T2: r(l,[1]) a(l,2) r(l,[1 2])", false, "T2 r(l,[1]) from T1"},
		// In a log it shows what was visible in front of the own appends.
		{"T1: a(l,1); T2: a(l,2) r(l,[1 2])", true, "T2 r(l,[1 2]) from T1"},
		{"T1: a(l,1) r(l,[1])", true, "T1 r(l,[1]) from init"},
		{"T1: a(l,1); T2: r(l,[1]) a(l,2) r(l,[1 2])", true, "T2 r(l,[1]) from T1"},
		// Two logs may differ, and each has its source.
		{"T1: a(l,1); T2: a(l,2); T3: r(l,[1]); T4: r(l,[2])", true, "T3 r(l,[1]) from T1; T4 r(l,[2]) from T2"},
	} {
		if got := reads(t, resolve(t, test.text, test.logs)); got != test.want {
			t.Errorf("%s (logs %v)\n got %s\nwant %s", test.text, test.logs, got, test.want)
		}
	}
}

// A log that differs from the longest one still has each transaction's appends
// in their order.
func TestLogsInProgramOrder(t *testing.T) {
	const text = "T1: a(l,1) a(l,2); T2: a(l,3); T3: r(l,[1 2 3]); T4: r(l,[3 2 1])"
	const order = "incompatible-order T4 r(l,[3 2 1]) at 3 against r(l,[1 2 3]) external"
	const cyclic = "cyclic-versions T4 r(l,[3 2 1]) at 2 by T1 a(l,2) external"
	const intermediate = "intermediate-read T4 r(l,[3 2 1]) at 1 by T1 a(l,1) external"
	if got, want := breaches(t, resolve(t, text, false)), order+"; "+intermediate; got != want {
		t.Errorf("versions\n got %s\nwant %s", got, want)
	}
	if got, want := breaches(t, resolve(t, text, true)), order+"; "+cyclic+"; "+intermediate; got != want {
		t.Errorf("logs\n got %s\nwant %s", got, want)
	}
}

// versions returns what is known of the order of list l: the appends that were
// read, and after a bar those that were not.
func versions(r *dependency.Resolved) string {
	var words []string
	for k, v := range r.Versions {
		if (v != nil) != r.History.IsList(int32(k)) {
			return "a register has versions, or a list has none"
		}
		if v == nil {
			continue
		}
		for _, op := range v.Ops {
			words = append(words, describeOp(r.History, op))
		}
		words = append(words, "|")
		for _, op := range v.Tail {
			words = append(words, describeOp(r.History, op))
		}
	}
	return strings.Join(words, " ")
}

// listOrder returns the edges between versions.
func listOrder(r *dependency.Resolved, unread bool) string {
	var edges []string
	r.ListOrder(unread, func(from, to, key, fromOp, toOp int32) {
		if r.NodeOfOp(fromOp) != from || r.NodeOfOp(toOp) != to || r.History.OpKey(fromOp) != key || r.History.OpKey(toOp) != key {
			edges = append(edges, "wrong:")
		}
		edges = append(edges, r.History.OpString(fromOp)+"→"+r.History.OpString(toOp))
	})
	return strings.Join(edges, " ")
}

func TestListOrder(t *testing.T) {
	for _, test := range []struct{ text, versions, order, unread string }{
		{"T1: a(l,1); T2: a(l,2); T3: r(l,[2 1]); T4: w(x,1)",
			"T2 a(l,2) T1 a(l,1) |", "a(l,2)→a(l,1)", "a(l,2)→a(l,1)"},
		// The last append of a transaction stands for those that nobody read.
		{"T1: a(l,1); T2: r(l,[1]); T3: a(l,3) a(l,4); T4: a(l,5)",
			"T1 a(l,1) | T3 a(l,4) T4 a(l,5)", "", "a(l,1)→a(l,4) a(l,1)→a(l,5)"},
		// Nothing is known of a list that nobody read, or found empty.
		{"T1: a(l,1); T2: a(l,2); T3: r(l,[])", "| T1 a(l,1) T2 a(l,2)", "", ""},
		{"T1: a(l,1) a(l,3); T2: a(l,2); T3: r(l,[1 2 3])",
			"T1 a(l,1) T2 a(l,2) T1 a(l,3) |", "a(l,1)→a(l,2) a(l,2)→a(l,3)", "a(l,1)→a(l,2) a(l,2)→a(l,3)"},
		// A transaction is not before itself.
		{"T1: a(l,1) a(l,2); T2: a(l,3); T3: r(l,[1 2 3])",
			"T1 a(l,1) T1 a(l,2) T2 a(l,3) |", "a(l,2)→a(l,3)", "a(l,2)→a(l,3)"},
		// What takes no part leaves a gap that closes: an aborted append, one from
		// nowhere, and one of unknown outcome that was not read.
		{"T1: a(l,1); T2 aborted: a(l,2); T3: a(l,3); T4: r(l,[1 2 7 3]); T5 unknown: a(l,5)",
			"T1 a(l,1) T3 a(l,3) |", "a(l,1)→a(l,3)", "a(l,1)→a(l,3)"},
		{"T1: a(l,1); T2 unknown: a(l,2); T3: r(l,[1 2])",
			"T1 a(l,1) T2 a(l,2) |", "a(l,1)→a(l,2)", "a(l,1)→a(l,2)"},
		// Of lists that disagree the longest counts.
		{"T1: a(l,1); T2: a(l,2); T3: r(l,[2]); T4: r(l,[1 2])",
			"T1 a(l,1) T2 a(l,2) |", "a(l,1)→a(l,2)", "a(l,1)→a(l,2)"},
		{"T1: a(l,1) a(m,1); T2: a(m,2) a(l,2); T3: r(l,[1 2]) r(m,[2 1])",
			"T1 a(l,1) T2 a(l,2) | T2 a(m,2) T1 a(m,1) |", "a(l,1)→a(l,2) a(m,2)→a(m,1)", "a(l,1)→a(l,2) a(m,2)→a(m,1)"},
	} {
		r := resolve(t, test.text, false)
		if got := versions(r); got != test.versions {
			t.Errorf("%s: versions %s, want %s", test.text, got, test.versions)
		}
		if got := listOrder(r, false); got != test.order {
			t.Errorf("%s: order %s, want %s", test.text, got, test.order)
		}
		if got := listOrder(r, true); got != test.unread {
			t.Errorf("%s: order with what was not read %s, want %s", test.text, got, test.unread)
		}
	}
}
