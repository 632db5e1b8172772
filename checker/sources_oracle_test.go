package checker

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
)

// TestDuplicateValuesAgainstOracle: values from a domain of four, one of which is
// the initial one, with and without transactions of unknown outcome. The oracle
// compares by value, and so tries every writer.
func TestDuplicateValuesAgainstOracle(t *testing.T) {
	count := 400
	if *full {
		count = 50_000
	}
	rng := rand.New(rand.NewPCG(31, 32))
	var seen duplicateCounts
	for i := range count {
		h, admitted := duplicates(rng, i)
		agree(t, h, axioms.Versioned, admitted)
		if i%5 == 0 {
			alone(t, h, admitted)
		}
		seen.add(t, h)
	}
	t.Logf("%+v", seen)
	if seen.histories < count/5 || seen.named < count || seen.proofs < count/5 {
		t.Errorf("%+v say little", seen)
	}
}

// duplicates returns a small history with values written more than once.
func duplicates(rng *rand.Rand, i int) (*history.History, oracle.Set) {
	cfg := oracle.Config{Txns: 2 + i%4, Keys: 1 + i%3, Ops: 1 + i%4, Sessions: i%2 == 0, Times: i%3 == 0,
		Aborted: i%5 == 0, Unknown: i%4 == 0, Duplicates: true}
	if i%3 == 0 {
		h := oracle.Random(rng, cfg)
		return h, oracle.Admitted(h, oracle.Versioned)
	}
	h, _ := oracle.Telling(rng, cfg, oracle.Versioned)
	return h, oracle.Admitted(h, oracle.Versioned)
}

// duplicateCounts says how much a test has seen.
type duplicateCounts struct {
	histories int // with reads that have several candidates
	named     int // writers named by verdicts of consistency
	proofs    int // refutations that try more than one writer
}

// add checks that verdicts name a writer for each read that has several
// candidates, and that evidence survives being written and read.
func (c *duplicateCounts) add(t *testing.T, h *history.History) {
	r := dependency.Resolve(h, false)
	if len(r.Ambiguous) == 0 {
		return
	}
	c.histories++
	verdicts, err := Classify(context.Background(), h, axioms.Models, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		if v.Outcome == Undecided {
			continue
		}
		if v.Outcome == Consistent && v.Objects == nil && v.Model.Axioms.Closure().Has(axioms.EXT) {
			if len(v.Sources) != len(r.Ambiguous) {
				t.Fatalf("%s: %d writers are named for %d reads\n%s", v.Model.Name, len(v.Sources), len(r.Ambiguous), h)
			}
			c.named += len(v.Sources)
		}
		if v.Outcome == Violated && v.Refutation.Proof != nil && v.From == nil {
			v.Refutation.eachSource(func(Source) { c.proofs++ })
		}
		evidence, err := v.EvidenceJSON()
		if err == nil {
			err = Verify(h, v.Model, v.Outcome, evidence, axioms.Versioned)
		}
		if err != nil {
			t.Fatalf("%s %s: %v\n%s\n%s", v.Model.Name, v.Outcome, err, evidence, h)
		}
	}
}

// TestSourceSolverAgainstOracle: with the order solver asked at once, which is
// otherwise left for what the first guesses do not decide.
func TestSourceSolverAgainstOracle(t *testing.T) {
	count := 300
	if *full {
		count = 20_000
	}
	rng := rand.New(rand.NewPCG(33, 34))
	asked := map[Outcome]int{}
	for i := range count {
		h, admitted := duplicates(rng, i)
		r := dependency.Resolve(h, false)
		if len(r.Ambiguous) == 0 {
			continue
		}
		for _, m := range axioms.Models {
			j := &job{ctx: context.Background(), h: h, r: r, set: m.Axioms.Closure()}
			if !j.has(axioms.INT|axioms.EXT) || !oracle.Defined(h).Has(m.Name) {
				continue
			}
			s := &sourceSearch{job: j, known: &nogoods{}, byRank: map[*int32][]int32{}, tried: patience}
			a := s.under(slices.Repeat([]int32{dependency.Open}, len(r.Ambiguous)))
			if a.outcome == Consistent {
				s.begin(a.exec)
				a = s.search()
				asked[a.outcome]++
			}
			want := Violated
			if admitted.Has(m.Name) {
				want = Consistent
			}
			v := &Verdict{History: h, Model: m, Outcome: a.outcome, Execution: a.exec, Sources: a.sources, Refutation: a.ref}
			if err := certify(v, h, axioms.Versioned); a.outcome != want || err != nil {
				t.Fatalf("history %d, %s: %s (%s %s), the oracle says %s; %v\n%s", i, m.Name, a.outcome, a.engine, a.reason, want, err, h)
			}
		}
	}
	t.Log(asked)
	if asked[Consistent] < count || asked[Violated] < count/10 {
		t.Errorf("%v say little", asked)
	}
}

// TestWriterMayBeAnyOfSeveral: verdicts on histories thought out by hand.
func TestWriterMayBeAnyOfSeveral(t *testing.T) {
	for _, test := range []struct {
		text, model string
		outcome     Outcome
		tried       bool // more than one way to choose
	}{
		{"T1: w(x,1)\nT2: w(x,1)\nT3: r(x,1)", "ss-ser", Consistent, false},
		// The second read of x must be from T2, for T3 hides T1's.
		{"T1[a]: w(x,1)\nT2[b]: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)", "ss-ser", Consistent, false},
		// There is no second one to read from.
		{"T1[a]: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)", "ss-ser", Violated, false},
		// Both have been hidden.
		{"T1[a]: w(x,1)\nT2[a]: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)", "ss-ser", Violated, true},
		{"T1[a]: w(x,1)\nT2[a]: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)", "ss-ra", Violated, true},
		{"T1[a]: w(x,1)\nT2[a]: w(x,1)\nT3[a]: w(x,2)\nT4[b]: r(x,1)", "ss-ser", Consistent, false},
		// The initial value is written again.
		{"initial 0\nT1[a]: w(x,1)\nT2[b]: w(x,0)\nT3[a]: r(x,0)", "ss-ser", Consistent, false},
		{"initial 0\nT1[a]: w(x,1)\nT3[a]: r(x,0)", "ss-ser", Violated, false},
		{"initial 0\nT2[a]: w(x,0)\nT1[a]: w(x,1)\nT3[a]: r(x,0)", "ss-cc", Violated, true},
		// One that may have been lost explains the read.
		{"T1[a]: w(x,1)\nT2 unknown: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)", "ss-ser", Consistent, false},
		{"T1[a]: w(x,1)\nT2 aborted: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)", "ss-ser", Violated, false},
	} {
		h := notated(t, test.text)
		v := judged(t, h, test.model, Options{})
		tried := false
		if v.Refutation != nil {
			v.Refutation.eachSource(func(Source) { tried = true })
		}
		if v.Outcome != test.outcome || tried != test.tried {
			t.Errorf("%s: %s, proof %v, expected %s, %v\n%s", test.model, v.Outcome, tried, test.outcome, test.tried, test.text)
		}
	}
}
