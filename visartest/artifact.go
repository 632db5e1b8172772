package visartest

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"visar/anomalies"
	"visar/anomalies/draw"
	"visar/axioms"
	"visar/checker"
	"visar/history/format"
	"visar/web"
)

// Artifacts are the paths of what was written about a result; "" for what there is
// none of.
type Artifacts struct {
	History string // the whole, in visar's JSON Lines
	Minimal string // the smallest part that shows the first anomaly
	Drawing string // the first anomaly, as SVG
	Report  string // the page
}

// Write writes the history into dir, which must exist, and, if it is judged, the
// report; of a violated one also the smallest part and the picture of the first
// anomaly. The report judges the history against every model, which takes the time of
// [Timeout] at most.
func (r *Result) Write(ctx context.Context, dir string) (*Artifacts, error) {
	w := &writer{dir: dir}
	a := &Artifacts{History: w.file(historyFile, func(f io.Writer) error { return format.Native.Encode(f, r.File.History) })}
	if r.Minimal != nil {
		a.Minimal = w.file("minimal.jsonl", func(f io.Writer) error { return format.Native.Encode(f, r.Minimal) })
	}
	if len(r.Found) > 0 {
		first := r.Found[0]
		a.Drawing = w.file(first.Name+".svg", func(f io.Writer) error { return draw.SVG(f, first, r.File.History) })
	}
	if r.Verdict != nil {
		a.Report = w.file("report.html", func(f io.Writer) error { return r.report(ctx, f) })
	}
	return a, w.err
}

// writer writes files until one cannot be written.
type writer struct {
	dir string
	err error
}

// file writes a file as a whole or not at all, and returns its path.
func (w *writer) file(name string, write func(io.Writer) error) string {
	if w.err != nil {
		return ""
	}
	path := filepath.Join(w.dir, name)
	f, err := os.CreateTemp(w.dir, "."+name+".*")
	if err != nil {
		w.err = err
		return ""
	}
	err = write(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		w.err = err
		return ""
	}
	return path
}

// report writes the page, on which the history is judged against every model.
func (r *Result) report(ctx context.Context, w io.Writer) error {
	ctx, cancel := r.opt.within(ctx)
	defer cancel()
	models := axioms.Models
	if !slices.Contains(models, r.model) {
		models = append([]*axioms.Model{r.model}, models...)
	}
	verdicts, err := checker.Classify(ctx, r.File.History, models, r.opt.check)
	if err != nil {
		return err
	}
	border := checker.BorderOf(verdicts)
	run := &web.Run{Path: r.File.Path, SHA256: r.File.SHA256, Format: r.File.Format, Workload: r.File.Workload,
		Outcome: r.Verdict.Outcome.String(), Reason: r.Verdict.Reason, History: r.recorded, Verdicts: verdicts,
		Strongest: border.Strongest, Weakest: border.Weakest, Undecided: border.Undecided, Complete: r.Complete}
	for _, p := range r.File.History.Problems() {
		run.Problems = append(run.Problems, web.Problem{Line: int(p.Line), Message: p.Message, Fatal: p.Fatal})
	}
	if run.Sightings, err = r.sightings(verdicts); err != nil {
		return err
	}
	page := web.Page{Visar: version(), Command: "visartest.Require", Flags: []web.Option{{Name: "model", Value: r.model.Name}}, Runs: []*web.Run{run}}
	return page.Write(w)
}

// sightings returns the anomalies of the model that was asked for, and then those
// of the others.
func (r *Result) sightings(verdicts []*checker.Verdict) ([]web.Sighting, error) {
	var all []web.Sighting
	for _, f := range r.Found {
		all = append(all, web.Sighting{Found: f, Model: r.model})
	}
	if r.Minimal != nil {
		var text bytes.Buffer
		if err := format.Native.Encode(&text, r.Minimal); err != nil {
			return nil, err
		}
		all[0].Minimal = text.String()
	}
	for _, v := range verdicts {
		if v.Model == r.model || v.From != nil {
			continue
		}
		for _, f := range anomalies.In(v) {
			all = append(all, web.Sighting{Found: f, Model: v.Model})
		}
	}
	return all, nil
}

// version returns the version of this module, as far as the build recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == "visar" && m.Version != "" {
			return m.Version
		}
	}
	return "devel"
}
