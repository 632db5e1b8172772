package linear

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"visar/history"
)

// TestHostileCalls: whatever calls a history has, they are judged or refused with the
// transaction, for every kind of object.
func TestHostileCalls(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	functions := []string{"get", "put", "cas", "extend", "delete", "add", "remove", "contains", "enqueue", "dequeue", "drain", "push", "pop", "acquire", "release"}
	values := []string{"1", "_", "true", "false", `"a b"`, "-9223372036854775808", "x"}
	answers := append([]string{"", "[]", "[1 x]"}, values...)
	judged, refused := 0, 0
	for range 4000 {
		var text strings.Builder
		for n := range 1 + r.IntN(4) {
			name := functions[r.IntN(len(functions))]
			f, _ := history.FuncByName(name)
			fmt.Fprintf(&text, "T%d[%d] @%d-%d%s: %s(k", n+1, r.IntN(2), 10*n, 10*n+r.IntN(9), []string{"", "", " unknown"}[r.IntN(3)], name)
			for range f.Args() {
				text.WriteString("," + values[r.IntN(len(values))])
			}
			if a := answers[r.IntN(len(answers))]; a != "" {
				text.WriteString("," + a)
			}
			text.WriteString(")\n")
		}
		h, err := history.Parse(text.String())
		if err != nil {
			continue // a committed call without an answer
		}
		for o := Register; o <= Lock; o++ {
			one, err := From(h, &o)
			if err != nil {
				refused++
				continue
			}
			judged++
			res := Check(context.Background(), one, Options{})
			if err := one.Replay(res.Keys); err != nil {
				t.Fatalf("%s: %v\n%s", o, err, text.String())
			}
			if len(res.Keys) > 0 && res.Keys[0].Verdict == NotLinearizable {
				if err := one.Refute(&res.Keys[0]); err != nil {
					t.Fatalf("%s: %v\n%s", o, err, text.String())
				}
			}
			if seq, _, err := FromSessions(h, &o); err == nil {
				CheckSequential(context.Background(), seq, false, Options{})
			}
		}
		if _, err := From(h, nil); err != nil {
			refused++
		}
	}
	if judged < 500 || refused < 500 {
		t.Errorf("%d judged and %d refused: too few to mean much", judged, refused)
	}
}

func TestFromErrors(t *testing.T) {
	for text, want := range map[string]string{
		"T1 @1-2: dequeue(q,[1])":                      "transaction T1 (line 1): expected the dequeue on a queue to answer with one value, or that it was empty",
		"T1 @1-2: enqueue(q,1)\nT2: pop(q,1)":          "transaction T2 (line 2): expected an operation on a queue, got pop",
		"T1 @1-2: add(n,1)\nT2 @3-4: r(n,abc)":         "transaction T2 (line 2): expected the get on a counter to answer with a number",
		"T1 @1-2: enqueue(q,1)\nT2 @3-4: w(q,1)":       "transaction T2 (line 2): expected an operation on a queue, got put",
		"T1: enqueue(q,1)":                             "expected a start and an end",
		"T1 @3-2: enqueue(q,1)":                        "transaction T1 (line 1) ends before it starts",
		"T1[a] @1-4: push(s,1)\nT2[a] @2-3: push(s,2)": "expected it to start after the end of the one before it in its session",
	} {
		h, err := history.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := From(h, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
