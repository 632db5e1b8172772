package measure

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// inShort begins the paragraph of a page that sums it up.
const inShort = "In short, "

// InShort returns the paragraph that sums a page up, for Summaries to find.
func InShort(text string) string { return inShort + text }

// Summary is what a page says of itself.
type Summary struct{ Page, Text string }

// Summaries returns what the pages of the directory that match the pattern say
// in short, in the order of their names.
func Summaries(dir, pattern string) ([]Summary, error) {
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	var all []Summary
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for _, paragraph := range bytes.Split(text, []byte("\n\n")) {
			if short, ok := strings.CutPrefix(string(paragraph), inShort); ok {
				all = append(all, Summary{filepath.Base(path), short})
			}
		}
	}
	return all, err
}
