package linear

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/history"
)

// sequentialPermutations decides a history by trying every order that keeps those of
// its processes, of every set of operations with all whose outcome is known.
func sequentialPermutations(h *History) bool {
	used := make([]bool, len(h.Ops))
	var try func(states []state) bool
	try = func(states []state) bool {
		if allDone(h, used) {
			return true
		}
		for i := range h.Ops {
			if used[i] || slices.ContainsFunc(every(h.Ops[:i]), func(j int32) bool {
				return !used[j] && !h.Ops[j].Unknown() && h.Ops[j].Process == h.Ops[i].Process
			}) {
				continue
			}
			k := h.Ops[i].Key
			if s, ok := h.apply(states[k], &h.Ops[i]); ok {
				used[i] = true
				next := slices.Clone(states)
				next[k] = s
				if try(next) {
					return true
				}
				used[i] = false
			}
		}
		return false
	}
	return try([]state{h.start(), h.start()})
}

// twoKeys is a random history on two objects.
func twoKeys(r *rand.Rand, o Object, ops int, unique bool) *History {
	h := randomHistory(r, o, ops, unique)
	h.Keys = []history.Value{history.StringValue("a"), history.StringValue("b")}
	for i := range h.Ops {
		h.Ops[i].Key = r.Int32N(2)
	}
	return h
}

func TestSequentialOracle(t *testing.T) {
	rounds := 800
	if *full {
		rounds = 30_000
	}
	for o := Register; o <= Lock; o++ {
		t.Run(o.String(), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(o), 23))
			counts, whole := map[Verdict]int{}, 0
			for n := range rounds {
				h := twoKeys(r, o, 2+r.IntN(5), n%2 == 0)
				want := Linearizable
				if !sequentialPermutations(h) {
					want = NotLinearizable
				}
				counts[want]++
				got := CheckSequential(context.Background(), h, true, Options{})
				if got.Verdict != want {
					t.Fatalf("%s by %s, want %s:\n%s", got.Verdict, got.Engine, want, dump(h))
				}
				if want == Linearizable {
					if err := h.ReplaySequential(got.Order); err != nil {
						t.Fatalf("%s: %v: %v\n%s", got.Engine, got.Order, err, dump(h))
					}
					continue
				}
				if err := h.RefuteSequential(got.Witness); err != nil {
					t.Fatalf("%v: %v\n%s", got.Witness, err, dump(h))
				}
				if keys := (&History{Keys: h.Keys, Ops: pick(h, got.Witness)}).opsByKey(); len(keys) > 1 {
					whole++
				}
			}
			t.Logf("%v, %d on two keys together", counts, whole)
			if counts[Linearizable] < rounds/20 || counts[NotLinearizable] < rounds/20 {
				t.Errorf("%v: too few of one kind to mean much", counts)
			}
		})
	}
}

func pick(h *History, ops []int32) []Op {
	var all []Op
	for _, i := range ops {
		all = append(all, h.Ops[i])
	}
	return all
}

// twoQueues is Herlihy and Wing's history of two queues, each sequentially consistent
// and both together not.
func twoQueues() *History {
	enqueue := func(process, key, v int32, at int64) Op {
		return Op{Process: process, Key: key, Func: history.Enqueue, A: v, Invoke: at, Return: at + 1}
	}
	dequeue := func(process, key, v int32, at int64) Op {
		return Op{Process: process, Key: key, Func: history.Dequeue, Answer: history.One, Result: []int32{v}, Invoke: at, Return: at + 1}
	}
	return &History{Object: Queue, Values: make([]history.Value, 3),
		Keys: []history.Value{history.StringValue("p"), history.StringValue("q")},
		Ops: []Op{enqueue(0, 0, 1, 1), enqueue(1, 1, 2, 3), enqueue(0, 1, 1, 5), enqueue(1, 0, 2, 7),
			dequeue(0, 0, 2, 9), dequeue(1, 1, 1, 11)}}
}

// TestSequentialIsNotLocal: each queue is sequentially consistent, both are not.
func TestSequentialIsNotLocal(t *testing.T) {
	h := twoQueues()
	r := CheckSequential(context.Background(), h, true, Options{})
	if r.Verdict != NotLinearizable || len(r.Witness) != 6 {
		t.Fatalf("%s with %v", r.Verdict, r.Witness)
	}
	if err := h.RefuteSequential(r.Witness); err != nil {
		t.Error(err)
	}
	if err := h.RefuteSequential(r.Witness[1:]); err == nil {
		t.Error("a witness without an operation that others depend on is taken")
	}
	for key := range int32(2) {
		one := &History{Object: Queue, Values: h.Values, Keys: h.Keys}
		for _, o := range h.Ops {
			if o.Key == key {
				one.Ops = append(one.Ops, o)
			}
		}
		if r := CheckSequential(context.Background(), one, true, Options{}); r.Verdict != Linearizable {
			t.Errorf("queue %d alone is %s", key, r.Verdict)
		}
	}
}

// TestSequentialBudgets: what a budget cuts off is undecided, with the key.
func TestSequentialBudgets(t *testing.T) {
	h := &History{Object: Counter, Keys: []history.Value{history.StringValue("hits")}, Values: []history.Value{{}, history.IntValue(1), history.IntValue(-1)}}
	for n := range int32(400) {
		h.Ops = append(h.Ops, Op{Process: n % 20, Func: history.Add, A: 1 + n%2, Invoke: 1, Return: 2})
	}
	h.Ops = append(h.Ops, Op{Process: 99, Func: history.Get, Answer: history.One, Result: []int32{0}, Invoke: 3, Return: 4},
		Op{Process: 99, Func: history.Get, Answer: history.One, Result: []int32{int32(len(h.Values))}, Invoke: 5, Return: 6})
	h.Values = append(h.Values, history.IntValue(1000))
	for want, opt := range map[string]Options{"the steps ran out": {MaxSteps: 1000}, "the memory ran out": {MaxMemory: 1 << 16}} {
		if r := CheckSequential(context.Background(), h, false, opt); r.Verdict != Undecided || !strings.Contains(r.Reason, want) || !strings.Contains(r.Reason, "hits") {
			t.Errorf("%s: %q, want %q", r.Verdict, r.Reason, want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r := CheckSequential(ctx, h, false, Options{}); r.Verdict != Undecided {
		t.Error(r.Verdict)
	}
}

// TestSequentialLarge: 20,000 operations on queues are decided by their linearization.
func TestSequentialLarge(t *testing.T) {
	h := &History{Object: Queue, Keys: []history.Value{history.IntValue(0), history.IntValue(1)}, Values: make([]history.Value, 1, 10_001)}
	for n := range int32(10_000) {
		h.Values = append(h.Values, history.IntValue(int64(n)))
		h.Ops = append(h.Ops,
			Op{Process: n % 5, Key: n % 2, Func: history.Enqueue, A: n + 1, Invoke: int64(4 * n), Return: int64(4*n + 1)},
			Op{Process: n % 5, Key: n % 2, Func: history.Dequeue, Answer: history.One, Result: []int32{n + 1}, Invoke: int64(4*n + 2), Return: int64(4*n + 3)})
	}
	r := CheckSequential(context.Background(), h, true, Options{})
	if r.Verdict != Linearizable || r.Engine != "linearization" {
		t.Fatal(r.Verdict, r.Engine)
	}
	if err := h.ReplaySequential(r.Order); err != nil {
		t.Error(err)
	}
	r.Order[0], r.Order[9] = r.Order[9], r.Order[0]
	if h.ReplaySequential(r.Order) == nil || h.ReplaySequential(r.Order[1:]) == nil {
		t.Error("a wrong order is taken")
	}
}
