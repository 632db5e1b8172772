package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"visar/gate"
)

// judgeFiles judges every file and prints each as soon as it is done. It returns
// the outcome over all files.
func judgeFiles(cmd *cobra.Command, paths []string, j *judge, out *outputFlags) (outcome, error) {
	if _, err := j.input.options(); err != nil {
		return broken, err
	}
	var err error
	if j.lists, err = j.input.listSense(); err != nil {
		return broken, err
	}
	sinks, err := out.open(cmd)
	if err != nil {
		return broken, err
	}
	j.budget.limitMemory()
	j.minimizing = slices.ContainsFunc(sinks, (*sink).wantsMinimal)
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	run := &runResult{}
	for path, err := range historiesIn(paths, cmd.ErrOrStderr()) {
		for _, res := range j.results(ctx, path, err) {
			j.gate.rule(res)
			run.outcome = max(run.outcome, res.counted)
			if !slices.ContainsFunc(sinks, (*sink).onScreen) {
				complain(cmd.ErrOrStderr(), res)
			}
			for _, s := range sinks {
				if err := s.file(res); err != nil {
					return broken, fmt.Errorf("writing to %s: %w", orStandard(s.path), err)
				}
			}
		}
	}
	run.remarks = j.gate.stale()
	for _, s := range sinks {
		if err := s.close(run); err != nil {
			return broken, fmt.Errorf("writing to %s: %w", orStandard(s.path), err)
		}
	}
	return run.outcome, nil
}

// results judges the file at path, if it was found.
func (j *judge) results(ctx context.Context, path string, found error) []*judged {
	switch {
	case found != nil:
		res := &judged{path: path, input: j.input}
		res.unusable(problemOf(found, path))
		return []*judged{res}
	case j.claim != nil:
		return j.claimed(ctx, path)
	}
	return []*judged{j.file(ctx, path)}
}

// runResult is what came of a whole run.
type runResult struct {
	outcome outcome       // the worst that counts
	remarks []gate.Remark // about the expectations
}

// complain says on the standard error, where no output tells people, what is wrong
// with a file that could not be judged, and what says too little to pass in silence.
func complain(w io.Writer, res *judged) {
	t := text{w: w}
	switch {
	case res.outcome >= unusable:
		t.unread(res)
	case len(res.rulings) > 0 && len(res.vacuity.Reasons) > 0 && res.counted != violated && res.policy != gate.Pass:
		it := res.vacuous()
		t.line("%s: %s: %s", printable(res.path), it.grade, it.message)
	}
}
