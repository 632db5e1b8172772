package linear

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// register is a model whose operations can be compared: 0 reads, else what is written.
var register = porcupine.Model{
	Init: func() any { return 0 },
	Step: func(state, input, output any) (bool, any) {
		if input == 0 {
			return state == output, state
		}
		return true, input
	},
}

// crashed are many writes of 1 and 2 to a register, of unknown outcome, some reads of
// these, and one of a value that nobody wrote. To porcupine every set of the writes is
// another place; as configurations they are two numbers.
func crashed(writes int) []porcupine.Operation {
	var ops []porcupine.Operation
	at := int64(0)
	for n := range writes {
		ops = append(ops, porcupine.Operation{ClientId: n, Input: 1 + n%2, Call: at, Return: Never})
		at++
	}
	for _, value := range []int{1, 2, 1, 2, 3} {
		ops = append(ops, porcupine.Operation{ClientId: writes, Input: 0, Output: value, Call: at, Return: at + 1})
		at += 2
	}
	return ops
}

// TestSide: what porcupine would take ages for, configurations at its side decide, with
// or without memory for porcupine to begin with.
func TestSide(t *testing.T) {
	for what, opt := range map[string]Options{"side by side": {VerdictOnly: true}, "alone": {MaxMemory: 1 << 20, VerdictOnly: true}} {
		r, err := CheckModel(context.Background(), register, crashed(24), opt)
		if err != nil {
			t.Fatal(err)
		}
		if p := &r.Parts[0]; p.Verdict != NotLinearizable || p.Engine != "configurations" {
			t.Errorf("%s: %s by %s (%s)", what, p.Verdict, p.Engine, p.Reason)
		}
	}
}

// TestHostBudgets: steps, memory and time end both, and the same budget in the same place.
func TestHostBudgets(t *testing.T) {
	h := subsets(26)
	for _, c := range []struct {
		limit time.Duration
		opt   Options
		want  string
	}{
		{time.Minute, Options{MaxSteps: 100}, "the steps ran out"},
		{time.Minute, Options{MaxSteps: 100_000}, "the steps ran out"},
		{time.Minute, Options{MaxMemory: 4 << 20}, "the memory ran out"},
		{100 * time.Millisecond, Options{}, "cut off"},
	} {
		for _, verdictOnly := range []bool{true, false} {
			c.opt.VerdictOnly = verdictOnly
			ctx, cancel := context.WithTimeout(context.Background(), c.limit)
			defer cancel()
			r, err := CheckModel(ctx, unsplit(peerModel(h)), peerOperations(h), c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if p := &r.Parts[0]; p.Verdict != Undecided || !strings.Contains(p.Reason, c.want) {
				t.Errorf("%+v: %s (%s), want %q", c.opt, p.Verdict, p.Reason, c.want)
			}
		}
	}
}
