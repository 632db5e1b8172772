package anomalies

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"visar/axioms"
	"visar/checker"
)

// TestWhatIsForced: the relations of the edges, and what follows from them, worked
// out by hand from the definitions.
func TestWhatIsForced(t *testing.T) {
	for _, test := range []struct {
		anomaly        *Anomaly
		model          string
		edges, follows []string
	}{
		// T1 VIS T2 VIS T3, so T3 should have seen T1.
		{CausalityViolation, "causal", []string{"WR VIS by EXT", "RW"}, []string{"T1 VIS T3 by TRANSVIS"}},
		{CausalityViolation, "writes-follow-reads", []string{"WR VIS by EXT", "RW"}, []string{"T1 VIS T3 by WFR"}},
		// T3 saw T1 and not T2: T2 is not before T1. T4 the other way around.
		{LongFork, "prefix", []string{"WR VIS by EXT", "RW"}, []string{"T1 AR T2 by PREFIX", "T2 AR T1 by PREFIX"}},
		{LongFork, "serializable", []string{"WR VIS by EXT", "RW"}, []string{"T1 AR T2 by PREFIX", "T2 AR T1 by PREFIX"}},
		{WriteSkew, "serializable", []string{"RW AR by TOTALVIS"}, nil},
		{DirtyWrite, "read-uncommitted", []string{"WW AR"}, nil},
		{DirtyWrite, "snapshot-isolation", []string{"WW VIS by NOCONFLICT"}, nil},
		{ReadYourWritesViolation, "read-your-writes", []string{"SO VIS by RYW", "RW"}, nil},
		{ReadYourWritesViolation, "strong-session-read-atomic", []string{"SO VIS by SESSION", "RW"}, nil},
		{MonotonicReadsViolation, "monotonic-reads", []string{"WR VIS by EXT", "SO", "RW"}, []string{"T1 VIS T3 by MR"}},
		{MonotonicReadsViolation, "strong-session-causal", []string{"WR VIS by EXT", "SO VIS by SESSION", "RW"}, []string{"T1 VIS T3 by TRANSVIS"}},
		{StaleRead, "strict-serializable", []string{"RT VIS by REALTIME", "RW"}, nil},
		{CircularInformationFlow, "read-committed", []string{"WR AR by COMMITTED"}, nil},
		{ThinAirRead, "read-committed", nil, nil},
	} {
		m, err := axioms.ModelByName(test.model)
		if err != nil {
			t.Fatal(err)
		}
		h := parse(t, test.anomaly.Example)
		v, err := checker.Check(context.Background(), h, m, checker.Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := In(v)
		if len(found) != 1 || found[0].Anomaly != test.anomaly {
			t.Fatalf("%s: %s with %v", test.anomaly.ID, v.Outcome, found)
		}
		f := found[0]
		var edges, follows []string
		for _, e := range f.Edges {
			relation, by := f.Forces(e.Kind)
			text := e.Kind.String()
			if relation != "" {
				text += " " + string(relation)
			}
			if by != "" {
				text += " by " + by
			}
			if !slices.Contains(edges, text) {
				edges = append(edges, text)
			}
		}
		for _, p := range f.Follows() {
			follows = append(follows, fmt.Sprintf("%s %s %s by %s", h.Name(p.From), p.Relation, h.Name(p.To), p.By))
		}
		slices.Sort(follows)
		slices.Sort(edges)
		slices.Sort(test.edges)
		if !slices.Equal(edges, test.edges) || !slices.Equal(follows, test.follows) {
			t.Errorf("%s, %s (%s):\ngot  %q %q\nwant %q %q", test.anomaly.ID, test.model, f.Axiom, edges, follows, test.edges, test.follows)
		}
	}
}
