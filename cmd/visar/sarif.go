package main

import (
	"encoding/json"
	"io"

	"visar/anomalies"
	"visar/checker"
	"visar/gate"
)

// sarif prints a log in the Static Analysis Results Interchange Format 2.1.0: a
// rule for each anomaly and a result for each place where it shows. What is let
// pass is a suppressed result; what could not be decided or judged is a
// notification.
type sarif struct {
	w       io.Writer
	results []sarifResult
	notices []sarifNotice
	rules   map[string]int // index by name
	catalog []sarifRule
}

func newSARIF(w io.Writer, _ presentation) renderer {
	return &sarif{w: w, rules: map[string]int{}, results: []sarifResult{}, catalog: []sarifRule{}}
}

// maxSARIFResults bounds the results: GitHub shows the first 5,000 of a run.
const maxSARIFResults = 5000

func (r *sarif) file(j *judged) error {
	done := map[*anomalies.Found]bool{}
	for _, it := range j.items() {
		switch {
		case it.verdict >= 0 && j.verdicts[it.verdict].Outcome == checker.Violated:
			r.violated(j, it, done)
		case it.grade > gradeAllowed:
			r.notify(j.path, it)
		}
	}
	for _, rm := range j.remarks {
		r.notices = append(r.notices, newSARIFNotice(rm.warning, rm.text, j.path, 0, 0))
	}
	return nil
}

// violated adds a result for each anomaly of a verdict that is not there yet.
func (r *sarif) violated(j *judged, it item, done map[*anomalies.Found]bool) {
	for _, f := range j.shown(it.verdict) {
		if !done[f] && len(r.results) < maxSARIFResults {
			r.results = append(r.results, r.result(j, it, f))
		}
		done[f] = true
	}
}

// shown returns the anomalies of verdict i: those that a survey found, or the one
// that it rests on.
func (res *judged) shown(i int) []*anomalies.Found {
	var found []*anomalies.Found
	for _, n := range res.findings.of[i] {
		found = append(found, res.findings.all[n])
	}
	if res.surveys == nil || res.surveys[i] == nil {
		return found
	}
	for _, f := range res.surveys[i].found[1:] {
		found = append(found, f.Found)
	}
	return found
}

func (r *sarif) result(j *judged, it item, f *anomalies.Found) sarifResult {
	h := j.file.History
	line := 0
	if len(f.Txns) > 0 {
		line = int(h.Line(f.Txns[0]))
	}
	model := j.verdicts[it.verdict].Model.Name
	out := sarifResult{
		RuleID: f.Name, RuleIndex: r.rule(f.Anomaly), Level: "error",
		Message:      sarifText{f.Name + " violates " + model + ". " + joinedSentences(f)},
		Locations:    []sarifLocation{{Physical: placeIn(j.path, line, 0)}},
		Fingerprints: fingerprints(f, model),
		Properties:   &sarifProperties{Model: model, Axiom: f.Axiom, Count: max(1, f.Count)},
		CodeFlows:    codeFlows(j, f),
	}
	if it.grade == gradeAllowed {
		out.Level = "note"
		reason := "allowed"
		if reasons := j.rulings[it.verdict].reasons; len(reasons) > 0 {
			reason = printableLines(reasons)
		}
		out.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: reason}}
	}
	return out
}

// rule returns the index of the rule of an anomaly.
func (r *sarif) rule(a *anomalies.Anomaly) int {
	at, ok := r.rules[a.ID]
	if !ok {
		at = len(r.catalog)
		r.rules[a.ID] = at
		r.catalog = append(r.catalog, sarifRule{ID: a.ID, Name: a.Title, Short: sarifText{a.Title}, Full: sarifText{oneParagraph(a.Doc)}, Help: sarifText{a.Explain()}})
	}
	return at
}

func (r *sarif) notify(path string, it item) {
	r.notices = append(r.notices, newSARIFNotice(it.grade == gradeWarned, it.message, path, it.line, it.column))
}

func (r *sarif) end(run *runResult) error {
	for _, rm := range run.remarks {
		r.notices = append(r.notices, remarkNotice(rm))
	}
	log := sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:        sarifTool{sarifDriver{Name: "visar", Version: version(), Rules: r.catalog}},
			Invocations: []sarifInvocation{{Successful: run.outcome != broken, ExitCode: exitOf(run.outcome), Notices: r.notices}},
			Bases:       map[string]sarifBase{"%SRCROOT%": {Description: sarifText{"The directory that visar ran in."}}},
			Results:     r.results,
			ColumnKind:  "utf16CodeUnits",
		}},
	}
	enc := json.NewEncoder(r.w)
	enc.SetIndent("", " ")
	return enc.Encode(log)
}

func remarkNotice(rm gate.Remark) sarifNotice {
	return newSARIFNotice(true, rm.Message, rm.Path, rm.Line, rm.Column)
}
