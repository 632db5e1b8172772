package format

import (
	"regexp"
	"sync"
)

// pattern returns a regular expression that is compiled when it is first asked for:
// the program starts without those of the formats that it does not meet.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// startsLike returns what tells whether text matches a pattern.
func startsLike(text string) func([]byte) bool {
	compiled := pattern(text)
	return func(head []byte) bool { return compiled().Match(head) }
}
