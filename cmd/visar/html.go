package main

import (
	"fmt"
	"io"
	"strings"

	"visar/checker"
	"visar/gate"
	"visar/web"
)

// htmlReport prints results as one page, which package web makes.
type htmlReport struct {
	w        io.Writer
	page     web.Page
	baseline []*web.Baseline // what an earlier result says, or nil
}

func newHTML(w io.Writer, p presentation) renderer {
	return &htmlReport{w: w, page: web.Page{Visar: version(), Command: p.command, Flags: p.flags}}
}

func (r *htmlReport) file(j *judged) error {
	run := runOf(j)
	run.Baseline = web.BaselineFor(r.baseline, j.path, len(r.page.Runs))
	r.page.Runs = append(r.page.Runs, run)
	return nil
}

func (r *htmlReport) end(run *runResult) error {
	for _, rm := range run.remarks {
		r.page.Notes = append(r.page.Notes, web.Note{Warning: true, Text: rm.Position.String() + ": " + rm.Message})
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
	addRulings(run, j)
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

// addRulings adds what the gate made of the file, and that it is vacuous if so.
func addRulings(run *web.Run, j *judged) {
	if len(j.vacuity.Reasons) > 0 {
		run.Notes = append(run.Notes, web.Note{Warning: j.policy != gate.Pass, Text: "vacuous: " + strings.Join(j.vacuity.Reasons, "; ")})
	}
	for _, rm := range j.remarks {
		run.Notes = append(run.Notes, web.Note{Warning: rm.warning, Text: rm.text})
	}
	if len(j.rulings) == 0 {
		return
	}
	run.Counts = fmt.Sprintf("%s, exit code %d", j.counted, exitOf(j.counted))
	for i, r := range j.rulings {
		if len(r.reasons) > 0 {
			run.Rulings = append(run.Rulings, web.Ruling{Model: j.verdicts[i].Model.Name, Grade: r.grade.String(), Reasons: r.reasons})
		}
	}
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
