package main

import (
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"visar/web"
)

// parsedResults are the results in a file as it was at a time.
type parsedResults struct {
	time    time.Time
	results []*web.Baseline
}

// maxResults bounds, in bytes, a file of results that is read.
const maxResults = 1 << 30

// earlier are the results found under the directory, the latest first.
type earlier []*earlierRun

// earlierRun is what earlier results say of a history.
type earlierRun struct {
	*web.Baseline
	dir  string // of the results, below the directory served
	time time.Time
	page bool // a report is beside them
	used bool // the history is there too
}

// earlierResults reads every results.json under the directory that is visar's.
// Those that did not change are not read again.
func (s *server) earlierResults() earlier {
	var all earlier
	tree := s.root.FS()
	fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "results.json" || !d.Type().IsRegular() {
			return nil // what cannot be read is not shown
		}
		info, err := d.Info()
		if err != nil || info.Size() > maxResults {
			return nil
		}
		dir := path.Dir(name)
		page, err := fs.Stat(tree, path.Join(dir, "report.html"))
		for _, b := range s.parse(tree, name, info.ModTime()) {
			all = append(all, &earlierRun{b, dir, info.ModTime(), err == nil && page.Mode().IsRegular(), false})
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b *earlierRun) int { return b.time.Compare(a.time) })
	return all
}

func (s *server) parse(tree fs.FS, name string, changed time.Time) []*web.Baseline {
	s.shown.Lock()
	defer s.shown.Unlock()
	if known, ok := s.parsed[name]; ok && known.time.Equal(changed) {
		return known.results
	}
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil
	}
	results, _ := web.ParseResults(text) // others have files of that name too
	s.parsed[name] = parsedResults{changed, results}
	return results
}

// settle gives a run that this program did not judge the outcome of the latest
// results about it, unless they are older than it is.
func (e earlier) settle(run *web.IndexRun) {
	settled := run.Outcome != "" && run.Source == ""
	for _, r := range e {
		if !r.about(run.Path) {
			continue
		}
		r.used = true
		if !settled && !run.Time.After(r.time) {
			run.Outcome, run.Anomalies, run.Source = r.Outcome, r.kinds(), "by visar "+r.Visar
			settled = true
		}
	}
}

// keep reports whether a file is what a check kept: of a run, or of an anomaly.
func (e earlier) keep(name string) bool {
	dir, base := path.Split(name)
	kept := path.Clean(dir)
	if path.Base(kept) == "anomalies" {
		kept = path.Dir(kept)
	} else if !slices.ContainsFunc(artifactFiles, func(f artifactFile) bool { return f.name == base }) {
		return false
	}
	return slices.ContainsFunc(e, func(r *earlierRun) bool { return r.dir == kept })
}

// about reports whether the results are about the history at a path: one beside
// them or below, of the name that they give.
func (r *earlierRun) about(name string) bool {
	below, inside := name, true
	if r.dir != "." {
		below, inside = strings.CutPrefix(name, r.dir+"/")
	}
	given := path.Clean(strings.ReplaceAll(r.Path, `\`, "/"))
	return inside && (given == below || strings.HasSuffix(given, "/"+below) || strings.HasSuffix(below, "/"+given))
}

// kinds are the names of the anomalies, each once.
func (r *earlierRun) kinds() []string {
	var names []string
	for _, a := range r.Anomalies {
		if !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// others are the results whose histories are elsewhere.
func (e earlier) others() []web.IndexRun {
	var runs []web.IndexRun
	for _, r := range e {
		if r.used {
			continue
		}
		run := web.IndexRun{Path: path.Join(r.dir, path.Base(r.Path)), Test: r.Path, Time: r.time,
			Outcome: r.Outcome, Source: "by visar " + r.Visar, Anomalies: r.kinds()}
		if r.page {
			run.Link = "kept?path=" + url.QueryEscape(path.Join(r.dir, "report.html"))
		}
		runs = append(runs, run)
	}
	return runs
}

// keptPolicy holds for pages that were found under the directory: they may run
// their scripts, in an origin of their own, and load nothing.
const keptPolicy = "sandbox allow-scripts allow-modals allow-downloads; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; " +
	"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// kept sends a report that an earlier check wrote.
func (s *server) kept(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("path")
	if path.Base(name) != "report.html" {
		http.NotFound(w, r)
		return
	}
	f, _ := s.file(w, name)
	if f == nil {
		return
	}
	defer f.Close()
	w.Header().Set("Content-Security-Policy", keptPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.Copy(w, f)
}
