package axioms

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestOneStepAgreesWithBlocks compares the sources of reads found directly with
// those found by generating visibility, where both ways are open.
func TestOneStepAgreesWithBlocks(t *testing.T) {
	defer func(ops int32) { maxScannedOps = ops }(maxScannedOps)
	rules := map[Set]int{}
	compared, seen := 0, 0
	for run := range 4000 {
		maxScannedOps = int32(run % 2 * 16)
		rng := rand.New(rand.NewPCG(17, uint64(run)))
		d := newDraft(rng, 2+rng.IntN(12), 1+rng.IntN(4), 1+rng.IntN(3), rng.IntN(2) == 0)
		e := d.execute(d.build(), true)
		if e.VIS.Edges == nil {
			continue
		}
		e.VIS.Edges.Closed, e.VIS.Edges.Conflicts = false, false
		e.VIS.Edges.Guarantees &= RYW | MR
		v, b := open(e)
		if b != nil || !v.isOneStep() {
			continue
		}
		direct, blocks := v.newSourceFinder(), v.newSourceFinder()
		direct.findInOneStep()
		blocks.findInBlocks()
		if !slices.Equal(direct.found, blocks.found) {
			t.Fatalf("run %d: directly %v, in blocks %v\n%s\norder %v\nedges %+v", run, direct.found, blocks.found, e.History, e.Order, e.VIS.Edges)
		}
		compared++
		for _, j := range direct.found {
			if j >= 0 {
				seen++
			}
		}
		rules[e.VIS.Edges.Guarantees]++
		if e.VIS.Edges.RealTime {
			rules[REALTIME]++
		}
		if e.VIS.Edges.Sessions {
			rules[SESSION]++
		}
	}
	t.Logf("%d executions, %d reads with a visible version, by rule %v", compared, seen, rules)
	for _, s := range []Set{0, RYW, MR, RYW | MR, REALTIME, SESSION} {
		if rules[s] < 20 {
			t.Errorf("only %d executions have the rule %s", rules[s], s)
		}
	}
}
