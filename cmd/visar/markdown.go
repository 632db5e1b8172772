package main

import (
	"fmt"
	"io"
	"strings"

	"visar/anomalies"
	"visar/checker"
)

// markdown prints a table of what passed and failed, and then each anomaly. The
// texts of a recording stand in code only, with everything that could end it
// escaped.
type markdown struct {
	w       io.Writer
	command string
	rows    []string
	details []string
	counts  [gradeBroken + 1]int
}

func newMarkdown(w io.Writer, p presentation) renderer { return &markdown{w: w, command: p.command} }

func (r *markdown) file(j *judged) error {
	if r.command == "classify" && len(j.verdicts) > 0 {
		r.classified(j)
	} else {
		r.judged(j)
	}
	for _, f := range j.findings.all {
		lines := anomalies.Shortened(f.Sentences, maxShownSentences)
		if len(f.Cycle) > 0 {
			lines = append(lines, "cycle: "+cycleText(f.Cycle))
		}
		r.details = append(r.details, "### "+f.Anomaly.Title+" in "+codeSpan(j.path)+"\n\n"+codeBlock(lines))
	}
	return nil
}

// judged adds a row for each item.
func (r *markdown) judged(j *judged) {
	for _, it := range j.items() {
		r.counts[it.grade]++
		what := it.message
		if it.grade == gradeAllowed && len(it.details) > 0 {
			what += "; " + it.details[0]
		}
		r.rows = append(r.rows, fmt.Sprintf("| %s | %s | %s | %s |", gradeMark[it.grade], codeSpan(j.path), codeSpan(it.name), codeSpan(what)))
	}
	for _, rm := range j.remarks {
		r.rows = append(r.rows, fmt.Sprintf("| %s | %s | | %s |", remarkMark[rm.warning], codeSpan(j.path), codeSpan(rm.text)))
	}
}

// classified adds the border between what holds and what fails.
func (r *markdown) classified(j *judged) {
	b := checker.BorderOf(j.verdicts)
	r.rows = append(r.rows, fmt.Sprintf("| | %s | %s | %s |", codeSpan(j.path),
		codeSpan(strings.Join(modelNames(b.Strongest), ", ")), codeSpan(strings.Join(modelNames(b.Weakest), ", "))))
}

// gradeMark says it with a word and a sign, not with a colour alone.
var gradeMark = [...]string{
	gradePassed: "✅ passed", gradeAllowed: "☑️ allowed", gradeWarned: "⚠️ warning", gradeUndecided: "❓ undecided",
	gradeViolated: "❌ violated", gradeUnusable: "🚫 unusable", gradeBroken: "💥 error",
}

var remarkMark = map[bool]string{true: "⚠️ warning", false: "ℹ️ note"}

func (r *markdown) end(run *runResult) error {
	var b strings.Builder
	b.WriteString("## visar: " + r.headline(run) + "\n\n")
	if r.command == "classify" {
		b.WriteString("| | history | strongest that hold | weakest that fail |\n|---|---|---|---|\n")
	} else {
		b.WriteString("| | history | model | |\n|---|---|---|---|\n")
	}
	for _, row := range r.rows {
		b.WriteString(row + "\n")
	}
	for _, rm := range run.remarks {
		fmt.Fprintf(&b, "| %s | %s | | %s |\n", remarkMark[true], codeSpan(rm.Position.String()), codeSpan(rm.Message))
	}
	for _, d := range r.details {
		b.WriteString("\n" + d)
	}
	_, err := io.WriteString(r.w, b.String())
	return err
}

// headline counts what passed and what did not.
func (r *markdown) headline(run *runResult) string {
	if r.command == "classify" {
		return counted(len(r.rows), "history")
	}
	var parts []string
	for s := gradeBroken; ; s-- {
		if r.counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", r.counts[s], s))
		}
		if s == gradePassed {
			break
		}
	}
	return run.outcome.String() + " (" + strings.Join(parts, ", ") + ")"
}

// codeSpan returns a text as code within a line. Markdown has no escapes in a code
// span, and tables end at a pipe even there: so it is an element, and every sign of
// ASCII that is not plain is a reference.
func codeSpan(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<code>")
	for _, c := range printable(s) {
		if c < 0x80 && !plainInMarkdown(byte(c)) {
			fmt.Fprintf(&b, "&#%d;", c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String() + "</code>"
}

func plainInMarkdown(c byte) bool {
	return c == ' ' || c == '-' || c == '.' || c == '/' || c == ',' || c == '(' || c == ')' || c == ';' || c == '=' ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// codeBlock returns lines as a fenced block, whose fence is longer than any run of
// backquotes in them.
func codeBlock(lines []string) string {
	text := printableLines(lines)
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "text\n" + text + fence + "\n"
}
