package visartest

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"visar/axioms"
)

// Require fails t, and ends it, unless what was recorded obeys the model. It says
// then what is wrong in sentences, and writes into a directory of its own below
// t.ArtifactDir the history, the smallest part that shows the anomaly, its picture,
// and a report. go test removes these files at the end unless it is called with
// -artifacts.
//
// Require also fails where a verdict would be worth nothing: if it is undecided,
// and if the run was vacuous. Options change that. It may be called several times,
// with other models or when more was recorded, and while clients still run.
func Require(t testing.TB, rec *Recorder, m *axioms.Model, opts ...Option) {
	t.Helper()
	if rec == nil {
		t.Fatalf("visartest: expected a recorder, got nil")
	}
	res, err := rec.Judge(t.Context(), m, append(opts, before(t))...)
	if err != nil {
		t.Fatalf("visartest: %v", err)
	}
	if !res.Failed() {
		if len(res.remarks) > 0 {
			t.Logf("visartest: %s", res)
		}
		return
	}
	t.Fatalf("visartest: %s%s", res, keep(t, res))
}

// before makes the time limit end early enough for t to tell of it.
func before(t testing.TB) Option {
	const stages = 3 // of which each may take the time limit; see Timeout
	return func(o *options) {
		test, ok := t.(interface{ Deadline() (time.Time, bool) })
		if !ok {
			return
		}
		if end, ok := test.Deadline(); ok {
			o.timeout = min(o.timeout, time.Until(end)/(stages+1))
		}
	}
}

// keep writes the artifacts of res and says where they are.
func keep(t testing.TB, res *Result) string {
	dir, err := freshDir(t.ArtifactDir(), res.model.Name)
	if err != nil {
		return err.Error()
	}
	a, err := res.Write(t.Context(), dir)
	var b strings.Builder
	for _, line := range []struct{ what, path string }{
		{"history", a.History}, {"minimal", a.Minimal}, {"drawing", a.Drawing}, {"report", a.Report},
	} {
		if line.path != "" {
			fmt.Fprintf(&b, "%s: %s\n", line.what, line.path)
		}
	}
	if err != nil {
		fmt.Fprintf(&b, "what else there is could not be written: %v\n", err)
	}
	if f := flag.Lookup("test.artifacts"); f == nil || f.Value.String() != "true" {
		b.WriteString("go test -artifacts keeps these files")
	}
	return b.String()
}

// freshDir makes a directory below parent that was not there: its name is name, or
// that with a number.
func freshDir(parent, name string) (string, error) {
	dir := filepath.Join(parent, name)
	for n := 2; ; n++ {
		err := os.Mkdir(dir, 0o777)
		if !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
		dir = filepath.Join(parent, fmt.Sprintf("%s-%d", name, n))
	}
}
