package checker_test

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"visar/checker"
	"visar/checker/linear"
	"visar/history"
)

// crashCall is a call of a simulated object: it takes effect at one moment, and is
// acknowledged if its end is positive.
type crashCall struct {
	start, at, end int
	fn             history.Func
	args           []history.Value
	answer         string // in the notation; "" for none
	pure           bool   // it changed nothing
	apply          func(state []string) []string
}

// crashRun simulates an object that loses some of what was done before each crash.
type crashRun struct {
	rng     *rand.Rand
	object  linear.Object
	calls   []*crashCall
	crashes []int
	done    []*crashCall
}

func value(n int) history.Value { return history.IntValue(int64(n)) }

// newCrashRun makes calls at random times, with one or two crashes between them.
func newCrashRun(rng *rand.Rand, object linear.Object) *crashRun {
	r := &crashRun{rng: rng, object: object}
	n := 4 + rng.IntN(5)
	for range n {
		start := 10 * rng.IntN(12)
		c := &crashCall{start: start, at: start + 1 + rng.IntN(15)}
		c.end = c.at + 1 + rng.IntN(10)
		if rng.IntN(6) == 0 {
			c.end = -1
		}
		r.calls = append(r.calls, c)
	}
	r.crashes = []int{45 + 10*rng.IntN(4)}
	if rng.IntN(3) == 0 {
		r.crashes = append(r.crashes, r.crashes[0]+20)
	}
	return r
}

// state is what the calls that are not lost have left.
func (r *crashRun) state() []string {
	var s []string
	for _, c := range r.done {
		s = c.apply(s)
	}
	return s
}

// run lets the calls take effect in order.
func (r *crashRun) run() {
	order := slices.Clone(r.calls)
	sort.SliceStable(order, func(a, b int) bool { return order[a].at < order[b].at })
	crashes := r.crashes
	for i, c := range order {
		for len(crashes) > 0 && crashes[0] < c.at {
			r.crash()
			crashes = crashes[1:]
		}
		r.call(c, i+1)
		if !c.pure && (c.end > 0 || r.rng.IntN(2) == 0) {
			r.done = append(r.done, c)
		}
	}
}

// crash loses each of what was done with an even chance, or nothing.
func (r *crashRun) crash() {
	if r.rng.IntN(4) > 0 {
		r.done = slices.DeleteFunc(r.done, func(*crashCall) bool { return r.rng.IntN(2) == 0 })
	}
}

// call chooses what c does, as the n-th call, and what it answers.
func (r *crashRun) call(c *crashCall, n int) {
	kind := r.rng.IntN(5)
	if c.start > r.crashes[0] && r.rng.IntN(3) > 0 {
		kind = 3 + r.rng.IntN(2) // to look what is there
	}
	one := value(n)
	if r.rng.IntN(5) == 0 {
		one = value(1 + r.rng.IntN(3)) // perhaps once more
	}
	switch r.object {
	case linear.Queue, linear.Stack:
		r.bagCall(c, kind, one)
	case linear.Set:
		r.setCall(c, kind, one)
	case linear.Counter:
		r.counterCall(c, kind)
	default:
		r.textCall(c, kind, r.text(n))
	}
}

// text is what the n-th call writes: a letter of its own, or two that are there already,
// side by side.
func (r *crashRun) text(n int) string {
	held := strings.Join(r.state(), "")
	if len(held) < 2 || r.rng.IntN(2) == 0 {
		return "abcdefghijkl"[n : n+1]
	}
	i := r.rng.IntN(len(held) - 1)
	return held[i : i+2]
}

func (r *crashRun) bagCall(c *crashCall, kind int, one history.Value) {
	state := r.state()
	put, takes, last := history.Enqueue, history.Dequeue, 0
	if r.object == linear.Stack {
		put, takes, last = history.Push, history.Pop, max(0, len(state)-1)
	}
	switch {
	case kind < 2:
		c.fn, c.args = put, []history.Value{one}
		c.apply = func(s []string) []string { return append(s, one.String()) }
		return
	case kind == 4 && r.object == linear.Queue:
		c.fn, c.answer = history.Drain, list(state)
		c.apply = func([]string) []string { return nil }
		return
	}
	c.fn, c.answer = takes, "_"
	if len(state) > 0 {
		c.answer = state[last]
	}
	c.apply = func(s []string) []string {
		if i := slices.Index(s, c.answer); i >= 0 {
			return slices.Delete(slices.Clone(s), i, i+1)
		}
		return s
	}
}

func (r *crashRun) setCall(c *crashCall, kind int, one history.Value) {
	name, state := one.String(), r.state()
	has := slices.Contains(state, name)
	c.args = []history.Value{one}
	switch kind {
	case 0, 1:
		c.fn = history.Add
		c.apply = func(s []string) []string { return append(without(s, name), name) }
	case 2:
		c.fn, c.answer, c.pure = history.Contains, fmt.Sprint(has), true
	case 3:
		c.fn, c.pure = history.Remove, !has
		c.apply = func(s []string) []string { return without(s, name) }
		if !has {
			c.answer = "false"
		}
	default:
		c.fn, c.args, c.answer, c.pure = history.Get, nil, list(state), true
	}
}

func (r *crashRun) counterCall(c *crashCall, kind int) {
	now, amount := total(r.state()), 1+r.rng.IntN(3)
	if r.rng.IntN(4) == 0 {
		amount = -amount
	}
	if kind >= 3 {
		c.fn, c.answer, c.pure = history.Get, fmt.Sprint(now), true
		return
	}
	c.fn, c.args = history.Add, []history.Value{value(amount)}
	c.apply = func(s []string) []string { return append(s, fmt.Sprint(amount)) }
	if kind == 2 && r.rng.IntN(2) == 0 {
		c.answer = fmt.Sprint(now + amount)
	}
}

// textCall is one on a register, too, where nothing is put at the end of a text.
func (r *crashRun) textCall(c *crashCall, kind int, text string) {
	held := strings.Join(r.state(), "")
	become := func(s ...string) func([]string) []string { return func([]string) []string { return s } }
	switch {
	case kind < 2 && r.object == linear.Text && r.rng.IntN(4) > 0:
		c.fn, c.args = history.Extend, []history.Value{history.StringValue(text)}
		c.apply = func(s []string) []string { return append(s, text) }
	case kind < 2:
		c.fn, c.args, c.apply = history.Put, []history.Value{history.StringValue(text)}, become(text)
	case kind == 2 && r.rng.IntN(2) == 0:
		c.fn, c.apply = history.Delete, become()
	case kind == 2 && held != "":
		c.fn, c.args, c.apply = history.CAS, []history.Value{history.StringValue(held), history.StringValue(text)}, become(text)
	case held == "":
		c.fn, c.answer, c.pure = history.Get, "_", true
	default:
		c.fn, c.answer, c.pure = history.Get, fmt.Sprintf("%q", held), true
	}
}

func list(s []string) string { return "[" + strings.Join(s, " ") + "]" }

func without(s []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(s), func(x string) bool { return x == name })
}

func total(s []string) int {
	sum := 0
	for _, x := range s {
		n := 0
		fmt.Sscan(x, &n)
		sum += n
	}
	return sum
}

// history writes the run in the notation, without the calls of the mask, and reads that.
func (r *crashRun) history(t *testing.T, without uint) *history.History {
	t.Helper()
	var b strings.Builder
	for i, c := range r.calls {
		happened := without>>i&1 == 0
		answered := c.end > 0 && happened
		fmt.Fprintf(&b, "T%d[s%d] @%d-", i, i, c.start)
		switch {
		case c.end < 0 && happened:
			b.WriteString(" unknown")
		case c.end < 0:
			b.WriteString(" aborted")
		case answered:
			fmt.Fprint(&b, c.end)
		default:
			fmt.Fprintf(&b, "%d aborted", c.end)
		}
		fmt.Fprintf(&b, ": %s(k", c.fn)
		for _, v := range c.args {
			fmt.Fprint(&b, ",", v)
		}
		if answered && c.answer != "" {
			fmt.Fprint(&b, ",", c.answer)
		}
		b.WriteString(")\n")
	}
	h, err := history.Parse(b.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return h
}

func (r *crashRun) linearizable(t *testing.T, h *history.History) bool {
	t.Helper()
	ops, err := linear.From(h, &r.object)
	if err != nil {
		t.Fatalf("%v\n%s", err, h)
	}
	return linear.Check(context.Background(), ops, linear.Options{VerdictOnly: true}).Verdict == linear.Linearizable
}

// TestLossesAgainstEveryLoss tries, for small runs of each kind of object, every choice
// of what the crashes may have taken of what had been acknowledged: in each that explains
// the rest, what is called lost is lost, no fewer are than are said, and what is called a
// survivor is there; without a write that is said to have been read, nothing explains what
// its reader read. Without need for any nothing is lost.
func TestLossesAgainstEveryLoss(t *testing.T) {
	for _, object := range []linear.Object{linear.Register, linear.Text, linear.Counter, linear.Set, linear.Queue, linear.Stack} {
		rng := rand.New(rand.NewPCG(3, uint64(object)))
		needed, told, runs := 0, 0, 1200
		if object == linear.Text {
			runs = 3000 // few have a text that others can be taken for
		}
		for range runs {
			r := newCrashRun(rng, object)
			r.run()
			least, all, some, ok := r.explain(t, 0)
			h := r.history(t, 0)
			if !ok {
				continue
			}
			named, survived, count := uint(0), uint(0), 0
			losses := checker.Losses(h, int64s(r.crashes))
			for _, l := range losses {
				for _, txn := range l.Acknowledged {
					named |= 1 << txn
				}
				count += len(l.Acknowledged) + l.Unnamed
				if s := l.Shown; s.Writer >= 0 && s.Reader >= 0 {
					if _, all, _, _ := r.explain(t, 1<<s.Writer); all>>s.Reader&1 == 0 {
						t.Fatalf("%s: what the shown reader read another may have written\n%scrashes at %v, %s", object, h, r.crashes, lossesText(h, losses))
					}
				}
				if l.Torn != nil {
					survived |= 1 << l.Torn.Survivor
				}
			}
			if named&^all != 0 || survived&some != 0 || count > least || len(losses) > 0 && r.linearizable(t, h) {
				t.Fatalf("%s: %d losses are told, and these: %b, but not %b; %d explain it, each explanation has %b, some have %b\n%scrashes at %v, %s",
					object, count, named, survived, least, all, some, h, r.crashes, lossesText(h, losses))
			}
			if least > 0 {
				needed++
			}
			if count > 0 {
				told++
			}
		}
		t.Logf("%s: %d runs have lost something for certain, of %d it is told", object, needed, told)
		if told < 50 || told < needed/2 {
			t.Errorf("%s: of %d runs that lost something %d are told", object, needed, told)
		}
	}
}

func int64s(list []int) []int64 {
	var all []int64
	for _, n := range list {
		all = append(all, int64(n))
	}
	return all
}

// explain returns how many changes a crash took at the least, what it took in every
// case, and what in some, or false if it cannot have been one crash, where calls of the
// mask gone never were. Of runs with two
// crashes it is asked only whether they need any loss: those that do are passed over.
func (r *crashRun) explain(t *testing.T, gone uint) (least int, all, some uint, ok bool) {
	acknowledged, changes := uint(0), uint(0)
	for i, c := range r.calls {
		if c.end > 0 && c.end < r.crashes[len(r.crashes)-1] {
			acknowledged |= 1 << i
		}
		if !c.pure {
			changes |= 1 << i
		}
	}
	all = ^uint(0)
	if len(r.crashes) > 1 {
		acknowledged = 0 // what the second one took may be what shows a loss by the first
	}
	for lost := acknowledged; ; lost = (lost - 1) & acknowledged {
		if r.linearizable(t, r.history(t, lost|gone)) {
			n := bits.OnesCount(lost & changes)
			if !ok || n < least {
				least = n
			}
			all, some, ok = all&lost, some|lost, true
		}
		if lost == 0 {
			return least, all, some, ok
		}
	}
}
