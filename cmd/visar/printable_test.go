package main

import "testing"

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain, with :: inside":   "plain, with :: inside",
		"\x1b[2J":                 `\x1b[2J`,
		"::error::not ours":       `\x3a:error::not ours`,
		"a ##[command] of theirs": `a #\x23[command] of theirs`,
	} {
		if got := printable(in); got != want {
			t.Errorf("printable(%q) = %s, want %s", in, got, want)
		}
		if again := printable(want); again != want {
			t.Errorf("printable(%s) = %s, want it left alone", want, again)
		}
	}
}
