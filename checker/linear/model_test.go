package linear

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"
)

// TestModelPeer compares the race on users' models with porcupine alone.
func TestModelPeer(t *testing.T) {
	rounds := 400
	if *full {
		rounds = 50_000
	}
	for o := Register; o <= Lock; o++ {
		r := rand.New(rand.NewPCG(uint64(o), 13))
		count := map[Verdict]int{}
		for range rounds {
			h := randomHistory(r, o, 3+r.IntN(8), false)
			m := peerModel(h)
			got, err := CheckModel(context.Background(), m, peerOperations(h), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if want := peer(h); got.Verdict != want {
				t.Fatalf("%s, and %s by porcupine:\n%s", got.Verdict, want, dump(h))
			}
			count[got.Verdict]++
			if bare, err := CheckModel(context.Background(), unsplit(m), peerOperations(h), Options{VerdictOnly: true}); err != nil || bare.Verdict != got.Verdict {
				t.Fatalf("%s with evidence, %v (%v) without:\n%s", got.Verdict, bare, err, dump(h))
			}
			for i := range got.Parts {
				if p := &got.Parts[i]; p.Verdict == NotLinearizable {
					checkModelWitness(t, m, peerOperations(h), p)
				}
			}
		}
		if count[Linearizable] < rounds/20 || count[NotLinearizable] < rounds/20 {
			t.Errorf("%s: %v: too few of one kind to mean much", o, count)
		}
	}
}

// unsplit is a model without a partition: the histories of TestModelPeer have one key.
func unsplit(m porcupine.Model) porcupine.Model {
	m.Partition = nil
	return m
}

// checkModelWitness wants the witness to be certified, and what was invoked before
// the last return not to be linearizable, with the returns after it open.
func checkModelWitness(t *testing.T, m porcupine.Model, ops []porcupine.Operation, p *PartResult) {
	t.Helper()
	var small []porcupine.Operation
	for _, i := range p.Witness {
		o := ops[i]
		if o.Return > ops[p.Last].Return {
			o.Return = Never
		}
		small = append(small, o)
	}
	if !p.Certified || porcupine.CheckOperations(m, small) {
		t.Fatalf("%v until %d returns is no witness (%v)", p.Witness, p.Last, p.Certified)
	}
}

func TestOperations(t *testing.T) {
	call := func(id int) porcupine.Event { return porcupine.Event{Kind: porcupine.CallEvent, Id: id, Value: id} }
	ret := func(id int) porcupine.Event { return porcupine.Event{Kind: porcupine.ReturnEvent, Id: id, Value: "ok"} }
	ops, err := Operations([]porcupine.Event{call(7), call(8), ret(7)})
	if err != nil || len(ops) != 2 || ops[0].Return != 2 || ops[1].Return != Never || ops[0].Output != "ok" {
		t.Errorf("got %v, %v", ops, err)
	}
	for want, events := range map[string][]porcupine.Event{
		"event 1: expected each id in one call":     {call(1), call(1)},
		"event 0: expected a call of id 1":          {ret(1)},
		"event 2: expected one return of id 1, got": {call(1), ret(1), ret(1)},
	} {
		if _, err := Operations(events); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestModelErrors(t *testing.T) {
	ok := porcupine.Model{Init: func() any { return 0 }, Step: func(s, _, _ any) (bool, any) { return true, s }}
	twice, slices := ok, ok
	twice.Partition = func(ops []porcupine.Operation) [][]porcupine.Operation { return [][]porcupine.Operation{ops, ops} }
	slices.Init = func() any { return []int{} }
	for want, test := range map[string]struct {
		m porcupine.Model
		o porcupine.Operation
	}{
		"operation 0 returns before": {ok, porcupine.Operation{Call: 2, Return: 1}},
		"Partition":                  {twice, porcupine.Operation{}},
		"expected a model with Init": {porcupine.Model{}, porcupine.Operation{}},
		"with Equal":                 {slices, porcupine.Operation{}},
	} {
		if _, err := CheckModel(context.Background(), test.m, []porcupine.Operation{test.o}, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
