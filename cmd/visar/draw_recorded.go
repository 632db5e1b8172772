package main

import (
	"bytes"

	"github.com/spf13/cobra"

	"visar/anomalies/draw"
	"visar/axioms"
)

// breach returns the picture of the first breach of the axiom by the recorded
// execution, or nil if there is none.
func (f *drawFlags) breach(cmd *cobra.Command, path string) (*picture, error) {
	set, err := axioms.ParseAxioms(f.axiom)
	if err != nil {
		return nil, usageError{err}
	}
	h, lists, err := f.read(cmd, path)
	if err != nil {
		return nil, err
	}
	e, err := axioms.RecordedExecution(h)
	if err != nil {
		say(cmd, "%v", err)
		return nil, finish(unusable)
	}
	e.Lists = lists
	b := e.Validate(set)
	switch {
	case b == nil:
		say(cmd, "the recorded execution satisfies %s", set)
		return nil, nil
	case len(b.Txns) == 0:
		say(cmd, "%s", b.Message)
		return nil, finish(unusable)
	}
	return &picture{
		svg: func(w *bytes.Buffer) error { return draw.Recorded(w, e, b) },
		dot: func(w *bytes.Buffer) error { return draw.RecordedDOT(w, e, b) },
	}, nil
}
