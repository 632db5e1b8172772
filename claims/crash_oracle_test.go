package claims_test

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"testing"

	"visar/checker"
	"visar/claims"
	"visar/history"
)

// oracleTxn is a transaction of the oracle. Its end is open if that is negative: its
// outcome is unknown.
type oracleTxn struct {
	session    string
	start, end int
	ops        []oracleOp
}

type oracleOp struct {
	write      bool
	key, value int
}

// oracleHistory is a small history with its crashes.
type oracleHistory struct {
	txns    []oracleTxn
	crashes []int
}

// random makes a history of registers in which every value is written once. Reads
// return the initial value, or anything that is written to the key.
func random(rng *rand.Rand, maxOps int) oracleHistory {
	n := 3 + rng.IntN(4)
	moments := rng.Perm(2*n + 2)
	h := oracleHistory{}
	written := [2][]int{{0}, {0}}
	ends := map[string]int{}
	for i := range n {
		a, b := moments[2*i], moments[2*i+1]
		t := oracleTxn{session: "abc"[rng.IntN(3):][:1], start: min(a, b), end: max(a, b)}
		if end, busy := ends[t.session]; busy && t.start < end {
			t.session = fmt.Sprint("own", i) // sessions are sequential
		}
		if ends[t.session] = max(ends[t.session], t.end); rng.IntN(4) == 0 {
			t.end = -1
		}
		for range 1 + rng.IntN(maxOps) {
			op := oracleOp{write: rng.IntN(2) == 0, key: rng.IntN(2)}
			if op.write {
				op.value = 10*(i+1) + len(t.ops)
				written[op.key] = append(written[op.key], op.value)
			}
			t.ops = append(t.ops, op)
		}
		h.txns = append(h.txns, t)
	}
	for _, t := range h.txns {
		for i := range t.ops {
			if op := &t.ops[i]; !op.write {
				op.value = written[op.key][rng.IntN(len(written[op.key]))]
			}
		}
	}
	h.crashes = append(h.crashes, min(moments[2*n], moments[2*n+1]))
	if rng.IntN(2) == 0 {
		h.crashes = append(h.crashes, max(moments[2*n], moments[2*n+1]))
	}
	return h
}

func (h *oracleHistory) build(t *testing.T) *history.History {
	b := history.NewBuilder(history.Value{})
	for _, x := range h.txns {
		info := history.TxnInfo{Session: x.session, Start: int64(x.start), End: int64(x.end), Clock: history.NoTime}
		if x.end < 0 {
			info.Status, info.End = history.Unknown, history.NoTime
		}
		b.Begin(info)
		for _, op := range x.ops {
			value := history.Initial
			if op.value > 0 {
				value = b.Value(history.IntValue(int64(op.value)))
			}
			if k := b.Key(history.IntValue(int64(op.key))); op.write {
				b.Write(k, value)
			} else {
				b.Read(k, value)
			}
		}
	}
	built, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// ordered reports whether the transactions of must, and any of may, have an order in
// which reads return what was written last and what ended before another started is
// before it. Reads of may are no evidence.
func (h *oracleHistory) ordered(must, may uint, end func(t int) int) bool {
	var place func(left, used uint, state [2]int) bool
	place = func(left, used uint, state [2]int) bool {
		if left&must == 0 {
			return true
		}
		for rest := left; rest != 0; rest &= rest - 1 {
			t := bits.TrailingZeros(rest)
			if h.mayBeNext(t, left, end) {
				if next, ok := h.run(t, state, must>>t&1 == 1); ok && place(left&^(1<<t), used|1<<t, next) {
					return true
				}
			}
		}
		return false
	}
	// Those of unknown outcome that do not take effect are chosen first.
	for take := may; ; take = (take - 1) & may {
		if place(must|take, 0, [2]int{}) {
			return true
		}
		if take == 0 {
			return false
		}
	}
}

func (h *oracleHistory) mayBeNext(t int, left uint, end func(int) int) bool {
	for rest := left; rest != 0; rest &= rest - 1 {
		if u := bits.TrailingZeros(rest); u != t && end(u) >= 0 && end(u) < h.txns[t].start {
			return false
		}
	}
	return true
}

func (h *oracleHistory) run(t int, state [2]int, evident bool) ([2]int, bool) {
	for _, op := range h.txns[t].ops {
		if op.write {
			state[op.key] = op.value
		} else if evident && state[op.key] != op.value {
			return state, false
		}
	}
	return state, true
}

// sets returns who committed and whose outcome is unknown.
func (h *oracleHistory) sets() (committed, unknown uint) {
	for t, x := range h.txns {
		if x.end >= 0 {
			committed |= 1 << t
		} else {
			unknown |= 1 << t
		}
	}
	return committed, unknown
}

func (h *oracleHistory) end(t int) int { return h.txns[t].end }

func (h *oracleHistory) durable() bool {
	committed, unknown := h.sets()
	return h.ordered(committed, unknown, h.end)
}

func (h *oracleHistory) strict() bool {
	committed, unknown := h.sets()
	return h.ordered(committed, unknown, func(t int) int {
		for _, c := range h.crashes {
			if h.txns[t].end < 0 && c > h.txns[t].start {
				return c
			}
		}
		return h.txns[t].end
	})
}

// eras returns the transactions of each era: by their end, or their start if that is
// not known.
func (h *oracleHistory) eras() []uint {
	eras := make([]uint, len(h.crashes)+1)
	for t, x := range h.txns {
		era := 0
		for _, c := range h.crashes {
			if c <= max(x.start, x.end) {
				era++
			}
		}
		eras[era] |= 1 << t
	}
	return eras
}

// closed reports whether the part of an era contains all that happened before it.
func (h *oracleHistory) closed(part, era uint) bool {
	for t, x := range h.txns {
		for u, y := range h.txns {
			inEra := era>>t&1 == 1 && era>>u&1 == 1
			before := y.end >= 0 && y.end < x.start || x.end >= 0 && h.reads(t, u)
			if inEra && before && part>>t&1 == 1 && part>>u&1 == 0 {
				return false
			}
		}
	}
	return true
}

func (h *oracleHistory) reads(t, u int) bool {
	for _, r := range h.txns[t].ops {
		for _, w := range h.txns[u].ops {
			if !r.write && w.write && r.key == w.key && r.value == w.value && t != u {
				return true
			}
		}
	}
	return false
}

// buffered tries every choice of what survived each crash.
func (h *oracleHistory) buffered() bool {
	eras := h.eras()
	committed, unknown := h.sets()
	var survive func(i int, kept uint) bool
	survive = func(i int, kept uint) bool {
		later := uint(0)
		for _, era := range eras[i+1:] {
			later |= era
		}
		all := kept | eras[i]
		if !h.ordered(all&committed, all&unknown|later, func(t int) int {
			if later>>t&1 == 1 {
				return -1
			}
			return h.txns[t].end
		}) {
			return false
		}
		if i == len(eras)-1 {
			return true
		}
		for part := eras[i]; ; part = (part - 1) & eras[i] {
			if h.closed(part, eras[i]) && survive(i+1, kept|part) {
				return true
			}
			if part == 0 {
				return false
			}
		}
	}
	return survive(0, 0)
}

// TestCrashesAgainstOracle compares the claims about crashes with every order of the
// transactions of small histories, and every choice of what survived.
func TestCrashesAgainstOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	seen := map[string]int{}
	for n := range 4000 {
		o := random(rng, 1+n%3)
		h := o.build(t)
		at := claims.Moments{Quiescence: history.NoTime}
		for _, c := range o.crashes {
			at.Crashes = append(at.Crashes, int64(c))
		}
		for _, c := range []struct {
			claim *claims.Claim
			want  bool
		}{{claims.Durable, o.durable()}, {claims.StrictDurable, o.strict()}, {claims.BufferedDurable, o.buffered()}} {
			got := holds(t, c.claim, h, at)
			if got != c.want {
				t.Fatalf("%s says %v, the oracle %v, of crashes at %v in\n%s", c.claim.Name, got, c.want, o.crashes, h)
			}
			seen[fmt.Sprint(c.claim.Name, got)]++
		}
	}
	for _, c := range []*claims.Claim{claims.Durable, claims.StrictDurable, claims.BufferedDurable} {
		if seen[c.Name+"true"] < 200 || seen[c.Name+"false"] < 200 {
			t.Errorf("%s holds of %d histories and not of %d: the test says little", c.Name, seen[c.Name+"true"], seen[c.Name+"false"])
		}
	}
	t.Log(seen)
}

// holds reports whether no part of the claim is violated.
func holds(t *testing.T, c *claims.Claim, h *history.History, at claims.Moments) bool {
	t.Helper()
	good := true
	for _, p := range c.Parts(h, at) {
		verdicts, err := p.Check(context.Background(), checker.Options{})
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.Name, err, h)
		}
		for _, v := range verdicts {
			if v.Outcome == checker.Undecided {
				t.Fatalf("%s: undecided: %s\n%s", c.Name, v.Reason, h)
			}
			good = good && v.Outcome == checker.Consistent
		}
	}
	return good
}
