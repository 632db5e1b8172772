package linear

import (
	"fmt"
	"hash/maphash"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/anishathalye/porcupine"

	"visar/history"
)

// peerModel is what the operations of h do to one object, written for porcupine as
// porcupine's own tests do and without the package's sequential objects. An unknown
// operation is one that returns at the end of time and may have any answer.
func peerModel(h *History) porcupine.Model {
	m := porcupine.Model{Partition: peerParts}
	switch h.Object {
	case Register:
		m.Init = func() any { return history.Initial }
		m.Step = func(s, in, _ any) (bool, any) { return peerRegister(s.(int32), in.(*Op)) }
	case Text:
		m.Init = func() any { return "" }
		m.Step = func(s, in, _ any) (bool, any) { return peerText(h, s.(string), in.(*Op)) }
		m.Hash = func(s any) uint64 { return maphash.String(seed, s.(string)) }
	default:
		m.Init = func() any { return []int64(nil) }
		m.Step = func(s, in, _ any) (bool, any) {
			to, ok := peerStep(h, s.([]int64), in.(*Op))
			if !ok && in.(*Op).Unknown() {
				return true, s
			}
			return ok, to
		}
		m.Equal = func(a, b any) bool { return slices.Equal(a.([]int64), b.([]int64)) }
	}
	return m
}

var seed = maphash.MakeSeed()

// peerMap is a map of texts as one object, as porcupine's own tests have it too.
func peerMap(h *History) porcupine.Model {
	hash := func(k int32, text string) uint64 {
		return maphash.Comparable(seed, struct {
			k    int32
			text string
		}{k, text})
	}
	return porcupine.Model{
		Init: func() any { return map[int32]string(nil) },
		Step: func(s, in, _ any) (bool, any) {
			o, from := in.(*Op), s.(map[int32]string)
			ok, text := peerText(h, from[o.Key], o)
			if !ok || text == from[o.Key] {
				return ok, s
			}
			to := maps.Clone(from)
			if to == nil {
				to = map[int32]string{}
			}
			to[o.Key] = text
			return true, to
		},
		Equal: func(a, b any) bool { return maps.Equal(a.(map[int32]string), b.(map[int32]string)) },
		Hash: func(s any) (sum uint64) {
			for k, text := range s.(map[int32]string) {
				sum ^= hash(k, text)
			}
			return sum
		},
	}
}

// peerParts splits operations by key.
func peerParts(ops []porcupine.Operation) [][]porcupine.Operation {
	var parts [][]porcupine.Operation
	at := map[int32]int{}
	for _, o := range ops {
		k := o.Input.(*Op).Key
		if _, ok := at[k]; !ok {
			at[k] = len(parts)
			parts = append(parts, nil)
		}
		parts[at[k]] = append(parts[at[k]], o)
	}
	return parts
}

func peerRegister(s int32, o *Op) (bool, int32) {
	switch o.Func {
	case history.Get:
		return o.Unknown() || o.Result[0] == s, s
	case history.Put:
		return true, o.A
	case history.Delete:
		return true, history.Initial
	}
	if s == o.A && o.Answer != history.Refused {
		return true, o.B
	}
	return s != o.A && o.Answer == history.Refused || o.Unknown(), s
}

// peerStep is that of the objects that hold numbers.
func peerStep(h *History, s []int64, o *Op) ([]int64, bool) {
	number := func(v int32) int64 { return h.Values[v].Int() }
	a, unknown := int64(0), o.Unknown()
	if o.A != history.Initial {
		a = number(o.A)
	}
	refused := o.Answer == history.Refused
	answer := func() []int64 {
		var all []int64
		for _, v := range o.Result {
			if v != history.Initial {
				all = append(all, number(v))
			}
		}
		return all
	}
	has := slices.Contains(s, a)
	switch o.Func {
	case history.Get:
		want := answer()
		switch {
		case unknown:
			return s, true
		case h.Object == Counter:
			return s, sum(want) == sum(s)
		case h.Object == Set:
			return s, maps.Equal(setOfNumbers(s), setOfNumbers(want))
		}
		return s, slices.Equal(s, want)
	case history.Contains:
		return s, unknown || has != refused
	case history.Remove:
		if refused || !has {
			return s, !has
		}
		return slices.DeleteFunc(slices.Clone(s), func(x int64) bool { return x == a }), true
	case history.Add:
		if h.Object == Counter {
			return []int64{sum(s) + a}, true
		}
		if refused || has {
			return s, has
		}
		return append(slices.Clone(s), a), true
	case history.Enqueue, history.Push:
		return append(slices.Clone(s), a), true
	case history.Dequeue, history.Pop:
		return peerTake(s, answer(), unknown, o.Func == history.Pop)
	case history.Acquire:
		return []int64{1}, (len(s) == 0) != refused
	case history.Release:
		return nil, (len(s) > 0) != refused
	}
	panic("no such function")
}

func peerTake(s, want []int64, unknown, last bool) ([]int64, bool) {
	if len(s) == 0 {
		return s, unknown || len(want) == 0
	}
	at, rest := 0, s[1:]
	if last {
		at, rest = len(s)-1, s[:len(s)-1]
	}
	return rest, unknown || slices.Equal(s[at:at+1], want)
}

func sum(s []int64) (n int64) {
	for _, x := range s {
		n += x
	}
	return n
}

func setOfNumbers(s []int64) map[int64]bool {
	m := map[int64]bool{}
	for _, x := range s {
		m[x] = true
	}
	return m
}

func peerText(h *History, s string, o *Op) (bool, string) {
	text := func(v int32) string { return h.Values[v].Text() }
	switch o.Func {
	case history.Put:
		return true, text(o.A)
	case history.Extend:
		return true, s + text(o.A)
	case history.Delete:
		return true, ""
	case history.CAS:
		switch {
		case s == text(o.A) && o.Answer != history.Refused:
			return true, text(o.B)
		case s != text(o.A):
			return o.Answer == history.Refused || o.Unknown(), s
		}
		return false, s
	}
	return o.Unknown() || s == text(o.Result[0]), s
}

// peerOperations are the operations for porcupine.
func peerOperations(h *History) []porcupine.Operation {
	var ops []porcupine.Operation
	for i := range h.Ops {
		o := &h.Ops[i]
		ops = append(ops, porcupine.Operation{ClientId: int(o.Process), Input: o, Call: o.Invoke, Return: o.Return})
	}
	return ops
}

// peer is porcupine's verdict.
func peer(h *History) Verdict {
	if porcupine.CheckOperations(peerModel(h), peerOperations(h)) {
		return Linearizable
	}
	return NotLinearizable
}

// TestPeer compares the portfolio with porcupine on small random histories of
// registers with compare-and-set and unknown outcomes, and on those of the other
// objects.
func TestPeer(t *testing.T) {
	rounds := map[Object]int{Register: 3_000}
	if *full {
		rounds[Register] = 500_000
	}
	for o := Register; o <= Lock; o++ {
		for _, unique := range []bool{false, true} {
			n := max(rounds[o], rounds[Register]/5)
			t.Run(fmt.Sprintf("%s-%v", o, unique), func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(uint64(o), 11))
				illegal := 0
				for range n {
					h := randomHistory(r, o, 3+r.IntN(10), unique)
					ours, theirs := verdict(h), peer(h)
					if ours != theirs {
						t.Fatalf("%s, and %s by porcupine:\n%s", ours, theirs, dump(h))
					}
					if ours == NotLinearizable {
						illegal++
					}
				}
				if illegal == 0 || illegal == n {
					t.Errorf("%d of %d histories are not linearizable", illegal, n)
				}
			})
		}
	}
}
