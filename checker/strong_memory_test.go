package checker

import (
	"strconv"
	"strings"
	"testing"

	"visar/history"
)

// TestMemoryOfTheProblem meets the bound in each stage that builds something, and
// sees that it is not met where there is enough.
func TestMemoryOfTheProblem(t *testing.T) {
	blind := listedBySession(t, registers("parallel-snapshot-isolation", 2000))
	for _, c := range []struct {
		name   string
		h      *history.History
		model  string
		memory int64
		why    string
	}{
		{"edges", rewriters(t, 2000), "ss-ser", 8 << 20, "dependencies between transactions"},
		{"clocks", blind, "ss-psi", 400 << 10, "dependencies that are known or forced"},
		{"pairs", blind, "ss-psi", 1100 << 10, "pairs of writers"},
		{"enough", blind, "ss-psi", 64 << 20, ""},
	} {
		v := judged(t, c.h, c.model, Options{MaxMemory: c.memory})
		if c.why == "" && v.Outcome != Consistent || c.why != "" && (v.Outcome != Undecided || !strings.Contains(v.Reason, c.why)) {
			t.Errorf("%s: %s by %s, reason %q, expected one about %q", c.name, v.Outcome, v.Engine, v.Reason, c.why)
		}
	}
}

// rewriters returns transactions that all read one version and overwrite it: with
// them, edges known from the start are as many as their pairs.
func rewriters(t *testing.T, count int) *history.History {
	t.Helper()
	to := history.NewBuilder(history.Value{})
	x := to.Key(history.IntValue(1))
	begin(to, "0")
	to.Write(x, to.Value(history.IntValue(0)))
	for i := 1; i <= count; i++ {
		begin(to, strconv.Itoa(i))
		to.Read(x, to.Value(history.IntValue(0)))
		to.Write(x, to.Value(history.IntValue(int64(i))))
	}
	h, err := to.History()
	if err != nil {
		t.Fatal(err)
	}
	return h
}
