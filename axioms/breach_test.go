package axioms

import (
	"slices"
	"testing"

	"visar/history"
)

// execution makes an execution of a history in the notation: order has
// transactions by number from 1, and sees how many of them from the front each
// sees.
func execution(t *testing.T, text string, order, sees []int32) *Execution {
	t.Helper()
	e := &Execution{History: parse(t, text)}
	for _, n := range order {
		e.Order = append(e.Order, n-1)
	}
	e.VIS.Prefix = sees
	return e
}

// seeing gives visibility as pairs: row i is whom transaction i+1 sees.
func seeing(e *Execution, rows ...[]int32) *Execution {
	g := &VisibleEdges{First: []int32{0}}
	for _, row := range rows {
		for _, n := range row {
			g.Seen = append(g.Seen, n-1)
		}
		g.First = append(g.First, int32(len(g.Seen)))
	}
	e.VIS = Visibility{Edges: g}
	return e
}

func TestBreachSentences(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		order []int32
		sees  []int32 // or nil for rows
		rows  [][]int32
		lists Lists
		axiom *Axiom
		want  string // "" if it holds
	}{
		{name: "own write", text: "T1: w(x,1) r(x,_)", order: []int32{1}, sees: []int32{0}, axiom: IntAxiom,
			want: "T1 (line 1) reads x=_ (initial) after its own write of x=1"},
		{name: "own read", text: "T1: r(x,1) r(x,2)", order: []int32{1}, sees: []int32{0}, axiom: IntAxiom,
			want: "T1 (line 1) reads x=2 after its own read of x=1"},
		{name: "own append", text: "T1: r(l,[1]) a(l,2) r(l,[1])", order: []int32{1}, sees: []int32{0}, axiom: IntAxiom,
			want: "T1 (line 1) reads l=[1] after its own append of l=2"},
		{name: "own append and more", text: "T1: a(l,2) r(l,[1 2])", order: []int32{1}, sees: []int32{0}, axiom: IntAxiom},

		{name: "stale", text: "T1: w(x,1)\nT2: w(x,2)\nT3: r(x,1)", order: []int32{1, 2, 3}, sees: []int32{0, 1, 2}, axiom: ExtAxiom,
			want: "T3 (line 3) reads x=1, but the latest write of x that it sees is x=2 by T2 (line 2); T1 (line 1) wrote it"},
		{name: "not visible", text: "T1: w(x,1)\nT2: r(x,1)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: ExtAxiom,
			want: "T2 (line 2) reads x=1, but sees no transaction that writes x; T1 (line 1) wrote it"},
		{name: "aborted", text: "T1 aborted: w(x,1)\nT2: r(x,1)", order: []int32{2}, sees: []int32{0}, axiom: ExtAxiom,
			want: "T2 (line 2) reads x=1, but sees no transaction that writes x; T1 (line 1) wrote it and aborted"},
		{name: "unknown left out", text: "T1 unknown: w(x,1)\nT2: r(x,1)", order: []int32{2}, sees: []int32{0}, axiom: ExtAxiom,
			want: "T2 (line 2) reads x=1, but sees no transaction that writes x; T1 (line 1) wrote it, whose outcome is unknown and which takes no part"},
		{name: "unknown taken in", text: "T1 unknown: w(x,1)\nT2: r(x,1)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: ExtAxiom},
		{name: "reads of unknown ones do not count", text: "T1 unknown: r(x,7) w(x,1)\nT2: r(x,1)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: ExtAxiom},
		{name: "intermediate", text: "T1: w(x,1) w(x,2)\nT2: r(x,1)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: ExtAxiom,
			want: "T2 (line 2) reads x=1, but the latest write of x that it sees is x=2 by T1 (line 1); T1 (line 1) wrote it and then another value"},
		{name: "future", text: "T1: r(x,1) w(x,1)", order: []int32{1}, sees: []int32{0}, axiom: ExtAxiom,
			want: "T1 (line 1) reads x=1, but sees no transaction that writes x; it wrote that itself, later"},
		{name: "later in AR", text: "T1: r(x,1)\nT2: w(x,1)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: ExtAxiom,
			want: "T1 (line 1) reads x=1, but sees no transaction that writes x; T2 (line 2) wrote it, which is later in AR"},
		{name: "thin air", text: "T1: r(x,7)", order: []int32{1}, sees: []int32{0}, axiom: ExtAxiom,
			want: "T1 (line 1) reads x=7, but sees no transaction that writes x; no transaction wrote it"},
		{name: "same value twice", text: "T1: w(x,1)\nT2: w(x,1)\nT3: r(x,1)", order: []int32{1, 2, 3}, sees: []int32{0, 1, 2}, axiom: ExtAxiom},
		{name: "initial value overwritten", text: "T1: w(x,1)\nT2: r(x,_)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: ExtAxiom,
			want: "T2 (line 2) reads x=_ (initial), but the latest write of x that it sees is x=1 by T1 (line 1)"},

		{name: "list version", text: "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[1 2])", order: []int32{1, 2, 3}, rows: [][]int32{{}, {}, {2}}, axiom: ExtAxiom},
		{name: "list version not latest", text: "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[1])", order: []int32{1, 2, 3}, sees: []int32{0, 1, 2}, axiom: ExtAxiom,
			want: "T3 (line 3) reads l=[1], but the latest write of l that it sees is l=[1 2] by T2 (line 2)"},
		{name: "incompatible lists", text: "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[1])\nT4: r(l,[2])", order: []int32{1, 2, 3, 4}, rows: [][]int32{{}, {}, {1}, {2}}, axiom: ExtAxiom,
			want: "T4 (line 4) reads l=[2], but the latest write of l that it sees is l=[1 2] by T2 (line 2); element 2 is out of place; T2 (line 2) wrote it"},
		{name: "incompatible after own appends", text: "T1: a(l,1)\nT2: r(l,[]) a(l,2) r(l,[2])", order: []int32{1, 2}, rows: [][]int32{{}, {}}, axiom: ExtAxiom,
			want: "T2 (line 2) reads l=[2] after own appends, but the version before it in AR is l=[1]; element 2 is out of place; it wrote that itself"},
		{name: "part of a transaction's appends", text: "T1: a(l,1) a(l,2)\nT2: r(l,[1])", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: ExtAxiom,
			want: "T2 (line 2) reads l=[1], but the latest write of l that it sees is l=[1 2] by T1 (line 1)"},
		{name: "logs may differ", text: "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[1])\nT4: r(l,[2])", order: []int32{1, 2, 3, 4}, rows: [][]int32{{}, {}, {1}, {2}}, lists: Log, axiom: ExtAxiom},
		{name: "log out of order", text: "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[2 1])", order: []int32{1, 2, 3}, rows: [][]int32{{}, {}, {1, 2}}, lists: Log, axiom: ExtAxiom,
			want: "T3 (line 3) reads l=[2 1], which is not the appends to l that it sees, in AR, followed by its own; element 2 is out of place; T2 (line 2) wrote it"},
		{name: "log with own appends", text: "T1: a(l,1)\nT2: a(l,2) r(l,[1 2])", order: []int32{1, 2}, rows: [][]int32{{}, {1}}, lists: Log, axiom: ExtAxiom},

		{name: "committed intermediate", text: "T1: w(x,1) w(x,2)\nT2: r(x,1)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: CommittedAxiom,
			want: "T2 (line 2) reads x=1, which no transaction before it in AR leaves behind; T1 (line 1) wrote it and then another value"},
		{name: "committed own write", text: "T1: w(x,1) w(x,2) r(x,1)", order: []int32{1}, sees: []int32{0}, axiom: CommittedAxiom,
			want: "T1 (line 1) reads x=1 after its own write of x=2"},
		{name: "committed reads need not repeat", text: "T1: w(x,1)\nT2: r(x,_) r(x,1)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: CommittedAxiom},
		{name: "committed but later", text: "T1: r(x,1)\nT2: w(x,1)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: CommittedAxiom,
			want: "T1 (line 1) reads x=1, which no transaction before it in AR leaves behind; T2 (line 2) wrote it, which is later in AR"},

		{name: "monotonic view", text: "T1: w(x,1) w(y,1)\nT2: r(x,1) r(y,_)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: MonotonicViewAxiom,
			want: "T2 (line 2) reads x=1 from T1 (line 1) and then y=_ (initial), which is older than the y that T1 wrote"},
		{name: "older first", text: "T1: w(x,1) w(y,1)\nT2: r(y,_) r(x,1)", order: []int32{1, 2}, sees: []int32{0, 1}, axiom: MonotonicViewAxiom},
		{name: "another writer of the value", text: "T1: w(x,1)\nT2: w(x,1) w(y,1)\nT3: r(x,1) r(y,_)", order: []int32{1, 2, 3}, sees: []int32{0, 0, 0}, axiom: MonotonicViewAxiom},
		{name: "monotonic view of logs", text: "T1: a(k,1) a(l,1)\nT2: r(k,[1]) r(l,[])", order: []int32{1, 2}, sees: []int32{0, 0}, lists: Log, axiom: MonotonicViewAxiom,
			want: "T2 (line 2) reads k=[1] from T1 (line 1) and then l=[], which is older than the l that T1 wrote"},

		{name: "session", text: "T1[a]: w(x,1)\nT2[a]: r(x,_)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: SessionAxiom,
			want: "T2 (line 2) does not see T1 (line 1), which is earlier in its session"},
		{name: "session by pairs", text: "T1[a]: w(x,1)\nT2[a]: w(y,1)\nT3[a]: r(x,_)", order: []int32{1, 2, 3}, rows: [][]int32{{}, {1}, {2}}, axiom: SessionAxiom,
			want: "T3 (line 3) does not see T1 (line 1), which is earlier in its session"},
		{name: "session against AR", text: "T1[a]: w(x,1)\nT2[a]: r(x,_)", order: []int32{2, 1}, sees: []int32{0, 1}, axiom: SessionAxiom,
			want: "T2 (line 2) comes before T1 (line 1) in AR and cannot see it, which is earlier in its session"},
		{name: "unknown in session", text: "T1[a] unknown: w(x,1)\nT2[a]: r(x,_)", order: []int32{2, 1}, sees: []int32{0, 1}, axiom: SessionAxiom},
		{name: "real time", text: "T1 @1-2: w(x,1)\nT2 @3-4: r(x,_)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: RealTimeAxiom,
			want: "T2 (line 2) does not see T1 (line 1), which ended at 2, before it started at 3"},
		{name: "equal times", text: "T1 @1-3: w(x,1)\nT2 @3-4: r(x,_)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: RealTimeAxiom},
		{name: "no times", text: "T1: w(x,1)\nT2 @3-4: r(x,_)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: RealTimeAxiom},
		{name: "real time of an unknown one", text: "T1 @1-2 unknown: w(x,1)\nT2 @3-4: r(x,_)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: RealTimeAxiom},
		{name: "causality", text: "T1: w(x,1)\nT2: w(y,1)\nT3: r(y,1)", order: []int32{1, 2, 3}, rows: [][]int32{{}, {1}, {2}}, axiom: TransVisAxiom,
			want: "T3 (line 3) does not see T1 (line 1), which one that it sees has seen"},
		{name: "conflict", text: "T1: w(x,1)\nT2: w(x,2)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: NoConflictAxiom,
			want: "T2 (line 2) does not see T1 (line 1), which writes x too"},
		{name: "prefix", text: "T1: w(x,1)\nT2: w(y,1)\nT3: r(y,1)", order: []int32{1, 2, 3}, rows: [][]int32{{}, {}, {2}}, axiom: PrefixAxiom,
			want: "T3 (line 3) sees T2 (line 2), but not T1 (line 1), which comes before that one in AR"},
		{name: "total visibility", text: "T1: w(x,1)\nT2: w(y,1)\nT3: r(y,1)", order: []int32{1, 2, 3}, sees: []int32{0, 1, 1}, axiom: TotalVisAxiom,
			want: "T3 (line 3) does not see T2 (line 2), which comes before it in AR"},
		{name: "own writes unseen", text: "T1[a]: w(x,1)\nT2[a]: r(y,_)", order: []int32{1, 2}, sees: []int32{0, 0}, axiom: ReadYourWritesAxiom,
			want: "T2 (line 2) does not see T1 (line 1), which is earlier in its session and writes"},
		{name: "monotonic reads", text: "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: r(x,_)", order: []int32{1, 2, 3}, sees: []int32{0, 1, 0}, axiom: MonotonicReadsAxiom,
			want: "T3 (line 3) does not see T1 (line 1), which T2 (line 2) of its session saw before"},
		{name: "monotonic writes", text: "T1[a]: w(x,1)\nT2[a]: w(y,1)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: MonotonicWritesAxiom,
			want: "T2 (line 2) comes before T1 (line 1) in AR, which is earlier in its session; both write"},
		{name: "monotonic writes unseen", text: "T1[a]: w(x,1)\nT2[a]: w(y,1)\nT3: r(y,1)", order: []int32{1, 2, 3}, rows: [][]int32{{}, {}, {2}}, axiom: MonotonicWritesAxiom,
			want: "T3 (line 3) does not see T1 (line 1), which comes before a write of the same session that it sees"},
		{name: "writes follow reads", text: "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: w(y,1)", order: []int32{3, 1, 2}, rows: [][]int32{{}, {1}, {}}, axiom: WritesFollowReadsAxiom,
			want: "T3 (line 3) writes, but does not come after T1 (line 1) in AR, which T2 (line 2) of its session saw before"},
		{name: "arbitration of sessions", text: "T1[a]: w(x,1)\nT2[a]: w(y,1)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: ArSessionAxiom,
			want: "T2 (line 2) comes before T1 (line 1) in AR, which is earlier in its session"},
		{name: "arbitration in real time", text: "T1 @1-2: r(x,_)\nT2 @3-4: r(y,_)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: ArRealTimeAxiom,
			want: "T2 (line 2) comes before T1 (line 1) in AR, which ended at 2, before it started at 3"},
		{name: "another key", text: "T1 @1-2: r(x,_)\nT2 @3-4: r(y,_)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: ArRealTimeKeyAxiom},
		{name: "same key", text: "T1 @1-2: r(x,_)\nT2 @3-4: r(x,_)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: ArRealTimeKeyAxiom,
			want: "T2 (line 2) comes before T1 (line 1) in AR, which ended at 2, before it started at 3; both use x"},
		{name: "no update", text: "T1 @1-2: w(x,1)\nT2 @3-4: r(y,_)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: ArRealTimeUpdateAxiom},
		{name: "update", text: "T1 @1-2: r(x,_)\nT2 @3-4: w(y,1)", order: []int32{2, 1}, sees: []int32{0, 0}, axiom: ArRealTimeUpdateAxiom,
			want: "T2 (line 2) comes before T1 (line 1) in AR, which ended at 2, before it started at 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := execution(t, test.text, test.order, test.sees)
			if test.sees == nil {
				seeing(e, test.rows...)
			}
			e.Lists = test.lists
			got := ""
			if b := test.axiom.Holds(e); b != nil {
				if b.Axiom != test.axiom {
					t.Fatalf("the execution is not well-formed: %s", b.Message)
				}
				got = b.Message
			}
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestBreachNamesItsOperation(t *testing.T) {
	e := execution(t, "T1: w(x,1)\nT2: r(y,_) r(x,2)", []int32{1, 2}, []int32{0, 1})
	b := ExtAxiom.Holds(e)
	if b == nil || b.Op != 2 || !slices.Equal(b.Txns, []int32{1, 0}) {
		t.Errorf("breach %+v, want operation 2 and transactions 1, 0", b)
	}
}

func TestLongListsAreCutInSentences(t *testing.T) {
	e := execution(t, "T1: r(l,[1 2 3 4 5 6 7 8 9 10])", []int32{1}, []int32{0})
	want := "T1 (line 1) reads l=[(2 more) 3 4 5 6 7 8 9 10], but sees no transaction that writes l; element 1 is out of place; no transaction wrote it"
	if b := ExtAxiom.Holds(e); b == nil || b.Message != want {
		t.Errorf("got %+v, want %q", b, want)
	}
}

func TestWhatIsNoExecution(t *testing.T) {
	const two = "T1: w(x,1)\nT2: r(x,1)"
	pairs := &VisibleEdges{First: []int32{0, 1, 1}, Seen: []int32{1}}
	tests := []struct {
		name string
		text string
		e    Execution
		want string
	}{
		{"missing", two, Execution{Order: []int32{0}, VIS: Visibility{Prefix: []int32{0}}}, "AR lacks T2 (line 2), which committed"},
		{"twice", two, Execution{Order: []int32{0, 0}}, "AR has T1 (line 1) twice"},
		{"no such transaction", two, Execution{Order: []int32{0, 2}}, "AR has transaction 2, but the history has 2"},
		{"aborted", "T1 aborted: w(x,1)", Execution{Order: []int32{0}}, "AR has T1 (line 1), which aborted"},
		{"unknown twice", "T1 unknown: w(x,1)", Execution{Order: []int32{0, 0}}, "AR has T1 (line 1) twice"},
		{"no visibility", two, Execution{Order: []int32{0, 1}}, "visibility has 0 prefixes for 2 transactions"},
		{"both forms", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Prefix: []int32{0, 1}, Edges: pairs}}, "visibility has both forms, prefixes and edges"},
		{"prefix too long", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Prefix: []int32{0, 2}}},
			"T2 (line 2) sees the first 2 transactions of AR, but only 1 come before it"},
		{"prefix negative", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Prefix: []int32{0, -1}}},
			"T2 (line 2) sees the first -1 transactions of AR, but only 1 come before it"},
		{"pair against AR", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Edges: pairs}}, "T1 (line 1) sees T2 (line 2), which does not come before it in AR"},
		{"sees itself", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Edges: &VisibleEdges{First: []int32{0, 1, 1}, Seen: []int32{0}}}},
			"T1 (line 1) sees T1 (line 1), which does not come before it in AR"},
		{"sees a stranger", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Edges: &VisibleEdges{First: []int32{0, 1, 1}, Seen: []int32{9}}}},
			"T1 (line 1) sees transaction 9, but the history has 2"},
		{"sees one that takes no part", "T1 aborted: w(x,1)\nT2: r(x,_)", Execution{Order: []int32{1}, VIS: Visibility{Edges: &VisibleEdges{First: []int32{0, 0, 1}, Seen: []int32{0}}}},
			"T2 (line 2) sees T1 (line 1), but not both take part"},
		{"rows too short", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Edges: &VisibleEdges{First: []int32{0, 1}, Seen: []int32{0}}}},
			"the rows of visibility do not fit 2 transactions"},
		{"row of negative length", "T1: w(x,1)\nT2: w(x,2)\nT3: w(x,3)", Execution{Order: []int32{0, 1, 2}, VIS: Visibility{Edges: &VisibleEdges{First: []int32{0, 2, 1, 1}, Seen: []int32{0}}}},
			"the row of T2 (line 2) in visibility has a negative length"},
		{"no guarantee", two, Execution{Order: []int32{0, 1}, VIS: Visibility{Edges: &VisibleEdges{Guarantees: EXT}}},
			"visibility is generated by axioms that are not session guarantees"},
		{"session against AR", "T1[a]: w(x,1)\nT2[a]: r(x,1)", Execution{Order: []int32{1, 0}, VIS: Visibility{Edges: &VisibleEdges{Sessions: true}}},
			"T2 (line 2) sees T1 (line 1), which does not come before it in AR"},
		{"register and list", "T1: w(x,1) a(x,2)", Execution{Order: []int32{0}, VIS: Visibility{Prefix: []int32{0}}},
			"the history cannot be judged: line 1: transaction T1 uses key x as a register; elsewhere it is a list"},
		{"version order", "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[2 1])", Execution{Order: []int32{0, 1, 2}, VIS: Visibility{Prefix: []int32{0, 0, 0}}},
			"T1 (line 1) comes before T2 (line 2) in AR, but its element 1 of list l comes after 2 of that one in what was read"},
		{"unread append", "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[2])", Execution{Order: []int32{0, 1, 2}, VIS: Visibility{Prefix: []int32{0, 0, 0}}},
			"T1 (line 1) comes before T2 (line 2) in AR, but its element 1 of list l comes after 2 of that one in what was read"},
		{"interleaved appends", "T1: a(l,1) a(l,3)\nT2: a(l,2)\nT3: r(l,[1 2 3])", Execution{Order: []int32{0, 1, 2}, VIS: Visibility{Prefix: []int32{0, 0, 0}}},
			"T1 (line 1) comes before T2 (line 2) in AR, but its element 3 of list l comes after 2 of that one in what was read"},
		{"own appends out of order", "T1: a(l,1) a(l,2)\nT2: r(l,[2 1])", Execution{Order: []int32{0, 1}, VIS: Visibility{Prefix: []int32{0, 0}}},
			"T1 (line 1) appends 1 to list l before 2, but it comes after that, or again, in what was read"},
		{"element twice", "T1: a(l,1)\nT2: r(l,[1 1])", Execution{Order: []int32{0, 1}, VIS: Visibility{Prefix: []int32{0, 0}}},
			"T1 (line 1) appends 1 to list l before 1, but it comes after that, or again, in what was read"},
		{"element appended twice", "T1: a(l,1)\nT2: a(l,1)\nT3: a(l,2)\nT4: r(l,[2 1])", Execution{Order: []int32{0, 1, 2, 3}, VIS: Visibility{Prefix: []int32{0, 0, 0, 0}}}, ""},
		{"element of nobody", "T1: a(l,1)\nT2: r(l,[7 1])", Execution{Order: []int32{0, 1}, VIS: Visibility{Prefix: []int32{0, 0}}}, ""},
		{"order of logs is for EXT", "T1: a(l,1)\nT2: a(l,2)\nT3: r(l,[2 1])", Execution{Order: []int32{0, 1, 2}, Lists: Log, VIS: Visibility{Prefix: []int32{0, 0, 0}}}, ""},
		{"empty", "", Execution{}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h, err := history.Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			e := test.e
			e.History = h
			got := ""
			if b := e.Validate(0); b != nil {
				if b.Axiom != nil {
					t.Errorf("breach of %s, want of none", b.Axiom.Name)
				}
				got = b.Message
			}
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
