package checker

import (
	"context"
	"math/rand/v2"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
)

// smallest returns what Minimize makes of h, with the verdicts on both.
func smallest(t *testing.T, h *history.History, m *axioms.Model, opt Options) (small *history.History, whole, part *Verdict) {
	t.Helper()
	whole, err := Check(context.Background(), h, m, opt)
	if err != nil {
		t.Fatalf("%v\n%s", err, h)
	}
	if whole.Outcome != Violated {
		return nil, whole, nil
	}
	small, _, err = Minimize(context.Background(), h, whole, nil, opt)
	if err != nil {
		t.Fatalf("%s: %v\n%s", m.Name, err, h)
	}
	part, err = Check(context.Background(), small, m, opt)
	if err != nil {
		t.Fatalf("%s: %v\n%s\nof\n%s", m.Name, err, small, h)
	}
	return small, whole, part
}

// without returns h without the operations, and without the transaction, that
// are named; -1 is none. Reads lose the values that nobody writes any more.
func without(t *testing.T, h *history.History, txn, op int32) *history.History {
	t.Helper()
	written := map[[2]int32]bool{}
	for i := range int32(h.NumOps()) {
		if i != op && h.TxnOf(i) != txn && h.OpKind(i) != history.Read {
			written[[2]int32{h.OpKey(i), h.OpValue(i)}] = true
		}
	}
	lost := map[[2]int32]bool{}
	for i := range int32(h.NumOps()) {
		if at := [2]int32{h.OpKey(i), h.OpValue(i)}; h.OpKind(i) != history.Read && !written[at] {
			lost[at] = true
		}
	}
	b := history.NewBuilder(h.Value(history.Initial))
	for u := range int32(h.Len()) {
		if u == txn {
			continue
		}
		name := h.SessionName(h.Session(u))
		b.Begin(history.TxnInfo{Name: h.Name(u), Session: name, Alone: name == "", Status: h.Status(u),
			Start: h.Start(u), End: h.End(u), Clock: h.Clock(u), Line: h.Line(u)})
		lo, hi := h.Ops(u)
		for i := lo; i < hi; i++ {
			if i != op {
				copyOp(b, h, h.Op(i), lost)
			}
		}
	}
	cut, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	return cut
}

func copyOp(b *history.Builder, h *history.History, o history.Op, lost map[[2]int32]bool) {
	k := b.Key(h.Key(o.Key))
	switch {
	case o.Kind == history.Append:
		b.Append(k, b.Value(h.Value(o.Value)))
	case o.Kind == history.Write:
		b.Write(k, b.Value(h.Value(o.Value)))
	case h.IsList(o.Key):
		list := []int32{}
		for _, v := range o.List {
			if !lost[[2]int32{o.Key, v}] {
				list = append(list, b.Value(h.Value(v)))
			}
		}
		b.ReadList(k, list)
	case !lost[[2]int32{o.Key, o.Value}]:
		b.Read(k, b.Value(h.Value(o.Value)))
	}
}

// TestMinimizeAgainstOracle: what is left violates the model for the same reason,
// the oracle agrees, and nothing more can go.
func TestMinimizeAgainstOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	shrunk, reads, cycles, proofs := 0, 0, 0, 0
	count := 1000
	if *full {
		count = 20_000
	}
	for i := range count {
		cfg := oracle.Config{Txns: 3 + i%4, Keys: 1 + i%3, Ops: 2 + i%3, Sessions: i%2 == 0, Times: i%3 == 0,
			Aborted: i%5 == 0, Unknown: i%4 == 0, Lists: i%7 < 3}
		h := oracle.Random(rng, cfg)
		if i%2 == 0 {
			h, _ = oracle.Telling(rng, cfg, oracle.Versioned)
		}
		for j := i % 5; j < len(axioms.Models); j += 5 {
			m := axioms.Models[j]
			small, whole, part := smallest(t, h, m, Options{})
			if small == nil {
				continue
			}
			if part.Outcome != Violated || reasonOf(part.History, part.Refutation) != reasonOf(whole.History, whole.Refutation) {
				t.Fatalf("%s: the part is %s\n%s\nof\n%s", m.Name, part.Outcome, small, h)
			}
			if oracle.Admitted(small, oracle.Versioned).Has(m.Name) {
				t.Fatalf("%s: the oracle admits\n%s\nof\n%s", m.Name, small, h)
			}
			nothingCanGo(t, small, part)
			switch {
			case part.Refutation.Read != nil:
				reads++
			case part.Refutation.Cycle != nil:
				cycles++
			default:
				proofs++
			}
			if small.NumOps() < h.NumOps() {
				shrunk++
			}
		}
	}
	t.Logf("%d parts rest on reads, %d on cycles, %d on proofs; %d are smaller", reads, cycles, proofs, shrunk)
	if reads < 20 || cycles < 20 || proofs < 20 || shrunk < 100 {
		t.Error("too few of a kind to say anything")
	}
}

// nothingCanGo fails if v still stands without some transaction or operation.
func nothingCanGo(t *testing.T, small *history.History, v *Verdict) {
	t.Helper()
	try := func(what string, cut *history.History) {
		w, err := Check(context.Background(), cut, v.Model, Options{})
		if err == nil && w.Outcome == Violated && reasonOf(w.History, w.Refutation) == reasonOf(v.History, v.Refutation) {
			t.Fatalf("%s: %s can go from\n%s", v.Model.Name, what, small)
		}
	}
	for u := range int32(small.Len()) {
		try("transaction "+small.Name(u), without(t, small, u, -1))
	}
	for i := range int32(small.NumOps()) {
		try("operation "+small.OpString(i)+" of "+small.Name(small.TxnOf(i)), without(t, small, -1, i))
	}
}

// TestMinimizeKeeps pins what must stay, and what need not.
func TestMinimizeKeeps(t *testing.T) {
	for _, test := range []struct{ what, model, history, want string }{
		{"the aborted writer", "read-committed",
			"T1: w(x,1)\nT2 aborted: w(x,2) w(y,2)\nT3: r(y,_) r(x,2)",
			"T2 aborted: w(x,2)\nT3: r(x,2)"},
		{"both writes of an intermediate read", "read-committed",
			"T1: w(x,1) w(y,1) w(x,2)\nT2: r(x,1) r(y,1)",
			"T1: w(x,1) w(x,2)\nT2: r(x,1)"},
		{"the elements whose appends are kept", "serializable",
			"T1: a(x,1)\nT2: a(x,2) r(y,[])\nT3: a(y,1) r(x,[1])\nT4: r(x,[1 2]) r(y,[1])",
			"T2: a(x,2) r(y,[])\nT3: a(y,1) r(x,[])"},
		{"the reads that show the order of versions", "read-uncommitted",
			"T1: a(x,1) a(y,2)\nT2: a(x,2) a(y,1)\nT3: r(x,[1 2])\nT4: r(y,[1 2])",
			"T1: a(x,1) a(y,2)\nT2: a(x,2) a(y,1)\nT3: r(x,[1 2])\nT4: r(y,[1 2])"},
		{"real time", "strict-serializable",
			"T1 @1-2: w(x,1)\nT2 @3-4: w(y,1)\nT3 @5-6: r(x,_) r(y,1)",
			"T1 @1-2: w(x,1)\nT3 @5-6: r(x,_)"},
		{"times that are of no account", "serializable",
			"T1 @1-4: r(x,_) w(y,1)\nT2 @2-3: r(y,_) w(x,1)\nT3 @5-6: r(x,1)",
			"T1 @1-4: r(x,_) w(y,1)\nT2 @2-3: r(y,_) w(x,1)"},
		{"the session", "strong-session-serializable",
			"T1[a]: w(x,1)\nT2[a]: w(y,1)\nT3[a]: r(x,_)",
			"T1[a]: w(x,1)\nT3[a]: r(x,_)"},
		{"the writer that everybody read from", "snapshot-isolation",
			"T0: w(x,0) w(z,1)\nT1: r(x,0) w(x,1)\nT2: r(x,0) w(x,2) r(z,1)",
			"T0: w(x,0)\nT1: r(x,0) w(x,1)\nT2: r(x,0) w(x,2)"},
	} {
		h := notated(t, test.history)
		m := modelNamed(t, test.model)
		small, whole, _ := smallest(t, h, m, Options{})
		if small == nil {
			t.Errorf("%s: the history is %s", test.what, whole.Outcome)
		} else if got := small.String(); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.what, got, test.want)
		}
	}
}

// TestMinimizeEndsWithItsContext: a part that could be smaller is better than none.
func TestMinimizeEndsWithItsContext(t *testing.T) {
	h := notated(t, "T1: w(z,1)\nT2: r(x,_) w(y,1) w(z,2)\nT3: r(y,_) w(x,1)")
	m, _ := axioms.ModelByName("serializable")
	v, err := Check(context.Background(), h, m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	small, minimal, err := Minimize(ctx, h, v, func(*Verdict) bool { cancel(); return true }, Options{})
	if err != nil || minimal || small.NumOps() != 5 {
		t.Errorf("%v: got\n%s\nwant both transactions with all operations", err, small)
	}
}
