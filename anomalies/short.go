package anomalies

import "fmt"

// Shortened returns at most about the given number of the sentences, the middle
// replaced by a line that says how many are left out: a proof can have thousands of
// steps.
func Shortened(sentences []string, most int) []string {
	more := len(sentences) - most
	if more <= 1 {
		return sentences
	}
	half := most / 2
	out := append([]string{}, sentences[:half]...)
	out = append(out, fmt.Sprintf("... and %d sentences more ...", more))
	return append(out, sentences[half+more:]...)
}
