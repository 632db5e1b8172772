package main

import (
	"io"

	"visar/checker"
	"visar/web"
)

// htmlReport prints results as one page, which package web makes.
type htmlReport struct {
	w        io.Writer
	page     web.Page
	baseline []byte // the text of an earlier result, or nil
}

func newHTML(w io.Writer, p presentation) renderer {
	return &htmlReport{w: w, page: web.Page{Visar: version(), Command: p.command}}
}

func (r *htmlReport) file(j *judged) error {
	run := runOf(j)
	if r.baseline != nil {
		var err error
		if run.Baseline, err = web.ParseBaseline(r.baseline, j.path, len(r.page.Runs)); err != nil {
			return err
		}
	}
	r.page.Runs = append(r.page.Runs, run)
	return nil
}

func (r *htmlReport) end(run *runResult) error {
	for _, rm := range run.remarks {
		r.page.Notes = append(r.page.Notes, rm.Position.String()+": "+rm.Message)
	}
	return r.page.Write(r.w)
}

// runOf returns what was found about a file as a report shows it.
func runOf(j *judged) *web.Run {
	run := &web.Run{Path: j.path, Outcome: j.outcome.String(), Reason: j.reason, Verdicts: j.verdicts, Complete: true}
	for _, p := range j.problems {
		run.Problems = append(run.Problems, web.Problem{Line: p.line, Column: p.column, Message: p.message, Fatal: p.fatal})
	}
	if j.file != nil {
		run.SHA256, run.Format, run.Workload, run.History = j.file.SHA256, j.file.Format, j.file.Workload, j.file.History
	}
	run.Gate = j.gateText()
	b := checker.BorderOf(j.verdicts)
	run.Strongest, run.Weakest, run.Undecided = b.Strongest, b.Weakest, b.Undecided
	for i, v := range j.verdicts {
		for _, n := range j.findings.of[i] {
			run.Sightings = append(run.Sightings, web.Sighting{Found: j.findings.all[n], Model: v.Model})
		}
		if v.Outcome == checker.Violated && v.From == nil {
			addSurvey(run, j, i)
		}
	}
	return run
}

// addSurvey adds what the survey of verdict i found, with the smallest parts of the
// history that show it.
func addSurvey(run *web.Run, j *judged, i int) {
	if i >= len(j.surveys) || j.surveys[i] == nil {
		run.Complete = false
		return
	}
	s := j.surveys[i]
	run.Complete = run.Complete && s.complete
	for _, f := range s.found {
		sighting := web.Sighting{Found: f.Found, Model: j.verdicts[i].Model}
		for _, m := range j.minimal {
			if m.found == f.Found {
				sighting.Minimal = m.text
			}
		}
		run.Sightings = append(run.Sightings, sighting)
	}
}
