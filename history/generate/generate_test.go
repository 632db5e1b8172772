package generate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/generate"
)

// strongSession returns the name of the model that a store with sessions obeys.
func strongSession(model string) string {
	if model == "strict-serializable" {
		return model
	}
	return "strong-session-" + model
}

// modelOf returns the model that a store with sessions obeys.
func modelOf(t *testing.T, model string) *axioms.Model {
	t.Helper()
	m, err := axioms.ModelByName(strongSession(model))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// oracleLists returns what a read of a list means.
func oracleLists(cfg generate.Config) oracle.Lists {
	if cfg.Lists == "log" {
		return oracle.Log
	}
	return oracle.Versioned
}

// varied returns a small configuration that differs with the seed in every
// respect.
func varied(model string, seed uint64) generate.Config {
	rng := rand.New(rand.NewPCG(seed, 1))
	return generate.Config{
		Seed: seed, Model: model, Sessions: rng.IntN(4), Txns: 2 + rng.IntN(5), Ops: 1 + rng.IntN(4), Keys: 1 + rng.IntN(3),
		Distribution: []string{"uniform", "zipf", "hotspot"}[rng.IntN(3)],
		ReadShare:    0.3 + 0.4*rng.Float64(), BlindShare: float64(rng.IntN(3)) / 2, ReadOnly: float64(rng.IntN(2)) / 3,
		Workload:  []string{"rw-register", "list-append"}[rng.IntN(2)],
		Lists:     []string{"versioned", "log"}[rng.IntN(2)],
		MaxWrites: rng.IntN(5), GlobalValues: rng.IntN(2) == 0, Lag: rng.IntN(5),
		Abort: float64(rng.IntN(2)) / 5, Unknown: float64(rng.IntN(2)) / 5,
		Times: model == "strict-serializable" || rng.IntN(2) == 0, Execution: true,
	}
}

func generated(t *testing.T, cfg generate.Config) *history.History {
	t.Helper()
	h, err := generate.Generate(cfg)
	if err != nil {
		t.Fatalf("%+v: %v", cfg, err)
	}
	if p := h.Problems(); len(p) > 0 {
		t.Fatalf("%+v: %v", cfg, p[0])
	}
	return h
}

// What the exhaustive oracle says of small histories: all obey the model, and
// not all obey any stronger one that this package knows.
func TestSmallHistoriesObeyTheModel(t *testing.T) {
	for _, model := range generate.Models() {
		t.Run(model, func(t *testing.T) {
			t.Parallel()
			weaker := map[string]int{}
			for seed := range uint64(2000) {
				cfg := varied(model, seed)
				h := generated(t, cfg)
				admitted := oracle.Admitted(h, oracleLists(cfg))
				if !admitted.Has(strongSession(model)) {
					t.Fatalf("%+v breaks the model:\n%s", cfg, h)
				}
				for _, other := range generate.Models() {
					if !admitted.Has(strongSession(other)) {
						weaker[other]++
					}
				}
			}
			this := modelOf(t, model)
			for _, other := range generate.Models() {
				implied := this.Implies(modelOf(t, other))
				if broken := weaker[other] > 0; broken == implied {
					t.Errorf("%d histories break %s, which it implies: %v", weaker[other], other, implied)
				}
			}
		})
	}
}

func TestTheRecordedExecutionIsOne(t *testing.T) {
	for _, model := range generate.Models() {
		set := modelOf(t, model).Axioms
		for seed := range uint64(300) {
			cfg := varied(model, seed)
			if seed%10 == 0 {
				cfg.Txns, cfg.Sessions, cfg.Keys = 300, 12, 20
			}
			e, err := axioms.RecordedExecution(generated(t, cfg))
			if err != nil {
				t.Fatalf("%+v: %v", cfg, err)
			}
			if cfg.Lists == "log" {
				e.Lists = axioms.Log
			}
			if b := e.Validate(set); b != nil {
				t.Fatalf("%+v: %s", cfg, b.Message)
			}
		}
	}
}

func TestTheSameConfigMakesTheSameHistory(t *testing.T) {
	for _, model := range generate.Models() {
		cfg := generate.Config{Seed: 7, Model: model, Sessions: 5, Txns: 200, Ops: 4, Keys: 10, ReadShare: 0.5,
			Abort: 0.1, Unknown: 0.1, Times: true, Execution: true, Inject: []string{"write-skew", "lost-update"}}
		once, again := generated(t, cfg), generated(t, cfg)
		if once.String() != again.String() {
			t.Errorf("%s: two histories of one seed differ", model)
		}
		cfg.Seed++
		if generated(t, cfg).String() == once.String() {
			t.Errorf("%s: two seeds make one history", model)
		}
	}
}

func TestWhatCannotBeMade(t *testing.T) {
	for _, test := range []struct {
		change func(*generate.Config)
		want   string
	}{
		{func(c *generate.Config) { c.Model = "acid" }, `unknown model "acid": expected strict-serializable, `},
		{func(c *generate.Config) { c.Keys = 0 }, "0 keys: expected 1 to "},
		{func(c *generate.Config) { c.Abort, c.Unknown = 0.6, 0.6 }, "a share of 1.2 of aborted and unknown outcomes: expected 0 to 1"},
		{func(c *generate.Config) { c.Exponent = -1 }, "an exponent of -1: expected one above 0"},
		{func(c *generate.Config) { c.Inject = []string{"bug"} }, `unknown anomaly "bug": expected aborted-read, `},
		{func(c *generate.Config) { c.Inject = []string{"stale-read"} }, "anomaly stale-read needs times"},
		{func(c *generate.Config) { c.Model, c.Txns, c.Execution = "causal", 5001, true }, "the execution of 5001 transactions at causal: expected at most 5000"},
	} {
		cfg := generate.Config{Model: "serializable", Txns: 10, Ops: 2, Keys: 3}
		test.change(&cfg)
		if _, err := generate.Generate(cfg); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%+v: error %v, want %s…", cfg, err, test.want)
		}
	}
}

// At a larger size the shares are as asked for, within four standard deviations,
// and no key is written much more often than it may be.
func TestShares(t *testing.T) {
	const txns, ops, most = 20_000, 5, 10
	h := generated(t, generate.Config{Model: "snapshot-isolation", Sessions: 9, Txns: txns, Ops: ops, Keys: 30,
		ReadShare: 0.6, BlindShare: 1, ReadOnly: 0.25, Abort: 0.1, Unknown: 0.2, MaxWrites: most})
	reads := 0
	writes := make([]int, h.Keys())
	readOnly := 0
	for txn := range int32(h.Len()) {
		lo, hi := h.Ops(txn)
		if hi-lo != ops {
			t.Fatalf("%d operations, want %d", hi-lo, ops)
		}
		before := reads
		for i := lo; i < hi; i++ {
			if h.OpKind(i) == history.Read {
				reads++
			} else {
				writes[h.OpKey(i)]++
			}
		}
		if reads-before == ops {
			readOnly++
		}
	}
	for k, n := range writes {
		if n > most+ops {
			t.Errorf("%d writes of key %s, want about %d", n, h.Key(int32(k)), most)
		}
	}
	byChance := math.Pow(0.6, ops)
	for _, share := range []struct {
		of      string
		got     int
		want, n float64
	}{
		{"aborted", h.Count(history.Aborted), 0.1, txns},
		{"unknown", h.Count(history.Unknown), 0.2, txns},
		{"only reads", readOnly, 0.25 + 0.75*byChance, txns},
		{"reads", reads, 0.25 + 0.75*0.6, txns * ops / 5}, // those of a transaction go together
	} {
		n := share.n
		if share.of == "reads" {
			share.got /= ops
		}
		if got, off := float64(share.got)/n, 4*math.Sqrt(share.want*(1-share.want)/n); math.Abs(got-share.want) > off {
			t.Errorf("a share of %.4f %s, want %.4f", got, share.of, share.want)
		}
	}
}

// A clock that is ahead by many commits makes a strict store look as if it were
// not; sessions keep their order.
func TestClockSkew(t *testing.T) {
	cfg := contended("strict-serializable", 0)
	cfg.ClockSkew = 100 * generate.CommitInterval
	found := outcomes(t, cfg)
	if found["strict-serializable"] != checker.Violated || found["serializable"] != checker.Consistent {
		t.Errorf("with clocks ahead: %v", found)
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, model := range generate.Models() {
		for _, workload := range []string{"rw-register", "list-append"} {
			b.Run(fmt.Sprintf("%s/%s", model, workload), func(b *testing.B) {
				const txns = 100_000
				cfg := generate.Config{Model: model, Workload: workload, Sessions: 50, Txns: txns, Ops: 8, Keys: 10_000,
					Distribution: "zipf", ReadShare: 0.5, BlindShare: 0.5}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := generate.Generate(cfg); err != nil {
						b.Fatal(err)
					}
					cfg.Seed++
				}
				b.ReportMetric(txns*float64(b.N)/b.Elapsed().Seconds(), "txns/s")
			})
		}
	}
}
