package linear

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// leastTime is the least processor time of some runs, which hardly depends on what else
// the machine does.
func leastTime(t *testing.T, runs int, f func()) time.Duration {
	t.Helper()
	least := time.Duration(1 << 62)
	for range runs {
		least = min(least, processorTime(t, f))
	}
	return least / slowdown
}

// TestLogsAreDecidedSoon wants the verdicts on porcupine's logs within a tenth of what
// porcupine takes.
func TestLogsAreDecidedSoon(t *testing.T) {
	dir := testData(t)
	var logs []*History
	for n := range 103 {
		logs = append(logs, readLog(t, filepath.Join(dir, "jepsen", fmt.Sprintf("etcd_%03d.log", n))))
	}
	spent := leastTime(t, 5, func() {
		for _, h := range logs {
			verdict(h)
		}
	})
	if spent > 50*time.Millisecond {
		t.Errorf("the logs took %v, want 50ms at most", spent)
	}
}

// TestUniqueIsDecidedSoon wants a long register of different values, which is
// exponential for searches, in half a second.
func TestUniqueIsDecidedSoon(t *testing.T) {
	h := simulated(5, 100_000, 0)
	spent := leastTime(t, 2, func() {
		if r := Check(context.Background(), h, Options{}); r.Verdict != Linearizable {
			t.Error(r.Verdict)
		}
	})
	if spent > 500*time.Millisecond {
		t.Errorf("100,000 operations took %v, want half a second at most", spent)
	}
}
