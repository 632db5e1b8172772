package oracle

import "testing"

// TestTemptingFormulas has, for each formula over dependency graphs that looks
// right and is not, a history on which it errs, and what the axioms say of it.
func TestTemptingFormulas(t *testing.T) {
	for _, c := range []struct {
		name               string
		history            []string
		consistent, broken []string
	}{
		{
			// acyclic((SO∪WR∪WW);RW? ∪ RT) accepts it: T3 -rw→ T2 -RT→ T3 is
			// only a cycle if RT may be followed by RW.
			name:    "strong snapshot isolation with RT outside the composition",
			history: []string{"wx1 @1-4", "wx2 @5-10", "rx1 @13-17"},
			broken:  []string{"strong-snapshot-isolation", "strict-serializable"},
		},
		{
			name:       "realtime snapshot isolation with RT inside the composition",
			history:    []string{"wx1 @1-4", "wx2 @5-10", "rx1 @13-17"},
			consistent: []string{"realtime-snapshot-isolation", "realtime-parallel-snapshot-isolation"},
		},
		{
			// T3 → T1 → T2 is a path of two steps; UA closes none.
			name:       "update atomic by the formula of parallel snapshot isolation",
			history:    []string{"a: rx3 ry0", "a: rx0 ry0 wy1", "wx3"},
			consistent: []string{"strong-session-update-atomic"},
			broken:     []string{"strong-session-parallel-snapshot-isolation", "strong-session-causal"},
		},
		{
			// T3 sees T1 and T2 and reads T1, so T2 -ww→ T1, against SO.
			name:       "read atomic and causal without WW in the acyclicity",
			history:    []string{"a: wx1 wy1", "a: wx2", "a: rx1"},
			consistent: []string{"serializable"},
			broken:     []string{"strong-session-read-atomic", "strong-session-causal"},
		},
		{
			// A lost update: T1 -ww→ T2 -rw→ T1.
			name:       "prefix with RW after WW",
			history:    []string{"rx0 wx1", "rx0 wx2"},
			consistent: []string{"prefix", "strong-prefix"},
			broken:     []string{"snapshot-isolation", "update-atomic"},
		},
		{
			// T4 makes T1 AR T2; T3 sees T2 and so T1, whose y it misses. The
			// cycle T1 -ww→ T2 -wr→ T3 -rw→ T1 is in neither of the two relations.
			name:       "prefix as two acyclic relations",
			history:    []string{"wy1 wz1 wq1", "wz2 wx2", "rx2 ry0", "rq1 rz2"},
			consistent: []string{"read-atomic", "causal", "update-atomic"},
			broken:     []string{"prefix", "snapshot-isolation", "parallel-snapshot-isolation"},
		},
		{
			// T1 -ww→ T2 is forced, and if it were visibility T2 would see x=1.
			name:       "prefix with forced WW in VIS",
			history:    []string{"a: rx0 wx1", "b: rx0 wx2", "a: rx2"},
			consistent: []string{"strong-session-prefix"},
			broken:     []string{"strong-session-snapshot-isolation"},
		},
		{
			name:       "snapshot isolation as parallel snapshot isolation and prefix",
			history:    []string{"rx0 ry0 wy1", "ry0 wx2", "rx0", "rx0 ry1", "rx0 wx5"},
			consistent: []string{"parallel-snapshot-isolation", "prefix"},
			broken:     []string{"snapshot-isolation", "serializable"},
		},
		{
			name:       "parallel snapshot isolation as update atomic and causal",
			history:    []string{"ry0 wx1", "rx4 wx2 wy2", "ry0 wy3", "rx1 wx4 wy4", "ry3 wx5"},
			consistent: []string{"update-atomic", "causal"},
			broken:     []string{"parallel-snapshot-isolation"},
		},
		{
			// No anomalous pattern of reads-from edges has the edge that counts
			// here, which is T1's place in the session.
			name:       "read atomic by patterns without SO",
			history:    []string{"a: wx1", "a: rx0"},
			consistent: []string{"serializable"},
			broken:     []string{"strong-session-read-atomic", "read-your-writes"},
		},
		{
			// T4 makes T1 AR T3 and T5 T3 AR T1. With T2 put between T1 and T3,
			// the RW edge to the next version misses the one that T5 sees.
			name:       "read atomic with RW to the next version only",
			history:    []string{"wx1 wp1", "wx2", "wx3 wq3", "rp1 rx3", "rq3 rx1"},
			consistent: []string{"read-committed"},
			broken:     []string{"read-atomic", "update-atomic", "causal"},
		},
		{
			name:       "monotonic reads from read atomic with SO",
			history:    []string{"b: wx1", "a: rx1", "a: rx0"},
			consistent: []string{"strong-session-read-atomic", "strong-session-update-atomic"},
			broken:     []string{"monotonic-reads", "strong-session-causal"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			admitted := Admitted(parse(t, c.history...), Versioned)
			if missing := Of(c.consistent...) &^ admitted; missing != 0 {
				t.Errorf("violated, want consistent: %v", missing.Names())
			}
			if wrong := Of(c.broken...) & admitted; wrong != 0 {
				t.Errorf("consistent, want violated: %v", wrong.Names())
			}
			if n := len(Of(append(c.consistent, c.broken...)...).Names()); n != len(c.consistent)+len(c.broken) {
				t.Errorf("%d of the named models exist, want %d", n, len(c.consistent)+len(c.broken))
			}
		})
	}
}
