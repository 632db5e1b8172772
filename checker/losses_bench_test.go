package checker_test

import (
	"fmt"
	"strings"
	"testing"

	"visar/checker"
	"visar/history"
)

// BenchmarkLosses looks for what a crash took of objects that have much in common: texts
// of all lengths, and elements of a queue that are all the same.
func BenchmarkLosses(b *testing.B) {
	for _, object := range []struct {
		name  string
		calls func(n, i int) (put, get string)
	}{
		{"texts", func(n, i int) (put, get string) {
			text := strings.Repeat(string(rune('a'+i%26)), 1+i*7919%n) + fmt.Sprint(i)
			return fmt.Sprintf("put(k,%q)", text), fmt.Sprintf("get(k,%q)", text)
		}},
		{"elements", func(int, int) (put, get string) { return "enqueue(k,1)", "dequeue(k,1)" }},
	} {
		for _, n := range []int{500, 1000, 2000} {
			b.Run(fmt.Sprintf("%s/%d", object.name, n), func(b *testing.B) {
				var text strings.Builder
				for i := range n {
					put, get := object.calls(n, i)
					fmt.Fprintf(&text, "P%d[a] @%d-%d: %s\nG%d[b] @%d-%d: %s\n", i, 4*i, 4*i+1, put, i, 4*i+2, 4*i+3, get)
				}
				if object.name == "texts" {
					text.WriteString("E[c] @1-2: extend(k,\"z\")\n")
				}
				h, err := history.Parse(text.String())
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					checker.Losses(h, []int64{int64(2 * n)})
				}
			})
		}
	}
}
