package main

// jsonRunGate is what the gate makes of a run.
type jsonRunGate struct {
	Outcome  string        `json:"outcome"`
	ExitCode int           `json:"exit_code"`
	Warnings []jsonWarning `json:"warnings"`
}

// jsonWarning is a remark about the expectations.
type jsonWarning struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

func runGate(run *runResult, command string) *jsonRunGate {
	if command != "check" {
		return nil
	}
	g := &jsonRunGate{run.outcome.String(), exitOf(run.outcome), []jsonWarning{}}
	for _, r := range run.remarks {
		g.Warnings = append(g.Warnings, jsonWarning{r.Path, r.Line, r.Column, r.Message})
	}
	return g
}

// jsonGate is what the gate makes of a history.
type jsonGate struct {
	Outcome string   `json:"outcome"`
	Expect  string   `json:"expect,omitempty"` // position of the entry
	Vacuous []string `json:"vacuous"`          // why it is
	Policy  string   `json:"on_vacuous,omitempty"`
	Remarks []string `json:"remarks"`
}

// jsonRuling is what the gate makes of a verdict.
type jsonRuling struct {
	Grade   string   `json:"grade"`
	Reasons []string `json:"reasons"`
}

// jsonJepsen is what Jepsen's own checker said.
type jsonJepsen struct {
	Valid     string   `json:"valid"`
	Anomalies []string `json:"anomalies"`
	Differs   bool     `json:"differs"`
}

// rule fills in what the gate made of the history.
func (o *jsonHistory) rule(j *judged) {
	o.Gate = &jsonGate{Outcome: j.counted.String(), Vacuous: append([]string{}, j.vacuity.Reasons...), Remarks: []string{}}
	if j.entry != nil {
		o.Gate.Expect = j.entry.Position.String()
	}
	if len(j.vacuity.Reasons) > 0 {
		o.Gate.Policy = j.policy.String()
	}
	for _, r := range j.remarks {
		o.Gate.Remarks = append(o.Gate.Remarks, r.text)
	}
	for i, r := range j.rulings {
		o.Verdicts[i].Ruling = &jsonRuling{r.grade.String(), append([]string{}, r.reasons...)}
	}
	if j.jepsen != nil {
		o.Jepsen = &jsonJepsen{j.jepsen.Valid, append([]string{}, j.jepsen.Anomalies...), j.differsFromJepsen()}
	}
}
