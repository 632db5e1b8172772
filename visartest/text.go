package visartest

import (
	"fmt"
	"strings"

	"visar/anomalies"
	"visar/checker"
)

const (
	// maxSentences bounds the sentences that are printed about an anomaly.
	maxSentences = 24
	// maxMinimal bounds the bytes of the smallest history that are printed.
	maxMinimal = 4000
)

// String says what was found: the verdict, what was made of it, the sentences of the
// first anomaly, and the smallest part of the history that shows it. The same
// history gives the same text.
func (r *Result) String() string {
	var b strings.Builder
	b.WriteString(r.headline + "\n")
	if len(r.Found) > 0 {
		for _, s := range anomalies.Shortened(r.Found[0].Sentences, maxSentences) {
			fmt.Fprintf(&b, "  %s\n", s)
		}
	}
	for _, s := range r.remarks {
		fmt.Fprintf(&b, "%s\n", s)
	}
	r.writeMinimal(&b)
	return b.String()
}

// writeMinimal prints the smallest part, if it is small and not the whole.
func (r *Result) writeMinimal(b *strings.Builder) {
	if r.Minimal == nil || r.Verdict.Outcome != checker.Violated {
		return
	}
	text := r.Minimal.String()
	if len(text) > maxMinimal {
		return
	}
	fmt.Fprintf(b, "the smallest part that shows it, %d of %d transactions:\n", r.Minimal.Len(), r.File.History.Len())
	for line := range strings.Lines(text) {
		b.WriteString("  " + line)
	}
	b.WriteString("\n")
}
