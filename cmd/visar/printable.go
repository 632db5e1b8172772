package main

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// printable returns s with everything escaped that a terminal could act upon or
// that turns the text around: control characters, bidirectional marks, bytes
// that are not UTF-8; and what a runner of GitHub takes for a command where a line
// begins with it, or has it in it. Names come from recordings and recordings from
// anywhere.
func printable(s string) string {
	s = strings.ReplaceAll(s, "##[", `#\x23[`)
	if strings.HasPrefix(s, "::") {
		s = `\x3a` + s[1:]
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || !strconv.IsGraphic(r) }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r != utf8.RuneError && strconv.IsGraphic(r) {
			b.WriteRune(r)
		} else {
			quoted := strconv.QuoteToGraphic(s[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		s = s[size:]
	}
	return b.String()
}
