package checker

import (
	"context"
	"strings"
	"testing"

	"visar/history"
	"visar/history/format"
)

// peerCase is a history that another checker gets wrong or says nothing about,
// and the right verdicts: the strongest models that admit it and the weakest
// that forbid it, thought out by hand.
type peerCase struct {
	name      string
	text      string // in any format
	admitted  []string
	forbidden []string
}

func (c peerCase) run(t *testing.T) {
	t.Run(c.name, func(t *testing.T) {
		h := inAnyFormat(t, c.text)
		expect(t, h, follows(t, h, c.admitted, c.forbidden))
	})
}

func inAnyFormat(t *testing.T, text string) *history.History {
	t.Helper()
	f, err := format.Read(context.Background(), strings.NewReader(text), "text")
	if err != nil {
		t.Fatal(err)
	}
	return f.History
}

// everyModel are the models that imply all others, where a history has nothing
// wrong. uncommitted is what admits a read that nothing can explain, and
// committed what forbids it.
var (
	everyModel  = []string{"strict-serializable", "strong-session-serializable-no-stale-reads"}
	uncommitted = []string{"read-uncommitted"}
	committed   = []string{"read-committed"}
)

// TestElle has the histories that Elle calls valid, cannot read or gives up
// on. Register and list forms of one history have the same verdicts, as the
// lists are too short to tell the order of two appends.
func TestElle(t *testing.T) {
	for _, c := range []peerCase{
		// T2 saw T1's x and then missed its y. Elle: read atomic and monotonic
		// atomic view valid.
		{"fractured read", "T1: w(x,1) w(y,1); T2: r(x,1) r(y,_)",
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		{"fractured read of lists", "T1: a(x,1) a(y,1); T2: r(x,[1]) r(y,[])",
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		// The other way round T1 may have come between the two reads, which only
		// atomic visibility forbids.
		{"fractured read, old value first", "T1: w(x,1) w(y,1); T2: r(y,_) r(x,1)",
			[]string{"item-cut-isolation", "strong-session-monotonic-atomic-view"}, []string{"read-atomic"}},
		{"fractured read of lists, old value first", "T1: a(x,1) a(y,1); T2: r(y,[]) r(x,[1])",
			[]string{"item-cut-isolation", "strong-session-monotonic-atomic-view"}, []string{"read-atomic"}},

		// T3 sees T2, T2 saw T1, T3 does not see T1. Without sessions the session
		// guarantees are read atomic, but for the transitive WFR. Elle: causal,
		// prefix and PSI valid.
		{"causality violation", "T1: w(x,1); T2: r(x,1) w(y,1); T3: r(y,1) r(x,_)",
			[]string{"strong-update-atomic", "pram"}, []string{"causal"}},
		{"causality violation of lists", "T1: a(x,1); T2: r(x,[1]) a(y,1); T3: r(y,[1]) r(x,[])",
			[]string{"strong-update-atomic", "pram"}, []string{"causal"}},

		// T3 and T4 see the writers in opposite orders; one prefix cannot be. Elle:
		// prefix valid.
		{"long fork", "T1: w(x,1); T2: w(y,1); T3: r(x,1) r(y,_); T4: r(x,_) r(y,1)",
			[]string{"strong-parallel-snapshot-isolation"}, []string{"prefix"}},
		{"long fork of lists", "T1: a(x,1); T2: a(y,1); T3: r(x,[1]) r(y,[]); T4: r(x,[]) r(y,[1])",
			[]string{"strong-parallel-snapshot-isolation"}, []string{"prefix"}},

		// Session a reads x and then its absence. Nothing ties T3 to T1 but what
		// the session saw before. Elle: monotonic reads and sequential valid.
		{"non-monotonic session reads", "T1[b]: w(x,1); T2[a]: r(x,1); T3[a]: r(x,_)",
			[]string{"strong-update-atomic", "serializable-no-stale-reads", "monotonic-writes", "writes-follow-reads"},
			[]string{"monotonic-reads", "strong-session-causal"}},
		{"non-monotonic session reads of lists", "T1[b]: a(x,1); T2[a]: r(x,[1]); T3[a]: r(x,[])",
			[]string{"strong-update-atomic", "serializable-no-stale-reads", "monotonic-writes", "writes-follow-reads"},
			[]string{"monotonic-reads", "strong-session-causal"}},

		// T1 had ended when T2 started, and T2 does not see it: only a model with
		// real time in visibility, or in the order of those that share a key,
		// minds. Elle: linearizable valid.
		{"stale read", "T1[a] @1-2: w(x,1); T2[b] @3-4: r(x,_)",
			[]string{"ordered-sequential-consistency", "realtime-snapshot-isolation"},
			[]string{"strong-read-atomic", "serializable-no-stale-reads"}},
		{"stale read of a list", "T1[a] @1-2: a(x,1); T2[b] @3-4: r(x,[])",
			[]string{"ordered-sequential-consistency", "realtime-snapshot-isolation"},
			[]string{"strong-read-atomic", "serializable-no-stale-reads"}},

		// Each misses the other's write. Elle: 1SR, session serializable and view
		// serializable valid.
		{"write skew", "T1: r(x,_) r(y,_) w(x,1); T2: r(x,_) r(y,_) w(y,1)",
			[]string{"strong-snapshot-isolation"}, []string{"serializable"}},
		{"write skew of lists", "T1: r(x,[]) r(y,[]) a(x,1); T2: r(x,[]) r(y,[]) a(y,1)",
			[]string{"strong-snapshot-isolation"}, []string{"serializable"}},

		// By T3 the order is T1, T2 and by T4 it is T2, T1. Each read is of a final
		// committed write, so read committed holds: no dependency is known that
		// makes the cycle of versions which Elle reports with linearizable keys.
		// Elle: serializable valid.
		{"two orders of two writers", "T1: w(x,1) w(y,1); T2: w(x,2) w(y,2); T3: r(x,1) r(y,2); T4: r(x,2) r(y,1)",
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},

		// T4 sees T3, which saw T2's x=2, and reads the x=1 that T2 replaced. It
		// sees none of T2 itself, so nothing short of transitivity minds. Elle:
		// serializable valid.
		{"stale read past a chain of updates", "T1: w(x,1); T2: r(x,1) w(x,2); T3: r(x,2) w(y,5); T4: r(x,1) r(y,5)",
			[]string{"strong-update-atomic", "pram"}, []string{"causal"}},

		// Each session wrote and then read the other's write, so each sees both
		// writes and they disagree on which is the later one. The weak guarantees
		// that relate reads to reads or writes to writes have nothing to relate.
		// Elle: strict serializable valid.
		{"each reads the other's older write", `
			T1[p] @1-2: r(x,_);   T2[q] @1-2: r(x,_)
			T3[p] @3-4: w(x,100); T4[q] @3-4: w(x,200)
			T5[p] @5-6: r(x,200); T6[q] @5-6: r(x,100)`,
			[]string{"serializable", "strong-session-monotonic-atomic-view", "monotonic-reads", "monotonic-writes", "writes-follow-reads"},
			[]string{"read-your-writes", "serializable-no-stale-reads"}},

		// A value from nowhere is not even committed. Elle: valid for registers, a
		// crash for lists.
		{"thin air", "T1: r(x,7)", uncommitted, committed},
		{"thin air in a list", "T1: a(x,1); T2: r(x,[1 7])", uncommitted, committed},

		// A write that never completed may still have taken effect. Elle: a crash.
		{"read from a pending append", `
			{:index 0 :type :invoke :process 0 :f :txn :value [[:append :x 1]]}
			{:index 1 :type :invoke :process 1 :f :txn :value [[:r :x nil]]}
			{:index 2 :type :ok :process 1 :f :txn :value [[:r :x [1]]]}`,
			everyModel, nil},
		{"read from a pending write", `
			{:index 0 :type :invoke :process 0 :f :txn :value [[:w :x 1]]}
			{:index 1 :type :invoke :process 1 :f :txn :value [[:r :x nil]]}
			{:index 2 :type :ok :process 1 :f :txn :value [[:r :x 1]]}`,
			everyModel, nil},

		// What T2 read of T1 shows that T1 took effect, and then all of it must
		// have. Elle: unknown, as its graph is empty.
		{"fractured read of an unknown outcome", `
			{:index 0 :type :invoke :process 0 :f :txn :value [[:w :x 1] [:w :y 1]]}
			{:index 1 :type :info :process 0 :f :txn :value [[:w :x 1] [:w :y 1]]}
			{:index 2 :type :invoke :process 1 :f :txn :value [[:r :x nil] [:r :y nil]]}
			{:index 3 :type :ok :process 1 :f :txn :value [[:r :x 1] [:r :y nil]]}`,
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		{"fractured read of lists of an unknown outcome", `
			{:index 0 :type :invoke :process 0 :f :txn :value [[:append :x 1] [:append :y 1]]}
			{:index 1 :type :info :process 0 :f :txn :value [[:append :x 1] [:append :y 1]]}
			{:index 2 :type :invoke :process 1 :f :txn :value [[:r :x nil] [:r :y nil]]}
			{:index 3 :type :ok :process 1 :f :txn :value [[:r :x [1]] [:r :y nil]]}`,
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
	} {
		c.run(t)
	}
}

// TestModelsWithoutAnomaliesInElle has, for the session guarantees to which Elle
// attaches no anomaly and which no case above breaks, a history that breaks it.
func TestModelsWithoutAnomaliesInElle(t *testing.T) {
	for _, c := range []peerCase{
		// The session made x and then y, and T3 saw y without x. It is read atomic
		// even with sessions: T3 belongs to another one and saw T2 alone.
		{"monotonic writes", "T1[a]: w(x,1); T2[a]: w(y,1); T3[b]: r(y,1) r(x,_)",
			[]string{"strong-update-atomic", "serializable-no-stale-reads", "read-your-writes", "monotonic-reads", "writes-follow-reads"},
			[]string{"monotonic-writes", "strong-session-causal"}},
		// The session read x and then made y, and T4 saw y without x. Session a
		// made one write only, so that its writes cannot be out of order.
		{"writes follow reads", "T1[b]: w(x,1); T2[a]: r(x,1); T3[a]: w(y,1); T4[c]: r(y,1) r(x,_)",
			[]string{"strong-update-atomic", "serializable-no-stale-reads", "pram"},
			[]string{"writes-follow-reads", "strong-session-causal"}},
	} {
		c.run(t)
	}
}

// plume returns operations separated by blanks as lines of Plume's text.
func plume(ops string) string { return strings.Join(strings.Fields(ops), "\n") + "\n" }

// TestBiswasEneaCheckers has what AWDIT, Plume, dbcop, PolySI and VeriStrong get
// wrong. Their read committed is our strong-session-monotonic-atomic-view, their
// read atomic and causal the strong-session forms.
func TestBiswasEneaCheckers(t *testing.T) {
	// readOwnPast are the verdicts on a session that writes x and then reads the
	// initial x: it does not see its own write, and no other guarantee relates
	// a write to a later read.
	readOwnPast := []string{"serializable-no-stale-reads", "strong-session-monotonic-atomic-view",
		"monotonic-reads", "monotonic-writes", "writes-follow-reads"}
	for _, c := range []peerCase{
		// AWDIT: consistent at all levels, having no order between the initial
		// transaction and the others. dbcop: serializable, as reads of the initial
		// value bind nothing. PolySI and VeriStrong: snapshot isolated and
		// serializable.
		{"initial value after an own write", plume("w(1,5,0,0) r(1,0,0,1)"),
			readOwnPast, []string{"read-your-writes"}},
		{"initial value after an own write of 1", plume("w(1,1,0,0) r(1,0,0,1)"),
			readOwnPast, []string{"read-your-writes"}},
		// AWDIT: read committed. Transaction 1 saw 0's first key.
		{"initial value after a read of its overwriter", plume("w(1,1,0,0) w(2,1,0,0) r(1,1,1,1) r(2,0,1,1)"),
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		// AWDIT: read atomic and causal. The overwriter came between the reads.
		{"initial value before a read of its overwriter", plume("w(1,1,0,0) w(2,1,0,0) r(2,0,1,1) r(1,1,1,1)"),
			[]string{"item-cut-isolation", "strong-session-monotonic-atomic-view"}, []string{"read-atomic"}},
		// AWDIT: causal. Transaction 2 sees 1, which saw 0, and misses 0.
		{"initial value behind a cause", plume("w(1,1,0,0) r(1,1,1,1) w(2,1,1,1) r(1,0,2,2) r(2,1,2,2)"),
			[]string{"strong-update-atomic", "pram"}, []string{"causal"}},

		// Plume: not read atomic, because it judges read atomic by the order that
		// causality forces. Transaction 3 sees 2 and 0 whole and none of 1.
		{"read atomic with a causal cycle", plume("w(1,1,0,0) r(1,1,1,1) w(1,2,1,1) r(1,2,2,2) w(2,5,2,2) r(1,1,3,3) r(2,5,3,3)"),
			[]string{"strong-update-atomic", "pram"}, []string{"causal"}},
		// Plume: read committed, because it stops before it looks at orders that
		// two readers force together.
		{"two readers, two orders", plume("w(1,1,0,0) w(2,1,0,0) w(1,2,1,1) w(2,2,1,1) r(1,1,2,2) r(2,2,2,2) r(1,2,3,3) r(2,1,3,3)"),
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		// Plume: read atomic, having no pattern with session order to the reader.
		// Each of the guarantees alone can put transaction 1 first; PRAM cannot, as
		// monotonic writes order the writes and read your writes shows them both.
		{"older own write", plume("w(1,1,0,0) w(1,2,0,1) r(1,1,0,2)"),
			[]string{"serializable-no-stale-reads", "strong-session-monotonic-atomic-view",
				"read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads"},
			[]string{"pram", "strong-session-read-atomic"}},

		// NonMonoReadCO, accepted as read committed by Plume and dbcop: 2 reads key
		// 2 from 1 and then key 1 from 0, whose value 1 had read and replaced.
		{"tap-h by a read", plume("w(1,1,0,0) r(1,1,1,1) w(1,2,1,1) w(2,2,1,1) r(2,2,2,2) r(1,1,2,2)"),
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		// The same with 0 before 1 by the session alone. Without sessions 1 may be
		// the earlier one; read your writes and monotonic reads say nothing of
		// another session's reads, nor writes follow reads of a session that did
		// not read. Monotonic writes order 0 before 1.
		{"tap-h by a session", plume("w(1,1,0,0) w(1,2,0,1) w(2,2,0,1) r(2,2,1,2) r(1,1,1,2)"),
			[]string{"serializable-no-stale-reads", "read-your-writes", "monotonic-reads", "writes-follow-reads"},
			[]string{"strong-session-monotonic-atomic-view", "monotonic-writes"}},
		// NonMonoReadCM: what orders 0 before 1 is another reader, 4, which goes
		// from one to the other. Session guarantees need a session, there is none.
		{"tap-i", plume("w(1,1,0,0) w(3,1,0,0) w(1,2,1,1) w(2,2,1,1) r(2,2,2,2) r(1,1,2,2) r(3,1,3,3) r(1,2,3,3)"),
			[]string{"read-committed"}, []string{"monotonic-atomic-view"}},
		// NonRepeatableRead, accepted as read committed by Plume and dbcop. By
		// itself it is: 0 and then 1 committed between the reads.
		{"tap-j", plume("w(1,1,0,0) w(1,2,1,1) r(1,1,2,2) r(1,2,2,2)"),
			[]string{"strong-session-monotonic-atomic-view"}, []string{"item-cut-isolation"}},
		// With 1 after 0 in a session and read first it is not.
		{"tap-j against a session", plume("w(1,1,0,0) w(1,2,0,1) r(1,2,1,2) r(1,1,1,2)"),
			[]string{"monotonic-atomic-view"}, []string{"item-cut-isolation", "strong-session-monotonic-atomic-view"}},
		// NotMyOwnWrite, accepted as read committed by dbcop: 1 wrote and then read
		// what 0 wrote.
		{"tap-d", plume("w(1,1,0,0) w(1,2,1,1) r(1,1,1,1)"), uncommitted, committed},

		// dbcop: a cycle at every level. A read may be repeated.
		{"one value read twice", plume("w(1,1,1,0) r(1,1,0,1) r(1,1,0,1)"), everyModel, nil},
	} {
		c.run(t)
	}
}
