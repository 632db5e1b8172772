package checker

import (
	"strconv"
	"strings"
	"testing"

	"visar/axioms"
	"visar/history"
)

// rawHistory builds a history from one line per transaction:
//
//	a: wx1 rx0 rx_ ax1 lx1.2 lx @3-7 aborted
//
// in session a (without it, alone): writes 1 to x, reads 0 and then the initial
// value of x, appends 1 to list x, reads list x as [1 2] and as empty, runs from
// 3 to 7 and aborts. The initial value is 0.
func rawHistory(tb testing.TB, lines ...string) *history.History {
	tb.Helper()
	b := history.NewBuilder(history.IntValue(0))
	for _, line := range lines {
		info := history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
		if s, rest, ok := strings.Cut(line, ":"); ok {
			info.Session, info.Alone, line = s, false, rest
		}
		var ops []string
		for _, word := range strings.Fields(line) {
			switch {
			case word == "aborted":
				info.Status = history.Aborted
			case word == "unknown":
				info.Status = history.Unknown
			case word[0] == '@':
				start, end, _ := strings.Cut(word[1:], "-")
				info.Start, info.End = rawInt(tb, start), rawInt(tb, end)
			default:
				ops = append(ops, word)
			}
		}
		b.Begin(info)
		for _, op := range ops {
			addRawOp(tb, b, op)
		}
	}
	h, err := b.History()
	if err != nil {
		tb.Fatal(err)
	}
	for _, p := range h.Problems() {
		if p.Fatal {
			tb.Fatal(p)
		}
	}
	return h
}

func addRawOp(tb testing.TB, b *history.Builder, op string) {
	tb.Helper()
	k, arg := b.Key(history.StringValue(op[1:2])), op[2:]
	value := func(s string) int32 {
		if s == "_" {
			return history.Initial
		}
		return b.Value(history.IntValue(rawInt(tb, s)))
	}
	switch op[0] {
	case 'w':
		b.Write(k, value(arg))
	case 'r':
		b.Read(k, value(arg))
	case 'a':
		b.Append(k, value(arg))
	case 'l':
		var list []int32
		for _, v := range strings.FieldsFunc(arg, func(r rune) bool { return r == '.' }) {
			list = append(list, value(v))
		}
		b.ReadList(k, list)
	default:
		tb.Fatalf("operation %q: want w, r, a or l first", op)
	}
}

func rawInt(tb testing.TB, s string) int64 {
	tb.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// oracleModels has the axioms of the models that the oracle knows, by name.
var oracleModels = func() map[string]axioms.Set {
	const atomic = axioms.INT | axioms.EXT
	models := map[string]axioms.Set{
		"read-uncommitted":                           0,
		"read-committed":                             axioms.COMMITTED,
		"monotonic-atomic-view":                      axioms.COMMITTED | axioms.MONOTONICVIEW,
		"strong-session-monotonic-atomic-view":       axioms.COMMITTED | axioms.MONOTONICVIEW | axioms.ARSESSION,
		"item-cut-isolation":                         axioms.INT | axioms.COMMITTED | axioms.MONOTONICVIEW,
		"read-your-writes":                           atomic | axioms.RYW,
		"monotonic-reads":                            atomic | axioms.MR,
		"monotonic-writes":                           atomic | axioms.MW,
		"writes-follow-reads":                        atomic | axioms.WFR,
		"pram":                                       atomic | axioms.RYW | axioms.MR | axioms.MW,
		"ordered-sequential-consistency":             atomic | axioms.TOTALVIS | axioms.SESSION | axioms.ARREALTIMEUPDATE,
		"serializable-no-stale-reads":                atomic | axioms.TOTALVIS | axioms.ARREALTIMEKEY,
		"strong-session-serializable-no-stale-reads": atomic | axioms.TOTALVIS | axioms.SESSION | axioms.ARREALTIMEKEY,
		"sequential":                                 atomic | axioms.TOTALVIS | axioms.SESSION,
		"linearizable":                               atomic | axioms.TOTALVIS | axioms.SESSION | axioms.REALTIME,
		"strict-serializable":                        atomic | axioms.TOTALVIS | axioms.SESSION | axioms.REALTIME,
	}
	for name, set := range map[string]axioms.Set{
		"read-atomic":                 atomic,
		"update-atomic":               atomic | axioms.NOCONFLICT,
		"causal":                      atomic | axioms.TRANSVIS,
		"parallel-snapshot-isolation": atomic | axioms.TRANSVIS | axioms.NOCONFLICT,
		"prefix":                      atomic | axioms.PREFIX,
		"snapshot-isolation":          atomic | axioms.PREFIX | axioms.NOCONFLICT,
		"serializable":                atomic | axioms.TOTALVIS,
	} {
		models[name] = set
		models["strong-session-"+name] = set | axioms.SESSION
		if !set.Has(axioms.TOTALVIS) {
			models["realtime-"+name] = set | axioms.SESSION | axioms.ARREALTIME
			models["strong-"+name] = set | axioms.SESSION | axioms.REALTIME
		}
	}
	return models
}()
