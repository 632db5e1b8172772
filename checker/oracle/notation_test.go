package oracle

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"visar/history"
)

// parse builds a history from one line per transaction:
//
//	a: wx1 rx0 rx_ ax1 lx1.2 lx @3-7 aborted
//
// in session a (without it, alone): writes 1 to x, reads 0 and then nothing
// from x, appends 1 to list x, reads list x as [1 2] and as empty, runs from 3
// to 7 and aborts. @3- has no end. The initial value is 0.
func parse(tb testing.TB, lines ...string) *history.History {
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
				info.Start, info.End = number(tb, start), number(tb, end)
			default:
				ops = append(ops, word)
			}
		}
		b.Begin(info)
		for _, op := range ops {
			addOp(tb, b, op)
		}
	}
	return finish(tb, b)
}

func addOp(tb testing.TB, b *history.Builder, op string) {
	tb.Helper()
	k, arg := b.Key(history.StringValue(op[1:2])), op[2:]
	value := func(s string) int32 {
		if s == "_" {
			return history.Initial
		}
		return b.Value(history.IntValue(number(tb, s)))
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

func number(tb testing.TB, s string) int64 {
	tb.Helper()
	if s == "" {
		return history.NoTime
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func finish(tb testing.TB, b *history.Builder) *history.History {
	tb.Helper()
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

// describeTxn returns t as parse reads it.
func describeTxn(h *history.History, t int32) string {
	var words []string
	if name := h.SessionName(h.Session(t)); name != "" {
		words = append(words, name+":")
	}
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		words = append(words, describeOp(h, h.Op(i)))
	}
	if h.Start(t) != history.NoTime || h.End(t) != history.NoTime {
		words = append(words, fmt.Sprintf("@%d-%d", h.Start(t), h.End(t)))
	}
	if h.Status(t) != history.Committed {
		words = append(words, h.Status(t).String())
	}
	return strings.Join(words, " ")
}

func describeOp(h *history.History, op history.Op) string {
	letter := map[history.OpKind]string{history.Read: "r", history.Write: "w", history.Append: "a"}[op.Kind]
	if op.Kind != history.Read || !h.IsList(op.Key) {
		return letter + h.Key(op.Key).String() + h.Value(op.Value).String()
	}
	var list []string
	for _, v := range op.List {
		list = append(list, h.Value(v).String())
	}
	return "l" + h.Key(op.Key).String() + strings.Join(list, ".")
}
