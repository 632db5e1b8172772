package checker_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"visar/checker"
	"visar/history"
	"visar/history/format"
)

func native(t *testing.T, text string) *history.History {
	t.Helper()
	h, err := format.Native.Decode(context.Background(), bytes.NewReader([]byte(text)), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// lossesText writes losses on a line each.
func lossesText(h *history.History, all []checker.Loss) string {
	name := func(t int32) string {
		if t < 0 {
			return "-"
		}
		return h.Name(t)
	}
	text := ""
	for _, l := range all {
		text += fmt.Sprintf("crash %d: ", l.Number)
		for _, t := range l.Acknowledged {
			text += name(t) + " "
		}
		for _, t := range l.Doubtful {
			text += name(t) + "? "
		}
		if l.Unnamed > 0 {
			text += fmt.Sprintf("and %d ", l.Unnamed)
		}
		text += fmt.Sprintf("read %d oldest %s age %d shown %s>%s>%s", l.Read, name(l.Oldest), l.Age, name(l.Shown.Writer), name(l.Shown.Reader), name(l.Shown.Missing))
		if l.Torn != nil {
			text += fmt.Sprintf(" torn %s %s %s", name(l.Torn.Lost), name(l.Torn.Survivor), name(l.Torn.Reader))
		}
		text += "\n"
	}
	return text
}

// TestLosses has histories of which was reckoned by hand what crashes took.
func TestLosses(t *testing.T) {
	testLosses(t, []lossCase{
		{"a list loses its end, of which one element had been read",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["append","x",1]]}
{"id":"T2","session":1,"start":3,"end":4,"ops":[["append","x",2]]}
{"id":"T3","session":2,"start":5,"end":6,"ops":[["r","x",[1,2]]]}
{"id":"T4","session":1,"start":7,"end":8,"ops":[["append","x",3]]}
{"id":"T5","session":2,"start":11,"end":12,"ops":[["r","x",[1]]]}`,
			[]int64{10}, "crash 1: T2 T4 read 1 oldest T2 age 6 shown T2>T3>T5\n"},
		{"what comes back later was not lost",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":2,"start":11,"end":12,"ops":[["r","x",null]]}
{"id":"T3","session":2,"start":13,"end":14,"ops":[["r","x",1]]}`,
			[]int64{10}, ""},
		{"a later write of unknown order may have replaced it",
			`{"id":"T1","session":1,"start":1,"end":4,"ops":[["w","x",1]]}
{"id":"T2","session":2,"start":2,"end":3,"ops":[["w","x",2]]}
{"id":"T3","session":2,"start":11,"end":12,"ops":[["r","x",2]]}`,
			[]int64{10}, ""},
		{"a write in flight that was read is lost, and one acknowledged by a second crash",
			`{"id":"T1","session":1,"start":1,"status":"unknown","ops":[["w","x",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["r","x",1]]}
{"id":"T3","session":2,"start":5,"end":6,"ops":[["w","y",1]]}
{"id":"T4","session":2,"start":11,"end":12,"ops":[["r","x",null],["r","y",1]]}
{"id":"T5","session":2,"start":21,"end":22,"ops":[["r","y",null]]}`,
			[]int64{10, 20}, "crash 1: T1? read 0 oldest - age 0 shown T1>T2>T4\ncrash 2: T3 read 1 oldest T3 age 14 shown T3>T4>T5\n"},
		{"two keys are lost at once and a later write survives",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["w","x",1],["w","y",1]]}
{"id":"T2","session":1,"start":3,"end":4,"ops":[["w","z",1]]}
{"id":"T3","session":2,"start":11,"end":12,"ops":[["r","x",null],["r","y",null],["r","z",1]]}`,
			[]int64{10}, "crash 1: T1 read 0 oldest T1 age 8 shown T1>->T3 torn T1 T2 T3\n"},
		{"two crashes take a key each of one transaction",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["w","x",1],["w","y",1]]}
{"id":"T2","session":2,"start":11,"end":12,"ops":[["r","x",null],["r","y",1]]}
{"id":"T3","session":2,"start":21,"end":22,"ops":[["r","y",null]]}`,
			[]int64{10, 20}, "crash 1: T1 read 0 oldest T1 age 8 shown T1>->T2\ncrash 2: T1 read 1 oldest T1 age 18 shown T1>T2>T3\n"},
		{"nobody looked", `{"id":"T1","session":1,"start":1,"end":2,"ops":[["w","x",1]]}`, []int64{10}, ""},
	})
}

type lossCase struct {
	name, text string
	crashes    []int64
	want       string
}

func testLosses(t *testing.T, cases []lossCase) {
	t.Helper()
	for _, c := range cases {
		h := native(t, c.text)
		if got := lossesText(h, checker.Losses(h, c.crashes)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}
