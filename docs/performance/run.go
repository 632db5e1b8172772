package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"visar/docs/measure"
)

// figures are what one check cost and said.
type figures struct {
	outcome, engine string
	reason          string  // why undecided
	user            float64 // seconds
	deciding        float64 // seconds of wall time, certification included
	peak            int64   // megabytes
}

// figuresOf makes a history in the folder scratch, has it checked, and removes it.
func figuresOf(m measured, scratch string, timeout time.Duration) (figures, error) {
	path := filepath.Join(scratch, "history.jsonl")
	defer os.Remove(path)
	generate := exec.Command("./visar", append(strings.Fields(m.generate())[1:], "-o", path)...)
	generate.Stderr = os.Stderr
	if err := generate.Run(); err != nil {
		return figures{}, err
	}
	if m.grouped {
		if err := measure.ListBySession(path); err != nil {
			return figures{}, err
		}
	}
	check := append([]string{"./visar"}, strings.Fields(m.check())[1:]...)
	r, err := measure.Run(0, append(check, "-o", "json", "--timeout", timeout.String(), path)...)
	if err != nil {
		return figures{}, err
	}
	f, err := read(r.Out)
	f.user, f.peak = r.User, r.Peak
	return f, err
}

// read takes the verdict out of the report of a check.
func read(out []byte) (figures, error) {
	var report struct {
		Histories []struct {
			Outcome, Reason string
			Verdicts        []struct {
				Outcome, Engine, Reason string
				Seconds                 float64
			}
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return figures{}, err
	}
	if len(report.Histories) != 1 {
		return figures{}, fmt.Errorf("%d histories in the report, expected 1", len(report.Histories))
	}
	h := report.Histories[0]
	if len(h.Verdicts) == 0 {
		return figures{outcome: h.Outcome, reason: h.Reason}, nil
	}
	v := h.Verdicts[0]
	return figures{outcome: v.Outcome, engine: v.Engine, reason: v.Reason, deciding: v.Seconds}, nil
}
