package linear

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"testing"

	"visar/history"
)

// smallestByOrders returns how many operations the smallest part of h has, of all, that is no
// linearizable history by every order, with each kept operation as it was recorded. A part
// may be a violation only for lack of what was left out; those are none: a value must be
// kept with the operation that wrote it.
func smallestByOrders(h *History) int {
	best := len(h.Ops) + 1
	for set := 1; set < 1<<len(h.Ops); set++ {
		if n := bits.OnesCount(uint(set)); n < best && closed(h, set) && !permutations(chosenOps(h, set)) {
			best = n
		}
	}
	return best
}

// chosenOps is the part of h that has the operations of a set of bits.
func chosenOps(h *History, set int) *History {
	small := &History{Object: h.Object, Keys: h.Keys, Values: h.Values}
	for i := range h.Ops {
		if set>>i&1 == 1 {
			small.Ops = append(small.Ops, h.Ops[i])
		}
	}
	return small
}

// closed reports whether the writers of all values that a set of operations reads or
// compares are in it, as far as there are any.
func closed(h *History, set int) bool {
	wanted, written := map[int32]bool{}, map[int32]bool{}
	for i := range h.Ops {
		o := &h.Ops[i]
		if writes := o.Func == history.Put || o.Func == history.CAS && o.Answer != history.Refused; writes && set>>i&1 == 0 {
			written[finalValue(o)] = true
		}
		if set>>i&1 == 0 {
			continue
		}
		switch o.Func {
		case history.Get:
			wanted[o.Result[0]] = true
		case history.CAS:
			wanted[o.A] = true
		}
	}
	for v := range wanted {
		if written[v] {
			return false
		}
	}
	return true
}

// finalValue is what a put or a compare-and-set leaves.
func finalValue(o *Op) int32 {
	if o.Func == history.CAS {
		return o.B
	}
	return o.A
}

// TestWitnessIsSmallest: of random registers in which every value is written once, without
// compare-and-set, the witness is as small as the smallest part by every order, and
// none needs more than six.
func TestWitnessIsSmallest(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 4))
	sizes := map[int]int{}
	for violations := 0; violations < 400; {
		h := plainRegister(r, 5+r.IntN(5))
		res := Check(context.Background(), h, Options{})
		if res.Verdict != NotLinearizable {
			continue
		}
		violations++
		got, want := len(res.Keys[0].Witness), smallestByOrders(h)
		sizes[got]++
		if got != want || got > 6 {
			t.Fatalf("the witness %v has %d operations, the smallest part %d:\n%s", res.Keys[0].Witness, got, want, dump(h))
		}
	}
	if sizes[2] == 0 || sizes[3] == 0 || sizes[4] == 0 {
		t.Errorf("witnesses by size: %v", sizes)
	}
}

// plainRegister is a random register of reads and writes of different values.
func plainRegister(r *rand.Rand, ops int) *History {
	for {
		h := randomHistory(r, Register, ops, true)
		plain := true
		for i := range h.Ops {
			plain = plain && h.Ops[i].Func != history.CAS
		}
		if plain {
			return h
		}
	}
}
