package main

import (
	"bytes"
	"html"
	"os"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// steadyFile FILE replaces in an output what differs from run to run.
func steadyFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: steady FILE")
	}
	text := steady([]byte(ts.ReadFile(args[0])))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o666))
}

// steady returns an output without what differs from run to run, and with an end of
// line at its end, which a file of a script must have.
func steady(text []byte) []byte {
	for _, u := range unsteady {
		text = u.pattern.ReplaceAll(text, []byte(u.with))
	}
	return append(bytes.TrimRight(text, "\n"), '\n')
}

// unread are the parts of a report that are left out of its text: what is not text,
// and what has tests of its own in package web.
var unread = regexp.MustCompile(`(?s)<head>.*?</head>|<script.*?</script>|<svg.*?</svg>|<details class="table">.*?</details>|<section id="[^"]*exposure">.*?</section>`)

var (
	tag        = regexp.MustCompile(`<[^>]*>`)
	breaks     = regexp.MustCompile(`</?(div|section|h[1-6]|li|ul|ol|p|tr|dl|summary|details|figure|figcaption|header|main|table)\b[^>]*>`)
	timeOfPage = regexp.MustCompile(`(?m)^Time to judge.*$`)
	madeBy     = regexp.MustCompile(`(?m)^Made byvisar .*$`)
)

// pageText FILE replaces a report with what a reader finds in it, a line for each
// block.
func pageText(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: pagetext FILE")
	}
	text := unread.ReplaceAllString(ts.ReadFile(args[0]), "\n")
	text = tag.ReplaceAllString(breaks.ReplaceAllString(text, "\n"), "")
	var out strings.Builder
	for line := range strings.Lines(html.UnescapeString(text)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out.WriteString(line + "\n")
		}
	}
	page := madeBy.ReplaceAllString(timeOfPage.ReplaceAllString(out.String(), "Time to judge"), "Made by visar")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(page), 0o666))
}
