package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

const (
	// maxAnnotations is how many errors, and how many warnings, GitHub shows of a
	// step, which is 10, less one that counts the rest.
	maxAnnotations = 9
	// maxAnnotation bounds the text of an annotation in bytes.
	maxAnnotation = 4 << 10
	// maxStepSummary bounds the summary of a step in bytes. GitHub refuses one of
	// more than 1 MiB as a whole.
	maxStepSummary = 900_000
)

// gitHub prints annotations as the commands of GitHub's workflows.
type gitHub struct {
	w                io.Writer
	errors, warnings annotations
	err              error
}

// annotations counts those of one kind.
type annotations struct {
	level string
	count int
}

func newGitHub(w io.Writer, _ presentation) renderer {
	return &gitHub{w: w, errors: annotations{level: "error"}, warnings: annotations{level: "warning"}}
}

func (r *gitHub) file(j *judged) error {
	for _, it := range j.items() {
		switch {
		case it.grade >= gradeUndecided:
			r.annotate(&r.errors, j.path, it)
		case it.grade == gradeWarned:
			r.annotate(&r.warnings, j.path, it)
		}
	}
	for _, rm := range j.remarks {
		if rm.warning {
			r.annotate(&r.warnings, j.path, item{name: "remark", message: rm.text})
		}
	}
	return r.err
}

// annotate prints an item as long as GitHub would show it.
func (r *gitHub) annotate(a *annotations, path string, it item) {
	a.count++
	if a.count > maxAnnotations {
		return
	}
	place := "file=" + gitHubProperty(inRepository(path))
	if it.line > 0 {
		place += fmt.Sprintf(",line=%d", it.line)
	}
	if it.column > 0 {
		place += fmt.Sprintf(",col=%d", it.column)
	}
	text := clipped(printableLines(append([]string{it.message}, it.details...)), maxAnnotation)
	r.print("::%s %s,title=%s::%s\n", a.level, place, gitHubProperty("visar: "+it.name), gitHubText(strings.TrimSuffix(text, "\n")))
}

func (r *gitHub) print(format string, args ...any) {
	if r.err == nil {
		_, r.err = fmt.Fprintf(r.w, format, args...)
	}
}

// inRepository returns a path as GitHub wants it, which is from the root of the
// checkout, wherever below it the program runs. What is not below it stays as it is.
func inRepository(path string) string {
	root := os.Getenv("GITHUB_WORKSPACE")
	abs, err := filepath.Abs(path)
	if root == "" || path == "-" || err != nil {
		return path
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return path
	}
	return filepath.ToSlash(rel)
}

// clipped returns the beginning of s, of whole characters.
func clipped(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + " [...]"
}

// gitHubText escapes the text of a command.
func gitHubText(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// gitHubProperty escapes a property of a command.
func gitHubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(gitHubText(printable(s)))
}

func (r *gitHub) end(run *runResult) error {
	for _, rm := range run.remarks {
		r.annotate(&r.warnings, rm.Path, item{name: "expectations", message: rm.Message, line: rm.Line, column: rm.Column})
	}
	for _, a := range []annotations{r.errors, r.warnings} {
		if more := a.count - maxAnnotations; more > 0 {
			r.print("::%s title=visar::%d more; the summary of the step and the log have them\n", a.level, more)
		}
	}
	return r.err
}

// gitHubSinks returns what a run on GitHub prints without being asked: the
// annotations, on the standard error since the standard output may be for machines,
// and the summary of the step. The latter goes with -o github too.
func gitHubSinks(cmd *cobra.Command, asked []*sink, p presentation) []*sink {
	var sinks []*sink
	named := slices.ContainsFunc(asked, func(s *sink) bool { return s.format.name == "github" })
	if p.command != "check" || !named && os.Getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	if !named {
		f := formatNamed("github")
		sinks = append(sinks, &sink{renderer: f.open(cmd.ErrOrStderr(), p), format: f})
	}
	if path := os.Getenv("GITHUB_STEP_SUMMARY"); path != "" {
		s := formatNamed("markdown").sinkTo(filepath.Clean(path), p)
		s.appended = maxStepSummary
		sinks = append(sinks, s)
	}
	return sinks
}

// appendTo adds text to the end of the file at path, cut at the end of a line so
// that the file has no more than most bytes.
func appendTo(path string, text []byte, most int) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.Write(cutLines(text, most-int(info.Size())))
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

const cutNotice = "\nThe rest is left out: GitHub takes no longer summary. The log has it.\n"

// cutLines returns as many lines of text as fit, with a notice if that is not all.
// An open fence of a code block is closed.
func cutLines(text []byte, most int) []byte {
	if len(text) <= most {
		return text
	}
	fence, kept := "", 0
	room := most - len(cutNotice)
	for line := range strings.Lines(string(text)) {
		after := fenceAfter(fence, line)
		if kept+len(line)+len(after)+1 > room {
			break
		}
		kept, fence = kept+len(line), after
	}
	if room < 0 {
		return nil
	}
	out := append([]byte{}, text[:kept]...)
	if fence != "" {
		out = append(out, fence+"\n"...)
	}
	return append(out, cutNotice...)
}

// fenceAfter returns the fence of the code block that is open after a line, or "";
// fence is that of the one open before.
func fenceAfter(fence, line string) string {
	ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
	switch {
	case len(ticks) >= 3 && fence == "":
		return ticks
	case fence != "" && len(ticks) >= len(fence):
		return ""
	}
	return fence
}
