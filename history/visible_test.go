package history

import "testing"

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"plain, ünïcode, 日本":      "plain, ünïcode, 日本",
		`a "quote" and a \ `:      `a "quote" and a \ `,
		"\x1b[2J":                 `\x1b[2J`,
		"bell\a tab\t line\n":     `bell\a tab\t line\n`,
		"\u202eright to left":     `\u202eright to left`,
		"\u2066isolate\u2069":     `\u2066isolate\u2069`,
		"\u200bzero width":        `\u200bzero width`,
		"not utf-8: \xff":         `not utf-8: \xff`,
		"c1: \u009b2J":            `c1: \u009b2J`,
		"replacement: \ufffd":     `replacement: �`,
		"\U000e0041tag character": `\U000e0041tag character`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %s, want %s", in, got, want)
		}
		if again := Visible(want); again != want {
			t.Errorf("Visible(%s) = %s, want it left alone", want, again)
		}
	}
}
