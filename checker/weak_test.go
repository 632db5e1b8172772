package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
)

// weakModels are the models that [job.weak] decides.
var weakModels = []string{
	"read-uncommitted", "read-committed", "monotonic-atomic-view", "strong-session-monotonic-atomic-view",
	"item-cut-isolation",
	"read-atomic", "strong-session-read-atomic", "realtime-read-atomic", "strong-read-atomic",
	"causal", "strong-session-causal", "realtime-causal", "strong-causal",
	"read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads", "pram",
}

// checkWeak decides h under set and checks the evidence.
func checkWeak(t *testing.T, h *history.History, set axioms.Set, opt Options) answer {
	t.Helper()
	set = set.Closure()
	j := &job{ctx: context.Background(), h: h, r: dependency.Resolve(h, opt.Lists == axioms.Log), set: set, opt: opt}
	a := j.decide()
	switch a.outcome {
	case Consistent:
		if b := a.exec.Validate(set); b != nil {
			t.Fatalf("%s: the execution breaks %v: %s\norder %v, edges %+v\n%s", set, b.Axiom, b.Message, a.exec.Order, a.exec.VIS.Edges, describeHistory(h))
		}
	case Violated:
		err := certifyRefutation(a.ref, h, set, opt.Lists)
		if err == nil && opt.Lists == axioms.Versioned {
			err = literal{j.r, set}.refutes(a.ref)
		}
		if err != nil {
			t.Fatalf("%s: the refutation %v: %s\n%s", set, err, describeCycle(a.ref.Cycle), describeHistory(h))
		}
	}
	return a
}

// TestWeakModelsAgainstOracle compares every weak model with the oracle on random
// histories.
func TestWeakModelsAgainstOracle(t *testing.T) {
	for _, c := range []oracle.Config{
		{Txns: 4, Keys: 2, Ops: 3},
		{Txns: 5, Keys: 3, Ops: 3, Sessions: true},
		{Txns: 5, Keys: 2, Ops: 3, Sessions: true, Times: true},
		{Txns: 5, Keys: 3, Ops: 4, Sessions: true, Times: true, Aborted: true, Unknown: true},
		{Txns: 4, Keys: 2, Ops: 4, Sessions: true, Lists: true, Unknown: true},
		{Txns: 5, Keys: 2, Ops: 3, Sessions: true, Times: true, Lists: true},
	} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(7, 1))
			seen := map[string][2]int{}
			for i := range 1500 {
				h := oracle.Random(rng, c)
				reading := lists[0]
				if c.Lists {
					reading = lists[i%2]
				}
				admitted := oracle.Admitted(h, reading.theirs)
				for _, name := range weakModels {
					compareWeakModel(t, h, name, admitted, reading.ours, seen)
				}
			}
			for name, n := range seen {
				if (n[0] < 50 || n[1] < 50) && name != "read-uncommitted" {
					t.Errorf("%s: %d consistent and %d violated histories are too few", name, n[0], n[1])
				}
			}
		})
	}
}

func compareWeakModel(t *testing.T, h *history.History, name string, admitted oracle.Set, lists axioms.Lists, seen map[string][2]int) {
	t.Helper()
	m, err := axioms.ModelByName(name)
	if err != nil {
		t.Fatal(err)
	}
	a := checkWeak(t, h, m.Axioms, Options{Lists: lists})
	n := seen[name]
	n[a.outcome]++
	seen[name] = n
	if (a.outcome == Consistent) != admitted.Has(name) {
		t.Fatalf("%s is %s, the oracle says %t\n%s\n%s", name, a.outcome, admitted.Has(name), describeAnswer(a), describeHistory(h))
	}
}

// TestWeakSetsByDefinition compares random sets of axioms, named or not, with
// their definition on larger histories than the oracle can take.
func TestWeakSetsByDefinition(t *testing.T) {
	laws := []axioms.Set{axioms.INT, axioms.COMMITTED, axioms.MONOTONICVIEW, axioms.SESSION, axioms.REALTIME,
		axioms.TRANSVIS, axioms.RYW, axioms.MR, axioms.MW, axioms.WFR,
		axioms.ARSESSION, axioms.ARREALTIME, axioms.ARREALTIMEKEY, axioms.ARREALTIMEUPDATE}
	rng := rand.New(rand.NewPCG(3, 3))
	var seen [3]int
	for i := range 6000 {
		c := oracle.Config{Txns: 14, Keys: 3, Ops: 3, Sessions: i%4 > 0, Times: i%2 > 0, Unknown: i%3 > 0, Aborted: i%5 == 0, Lists: i%7 == 0}
		h := oracle.Random(rng, c)
		set := axioms.EXT
		for _, law := range laws {
			if rng.IntN(5) == 0 || law == axioms.INT && rng.IntN(4) > 0 {
				set |= law
			}
		}
		if set.Has(axioms.MONOTONICVIEW) {
			set |= axioms.COMMITTED // alone it judges reads whose values nothing else does
		}
		// Hardly any memory: the clocks of one chain at a time.
		a := checkWeak(t, h, set, Options{MaxMemory: int64(i % 2)})
		seen[a.outcome]++
		if a.outcome == Undecided || a.outcome == Violated && a.ref.Read != nil {
			continue
		}
		if want := (literal{dependency.Resolve(h, false), set.Closure()}).consistent(); want != (a.outcome == Consistent) {
			t.Fatalf("%s is %s, by definition %t\n%s\n%s", set, a.outcome, want, describeAnswer(a), describeHistory(h))
		}
	}
	if seen[Consistent] < 500 || seen[Violated] < 500 {
		t.Errorf("%d consistent and %d violated histories are too few", seen[Consistent], seen[Violated])
	}
}

// parseHistory builds a history from one line per transaction:
//
//	a: wx1 rx0 rx_ ax1 lx1.2 lx @3-7 aborted
//
// in session a (without it, alone): writes 1 to x, reads 0 and then nothing from
// x, appends 1 to list x, reads list x as [1 2] and as empty, runs from 3 to 7
// and aborts. The initial value is 0.
func parseHistory(tb testing.TB, text string) *history.History {
	tb.Helper()
	b := history.NewBuilder(history.IntValue(0))
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			parseTxn(tb, b, line)
		}
	}
	h, err := b.History()
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func parseTxn(tb testing.TB, b *history.Builder, line string) {
	tb.Helper()
	info := history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
	if s, rest, ok := strings.Cut(line, ":"); ok {
		info.Session, info.Alone, line = s, false, rest
	}
	var ops []string
	for _, word := range strings.Fields(line) {
		switch {
		case word == "aborted":
			info.Status = history.Aborted
		case word == "unknown":
			info.Status = history.Unknown
		case word[0] == '@':
			start, end, _ := strings.Cut(word[1:], "-")
			info.Start, info.End = parseInt(tb, start), parseInt(tb, end)
		default:
			ops = append(ops, word)
		}
	}
	b.Begin(info)
	for _, op := range ops {
		parseOp(tb, b, op)
	}
}

func parseOp(tb testing.TB, b *history.Builder, op string) {
	tb.Helper()
	value := func(s string) int32 {
		if s == "_" || s == "" {
			return history.Initial
		}
		return b.Value(history.IntValue(parseInt(tb, s)))
	}
	k := b.Key(history.StringValue(op[1:2]))
	switch op[0] {
	case 'w':
		b.Write(k, value(op[2:]))
	case 'r':
		b.Read(k, value(op[2:]))
	case 'a':
		b.Append(k, value(op[2:]))
	case 'l':
		var list []int32
		for _, v := range strings.FieldsFunc(op[2:], func(r rune) bool { return r == '.' }) {
			list = append(list, value(v))
		}
		b.ReadList(k, list)
	default:
		tb.Fatalf("operation %q: want w, r, a or l first", op)
	}
}

func parseInt(tb testing.TB, s string) int64 {
	tb.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func describeHistory(h *history.History) string {
	var b strings.Builder
	for t := range int32(h.Len()) {
		if name := h.SessionName(h.Session(t)); name != "" {
			b.WriteString(name + ": ")
		}
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			b.WriteString(describeOp(h, i) + " ")
		}
		if h.Start(t) != history.NoTime {
			fmt.Fprintf(&b, "@%d-%d ", h.Start(t), h.End(t))
		}
		if h.Status(t) != history.Committed {
			b.WriteString(h.Status(t).String())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func describeOp(h *history.History, i int32) string {
	op := h.Op(i)
	if op.Kind != history.Read || !h.IsList(op.Key) {
		return "rwa"[op.Kind:op.Kind+1] + h.Key(op.Key).String() + h.Value(op.Value).String()
	}
	var list []string
	for _, v := range op.List {
		list = append(list, h.Value(v).String())
	}
	return "l" + h.Key(op.Key).String() + strings.Join(list, ".")
}

func describeAnswer(a answer) string {
	switch {
	case a.outcome == Undecided:
		return a.reason
	case a.outcome == Consistent:
		return fmt.Sprintf("order %v, visible %v %+v", a.exec.Order, a.exec.VIS.Prefix, a.exec.VIS.Edges)
	case a.ref.Read != nil:
		return fmt.Sprintf("%+v", *a.ref.Read)
	default:
		return describeCycle(a.ref.Cycle)
	}
}

func describeCycle(edges []dependency.Edge) string {
	var words []string
	for _, e := range edges {
		word := fmt.Sprintf("%d -%s %d-> %d", e.From, e.Kind, e.Key, e.To)
		if e.Via != nil {
			word += fmt.Sprintf(" (seen by %d: %s)", e.Via.Reader, describeCycle(e.Via.Visible))
		}
		words = append(words, word)
	}
	return strings.Join(words, "; ")
}
