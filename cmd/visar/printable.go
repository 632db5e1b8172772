package main

import (
	"strings"

	"visar/history"
)

// printable returns s fit for a terminal, see [history.Visible], and with that escaped
// which a runner of GitHub takes for a command where a line begins with it, or has it
// in it.
func printable(s string) string {
	s = strings.ReplaceAll(s, "##[", `#\x23[`)
	if strings.HasPrefix(s, "::") {
		s = `\x3a` + s[1:]
	}
	return history.Visible(s)
}
