package main

import (
	"bytes"
	"fmt"
	"io"

	"visar/anomalies/draw"
)

// dot prints a graph for each anomaly that a verdict rests on, one after the other,
// as Graphviz reads them: dot -Tsvg -O makes a picture of each.
type dot struct{ w io.Writer }

func newDOT(w io.Writer, _ presentation) renderer { return dot{w} }

func (r dot) file(j *judged) error {
	for _, f := range j.findings.all {
		var b bytes.Buffer
		fmt.Fprintf(&b, "// %s: %s\n", printable(j.path), f.Name)
		if err := draw.DOT(&b, f, j.file.History); err != nil {
			return err
		}
		if _, err := r.w.Write(b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func (r dot) end(*runResult) error { return nil }
