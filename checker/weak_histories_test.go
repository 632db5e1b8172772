package checker

import (
	"context"
	"testing"

	"visar/axioms"
	"visar/history/dependency"
)

// TestWeakHistories has histories from the literature and from the trackers of
// other checkers, with what the smallest refutation must be. An empty one stands
// for consistent.
func TestWeakHistories(t *testing.T) {
	const (
		fractured  = "T1: w(x,1) w(y,1); T2: r(x,1) r(y,_)"
		reordered  = "T1: w(x,1) w(y,1); T2: r(y,_) r(x,1)"
		vanished   = "T1: w(x,1) w(y,1); T2: w(x,2) w(y,2); T3: r(x,2) r(y,1); T4: r(x,1) r(y,2)"
		causality  = "T1: w(x,1); T2: r(x,1) w(y,1); T3: r(x,_) r(y,1)"
		ownMissed  = "T1[a]: w(x,1); T2[a]: r(x,_)"
		forgotten  = "T1: w(x,1); T2[a]: r(x,1); T3[a]: r(x,_)"
		unordered  = "T1[a]: w(x,1); T2[a]: w(y,1); T3: r(y,1) r(x,_)"
		uncaused   = "T1: w(x,1); T2[a]: r(x,1); T3[a]: w(y,1); T4: r(y,1) r(x,_)"
		older      = "T1[a]: w(x,1) w(y,1); T2[a]: w(x,2); T3[a]: r(x,1)"
		stale      = "T1 @1-2: w(x,1); T2 @3-4: r(x,_)"
		future     = "T1 @1-2: r(x,1); T2 @3-4: w(x,1)"
		circular   = "T1: r(y,1) w(x,1); T2: r(x,1) w(y,1)"
		interlaced = "T1: a(x,1) a(y,1); T2: a(x,2) a(y,2); T3: r(x,[1 2]) r(y,[2 1])"
		twice      = "T1[a]: w(x,1); T2[b]: r(x,1) r(x,1)"
		backwards  = "T1[a]: r(x,1); T2[a]: r(y,1) w(x,1); T3: w(y,1)"
	)
	for _, c := range []struct{ history, model, want string }{
		{fractured, "read-atomic", "T1 WR(x) T2, T2 RW(y) T1"},
		{fractured, "monotonic-atomic-view", "T1 WR(x) T2, T2 RW(y) T1"},
		{fractured, "read-committed", ""},
		{reordered, "read-atomic", "T1 WR(x) T2, T2 RW(y) T1"},
		{reordered, "item-cut-isolation", ""},
		{vanished, "monotonic-atomic-view", "T1 CO(y) T2 [T1 WR(x) T4], T2 CO(y) T1 [T2 WR(x) T3]"},
		{vanished, "read-committed", ""},
		{causality, "causal", "T1 WR(x) T2, T2 WR(y) T3, T3 RW(x) T1"},
		{causality, "strong-read-atomic", ""},
		{ownMissed, "read-your-writes", "T1 SO T2, T2 RW(x) T1"},
		{ownMissed, "strong-session-read-atomic", "T1 SO T2, T2 RW(x) T1"},
		{ownMissed, "monotonic-reads", ""},
		{ownMissed, "strong-session-monotonic-atomic-view", ""},
		{forgotten, "monotonic-reads", "T1 WR(x) T2, T2 SO T3, T3 RW(x) T1"},
		{forgotten, "strong-session-causal", "T1 WR(x) T2, T2 SO T3, T3 RW(x) T1"},
		{forgotten, "strong-session-read-atomic", ""},
		{unordered, "monotonic-writes", "T1 SO T2, T2 WR(y) T3, T3 RW(x) T1"},
		{unordered, "pram", "T1 SO T2, T2 WR(y) T3, T3 RW(x) T1"},
		{unordered, "strong-session-read-atomic", ""},
		{uncaused, "writes-follow-reads", "T1 WR(x) T2, T2 SO T3, T3 WR(y) T4, T4 RW(x) T1"},
		{uncaused, "pram", ""},
		{uncaused, "causal", ""},
		{older, "strong-session-read-atomic", "T1 SO T2, T2 CO(x) T1 [T2 SO T3]"},
		{older, "read-your-writes", ""},
		{older, "pram", "T1 CO T2 [T1 SO T2], T2 CO(x) T1 [T2 SO T3]"},
		{stale, "strong-read-atomic", "T1 RT T2, T2 RW(x) T1"},
		{stale, "strong-causal", "T1 RT T2, T2 RW(x) T1"},
		{stale, "realtime-causal", ""},
		{future, "realtime-read-atomic", "T1 RT T2, T2 WR(x) T1"},
		{future, "strong-session-causal", ""},
		{circular, "read-committed", "T1 WR(x) T2, T2 WR(y) T1"},
		{circular, "causal", "T1 WR(x) T2, T2 WR(y) T1"},
		{interlaced, "read-uncommitted", "T1 WW(x) T2, T2 WW(y) T1"},
		{twice, "strong-causal", ""},
		{backwards, "strong-session-monotonic-atomic-view", "T1 SO T2, T2 WR(x) T1"},
		{backwards, "monotonic-reads", "T2 CO T2 [T2 WR(x) T1, T1 SO T2]"},
		{backwards, "monotonic-writes", ""},
	} {
		t.Run(c.model+"/"+c.history, func(t *testing.T) {
			wantWeak(t, c.history, c.model, Options{}, c.want)
		})
	}
}

// TestWeakLogs has reads of lists understood as replicated logs.
func TestWeakLogs(t *testing.T) {
	const (
		forked    = "T1: a(x,1); T2: a(x,2); T3: a(x,3); T4: r(x,[1 2]); T5: r(x,[1 3])"
		opposite  = "T1: a(x,1); T2: a(x,2); T3: r(x,[1 2]); T4: r(x,[2 1])"
		ownMissed = "T1[a]: a(x,1); T2[a]: r(x,[])"
		behind    = "T1: a(x,1); T2: r(x,[1]) a(y,2); T3: r(y,[2]) r(x,[])"
		fractured = "T1: a(x,1) a(y,1); T2: r(x,[1]) r(y,[])"
		half      = "T1: a(x,1) a(x,2); T2: r(x,[1]); T3: r(x,[1 2])"
		late      = "T1: a(x,1) a(x,2); T2: r(x,[2])"
		own       = "T1: a(x,1); T2: a(x,2) r(x,[1 2]); T3: r(x,[2])"
		stale     = "T1 @1-2: a(x,1); T2 @3-4: a(x,2); T3 @5-6: r(x,[2])"
	)
	for _, c := range []struct{ history, model, want string }{
		{forked, "strong-session-causal", ""},
		{opposite, "read-uncommitted", "T1 WW(x) T2, T2 WW(x) T1"},
		{ownMissed, "strong-session-read-atomic", "T1 SO T2, T2 RW(x) T1"},
		{ownMissed, "strong-session-causal", "T1 SO T2, T2 RW(x) T1"},
		{ownMissed, "causal", ""},
		{behind, "causal", "T1 WR(x) T2, T2 WR(y) T3, T3 RW(x) T1"},
		{behind, "strong-session-read-atomic", ""},
		{fractured, "read-atomic", "T1 WR(x) T2, T2 RW(y) T1"},
		{fractured, "monotonic-atomic-view", "T1 WR(x) T2, T2 RW(y) T1"},
		{fractured, "read-committed", ""},
		{half, "read-committed", "intermediate-read by T2"},
		{half, "read-uncommitted", ""},
		{late, "read-committed", "cyclic-versions by T2"},
		{own, "strong-session-read-atomic", ""},
		{own, "causal", "T1 WR(x) T2, T2 WR(x) T3, T3 RW(x) T1"},
		{stale, "strong-read-atomic", "T1 RT T3, T3 RW(x) T1"},
		{stale, "realtime-causal", ""},
	} {
		t.Run(c.model+"/"+c.history, func(t *testing.T) {
			wantWeak(t, c.history, c.model, Options{Lists: axioms.Log}, c.want)
		})
	}
	wantWeak(t, forked, "read-committed", Options{}, "incompatible-order by T5")
}

func wantWeak(t *testing.T, text, model string, opt Options, want string) {
	t.Helper()
	h := notated(t, text)
	m := modelNamed(t, model)
	a := checkWeak(t, h, m.Axioms, opt)
	got := ""
	if a.outcome != Consistent {
		got = describeAnswer(h, a)
	}
	if got != want {
		t.Errorf("%s: %s\nwant %s\n%s", model, got, want, h)
	}
}

// TestWeakStops: a cancelled check and one without memory are undecided.
func TestWeakStops(t *testing.T) {
	h := snapshots(t, 40_000, 100, false)
	r := dependency.Resolve(h, false)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		ctx  context.Context
		opt  Options
		want string
	}{
		{cancelled, Options{}, "cancelled"},
		{context.Background(), Options{MaxMemory: 1000}, "memory: what the reads force takes more than half of 1000 bytes"},
	} {
		for _, set := range []axioms.Set{
			axioms.COMMITTED | axioms.MONOTONICVIEW,
			axioms.INT | axioms.EXT | axioms.SESSION,
			axioms.INT | axioms.EXT | axioms.TRANSVIS,
		} {
			j := &job{ctx: c.ctx, h: h, r: r, set: set.Closure(), opt: c.opt}
			if a := j.weak(); a.outcome != Undecided || a.reason != c.want {
				t.Errorf("%s: %s %q, want undecided, %q", set, a.outcome, a.reason, c.want)
			}
		}
	}
}
