package checker

import (
	"math/rand/v2"
	"slices"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history/generate"
)

// TestChainReplaysAcquitWhatObeys compares replays of chains with all executions of small
// histories: where all versions are in chains, a replay finds an execution if there is
// one. Only laws of time on arbitration alone ask for less than it keeps to.
func TestChainReplaysAcquitWhatObeys(t *testing.T) {
	rng := rand.New(rand.NewPCG(51, 52))
	found, refused := 0, 0
	for range 12000 {
		h := oracle.Random(rng, oracle.Config{Txns: 2 + rng.IntN(4), Ops: 1 + rng.IntN(3), Keys: 1 + rng.IntN(3),
			Sessions: rng.IntN(2) == 0, Times: rng.IntN(2) == 0, Aborted: rng.IntN(3) == 0, Unknown: rng.IntN(3) == 0, Lists: rng.IntN(2) == 0})
		admitted := oracle.Admitted(h, oracle.Versioned)
		for _, m := range axioms.Models {
			j := jobUnder(t, h, m.Name)
			if m.SingleObject || !j.has(axioms.EXT) || !j.has(axioms.TOTALVIS) && !j.has(axioms.PREFIX|axioms.NOCONFLICT) || len(j.r.Breaches) > 0 {
				continue
			}
			e := j.chainExecution()
			exact := j.has(axioms.REALTIME) || j.set&(axioms.ARREALTIME|axioms.ARREALTIMEKEY|axioms.ARREALTIMEUPDATE) == 0
			switch {
			case e != nil && !admitted.Has(m.Name):
				t.Fatalf("a replay of chains acquits %s\n%s", m.Name, h)
			case e != nil:
				found++
				if b := e.Validate(m.Axioms); b != nil {
					t.Fatalf("%s: %s\n%s", m.Name, b.Message, h)
				}
			case exact && (j.has(axioms.TOTALVIS) || !j.severalTails()) && (&chainReplay{job: j}).findChains():
				refused++
				if admitted.Has(m.Name) {
					t.Fatalf("a replay of chains misses %s\n%s", m.Name, h)
				}
			}
		}
	}
	t.Logf("%d found, %d refused", found, refused)
	if found < 1000 || refused < 1000 {
		t.Errorf("only %d were found and %d refused", found, refused)
	}
}

// TestChainReplaysOrderAsPolygraphs: at any moment both run, of those that may, the one that
// ended first, one by looking at what each waits for, the other by counting edges.
func TestChainReplaysOrderAsPolygraphs(t *testing.T) {
	for seed := range uint64(4) {
		for _, cfg := range []generate.Config{
			{Model: "strict-serializable", Ops: 4, Keys: 20, ReadShare: 0.5},
			{Model: "serializable", Ops: 6, Keys: 100, ReadShare: 0.2, Distribution: "zipf"},
			{Model: "snapshot-isolation", Ops: 4, Keys: 20, ReadShare: 0.5},
			{Model: "strict-serializable", Ops: 4, Keys: 10, ReadShare: 0.5, Workload: "list-append"},
		} {
			cfg.Seed, cfg.Sessions, cfg.Txns, cfg.Times = seed, 10, 2000, true
			h := generated(t, cfg)
			for _, name := range []string{"strict-serializable", "ss-ser", "serializable", "strong-snapshot-isolation", "ss-si", "snapshot-isolation"} {
				j := jobUnder(t, h, name)
				e := j.chainExecution()
				s := newSaturation(j)
				ports := s.ranked()
				if len(ports) < int(s.total) {
					ports = nil
				}
				switch {
				case !j.has(axioms.TOTALVIS) && j.severalTails():
					if e != nil {
						t.Errorf("%s of a %s store has an order of open tails", name, cfg.Model)
					}
				case (e == nil) != (ports == nil):
					t.Errorf("%s of a %s store: %d ports in order, and an execution %v", name, cfg.Model, len(ports), e != nil)
				case e != nil:
					if want := s.execution(ports); !slices.Equal(e.Order, want.Order) || !slices.Equal(e.VIS.Prefix, want.VIS.Prefix) {
						t.Errorf("%s of a %s store: another order than by the polygraph", name, cfg.Model)
					}
				}
			}
		}
	}
}
