package main

import (
	"encoding/json"
	"io"
)

// jsonLines prints results as JSON Lines: one that says what follows, one for each
// history as soon as it is judged, and one for the end. It holds nothing back, so
// that a long run can be followed.
type jsonLines struct {
	w       io.Writer
	command string
	all     bool // list every anomaly that was found
	begun   bool
	worst   outcome
}

func newJSONLines(w io.Writer, p presentation) renderer {
	return &jsonLines{w: w, command: p.command, all: p.all}
}

func (r *jsonLines) begin() error {
	if r.begun {
		return nil
	}
	r.begun = true
	return r.line(struct {
		Type    string `json:"type"`
		Version int    `json:"schema_version"`
		Command string `json:"command"`
		Visar   string `json:"visar"`
	}{"run", schemaVersion, r.command, version()})
}

func (r *jsonLines) line(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = r.w.Write(append(text, '\n'))
	return err
}

func (r *jsonLines) file(j *judged) error {
	if err := r.begin(); err != nil {
		return err
	}
	r.worst = max(r.worst, j.outcome)
	text, err := historyJSON(j, r.command, r.all)
	if err != nil {
		return err
	}
	return r.line(struct {
		Type    string          `json:"type"`
		History json.RawMessage `json:"history"`
	}{"history", text})
}

func (r *jsonLines) end(run *runResult) error {
	if err := r.begin(); err != nil {
		return err
	}
	return r.line(struct {
		Type    string       `json:"type"`
		Outcome string       `json:"outcome"`
		Gate    *jsonRunGate `json:"gate,omitempty"`
	}{"end", r.worst.String(), runGate(run, r.command)})
}
