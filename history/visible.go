package history

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Visible returns s with everything escaped that does not show, that a terminal could
// act upon or that turns the text around: control characters, bidirectional marks,
// bytes that are not UTF-8. What is printable stays, quotes and backslashes too. Names
// come from recordings and recordings from anywhere.
func Visible(s string) string {
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if hidden(r) {
			quoted := strconv.QuoteToGraphic(s[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// hidden reports whether r does not show. The replacement character may stand for a
// byte that is no character.
func hidden(r rune) bool { return r == utf8.RuneError || !strconv.IsGraphic(r) }
