package anomalies

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker"
	"visar/checker/oracle"
	"visar/history"
)

func TestSentences(t *testing.T) {
	tests := []struct {
		name, history, model string
		want                 []string
	}{{
		"an aborted element in the middle of a long list",
		"T1 aborted: a(l,7)\nT2: a(l,1) a(l,2) a(l,3) a(l,4) a(l,5) a(l,6)\nT3: a(l,8) a(l,9) a(l,10)\nT4: r(l,[1 2 3 4 5 6 7 8 9 10])",
		"read-committed",
		[]string{"T4 (line 4) read l=[… 5 6 7 8 9 …], and T1 (line 1), who appended 7 to l, aborted."},
	}, {
		"an append that was missed",
		"T1: a(k,5)\nT2: a(k,7) w(z,1)\nT3: r(z,1) r(k,[5])\nT4: r(k,[5 7])",
		"read-atomic",
		[]string{"T3 (line 3) read k=[5] and did not see the append of 7 to k by T2 (line 2)."},
	}, {
		"a version that was read and replaced",
		"T1: w(x,1) w(y,1)\nT2: r(x,1) w(x,2) w(y,2)\nT3: r(y,1) r(x,2)",
		"read-atomic",
		[]string{
			"T3 (line 3) read x=2, which T2 (line 2) wrote.",
			"T3 (line 3) read y=1, which T2 (line 2) overwrote with 2.",
			"That breaks EXT: a transaction is seen whole or not at all.",
		},
	}, {
		"two orders of versions, each of which fails",
		"T1: w(x,1) w(y,1)\nT2: w(x,2) w(y,2)\nT3: r(y,1) r(x,2)\nT4: r(x,1) r(y,2)",
		"snapshot-isolation",
		[]string{
			"If T1 came before T2, then T3 (line 3) read x=2, which T2 (line 2) wrote, and T3 (line 3) read y=1, which T2 (line 2) overwrote with 2: a fractured read.",
			"So no order of the versions is left.",
		},
	}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := parse(t, test.history)
			f := in(t, h, test.model)
			for _, want := range test.want {
				if !slices.Contains(f.Sentences, want) {
					t.Errorf("there is no sentence\n%s\nin\n%s", want, strings.Join(f.Sentences, "\n"))
				}
			}
		})
	}
}

// What a derived edge follows from can be opened: the read, and the order of the
// versions.
func TestFollows(t *testing.T) {
	f := in(t, parse(t, "T1: w(x,1) w(y,1)\nT2: r(x,1) w(x,2) w(y,2)\nT3: r(y,1) r(x,2)"), "read-atomic")
	last := f.Cycle[len(f.Cycle)-1]
	if last.Kind != "RW" || last.From != "T3" || last.To != "T2" || last.Key != "y" {
		t.Fatalf("the last edge is %+v, want RW from T3 to T2 on y", last)
	}
	var whys []string
	for _, e := range last.Follows {
		whys = append(whys, e.Kind+": "+e.Why)
	}
	want := "WR: T3 (line 3) read y=1, which T1 (line 1) wrote"
	if !slices.Contains(whys, want) {
		t.Errorf("the edge follows from %q, want %q among it", whys, want)
	}
	if want := []string{"T2", "T3", "T1"}; !slices.Equal(f.TxnNames, want) {
		t.Errorf("involved are %q, want %q", f.TxnNames, want)
	}
}

// Names and values that were chosen to break the text do not.
func TestHostileNames(t *testing.T) {
	long := strings.Repeat("x", 5000)
	h := parse(t, `"a\nb\x1b[31m": w("`+long+`",1)`+"\n"+`"<T2>": r("`+long+`",7)`)
	f := in(t, h, "read-committed")
	for _, text := range append([]string{f.Keys[0]}, f.Sentences...) {
		if strings.ContainsAny(text, "\n\x1b") || len(text) > 400 {
			t.Errorf("a sentence of %d bytes, or with control characters: %q", len(text), text)
		}
	}
	if again := parse(t, f.Notation()); again.Len() != 1 {
		t.Errorf("the notation of what is involved has %d transactions, want 1", again.Len())
	}
}

func TestAmong(t *testing.T) {
	h := parse(t, "T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)\nT3: r(y,_) w(z,1)\nT4: r(z,_) w(y,1)\nT5 aborted: w(q,1)\nT6: r(q,1)")
	verdicts, err := checker.Classify(context.Background(), h, axioms.Models, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := Among(verdicts)
	if len(found) != 1 || found[0].Name != "aborted-read" {
		t.Errorf("%d anomalies, want the aborted read alone, which every model forbids", len(found))
	}
	h = parse(t, "T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)\nT3: w(u,1)\nT4: r(u,1) w(v,1)\nT5: r(u,_) r(v,1)")
	verdicts, err = checker.Classify(context.Background(), h, axioms.Models, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range Among(verdicts) {
		names = append(names, f.Name)
	}
	if want := []string{"causality-violation", "lost-update"}; !slices.Equal(names, want) {
		t.Errorf("the anomalies are %q, want %q, the most severe first", names, want)
	}
}

func TestSurveyed(t *testing.T) {
	h := parse(t, "T1: a(x,1) a(y,1)\nT2: r(x,[1]) r(y,[])\nT3: r(y,[]) r(x,[1])\nT4 aborted: w(z,1)\nT5: r(z,1)\nT6: r(z,1)")
	v, err := checker.Check(context.Background(), h, axioms.Serializable, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := checker.Survey(context.Background(), h, v, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, f := range Surveyed(v, all) {
		count[f.Name] += f.Count
	}
	if count["aborted-read"] != 2 || count["fractured-read"]+count["observed-transaction-vanishes"] != 2 {
		t.Errorf("the survey has %v, want two aborted reads and two transactions seen in part", count)
	}
}

// Every violated verdict is told, whatever the history, and nothing else is; what
// is involved violates the model by itself, unless it is the absence of a writer
// that counts.
func TestEveryViolationIsTold(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	names := map[string]bool{}
	for i := range 1500 {
		h := oracle.Random(rng, oracle.Config{Txns: 6, Keys: 3, Ops: 4,
			Sessions: i%2 == 0, Times: i%3 == 0, Aborted: true, Unknown: true, Lists: i%4 != 0})
		for _, lists := range []axioms.Lists{axioms.Versioned, axioms.Log} {
			verdicts, err := checker.Classify(context.Background(), h, axioms.Models, checker.Options{Lists: lists})
			if err != nil {
				continue
			}
			for _, v := range verdicts {
				tellOne(t, h, v, names)
			}
		}
	}
	if len(names) < 20 {
		t.Errorf("only %d kinds of anomalies were met", len(names))
	}
}

func tellOne(t *testing.T, h *history.History, v *checker.Verdict, names map[string]bool) {
	t.Helper()
	found := In(v)
	if (v.Outcome == checker.Violated) != (len(found) == 1) {
		t.Fatalf("%s: %s with %d anomalies\n%s", v.Model.Name, v.Outcome, len(found), h)
	}
	for _, f := range found {
		names[f.Name] = true
		if len(f.Sentences) < 2 || len(f.Txns) == 0 || len(f.TxnNames) != len(f.Txns) || f.Axiom == "" {
			t.Fatalf("%s: %s is not whole: %+v\n%s", v.Model.Name, f.Name, f, h)
		}
		for _, s := range f.Sentences {
			if !strings.HasSuffix(s, ".") || strings.Contains(s, "%!") {
				t.Fatalf("%s: not a sentence: %s", f.Name, s)
			}
		}
		if f.Axiom != Arbitration {
			set, err := axioms.ParseAxioms(f.Axiom)
			if err != nil || !v.Model.Axioms.Closure().Has(set) {
				t.Fatalf("%s: %s breaks %s, which the model does not have (%v)", v.Model.Name, f.Name, f.Axiom, err)
			}
		}
		parse(t, f.Notation())
	}
}

func ExampleIn() {
	h, err := history.Parse("alice: r(stock,_) w(stock,9)\nbob:   r(stock,_) w(stock,8)")
	if err != nil {
		panic(err)
	}
	v, err := checker.Check(context.Background(), h, axioms.SnapshotIsolation, checker.Options{})
	if err != nil {
		panic(err)
	}
	for _, f := range In(v) {
		fmt.Println(f.Name, f.Axiom, f.TxnNames)
	}
	// Output: lost-update NOCONFLICT [alice bob]
}
