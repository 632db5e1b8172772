package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/checker"
	visarclaims "visar/claims"
	"visar/history"
	"visar/history/format"
)

const verifyDoc = `Verify checks the evidence of every verdict that visar check -o json or
visar classify -o json wrote about a history, against the history itself. No
part of the search takes part: an execution is held against the axioms, a cycle
or a proof against the recorded operations.

The exit code is 0 if all the evidence stands, 1 if some does not, and 3 if the
result is about another file. An undecided verdict claims nothing and has none.`

func verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify HISTORY RESULT.json",
		Short: "Check the evidence of a result again",
		Long:  verifyDoc,
		Args:  cobra.ExactArgs(2),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			result, err := readResult(args[1])
			if err != nil {
				return inputError{err}
			}
			all, err := claimsAbout(cmd, args[0], result)
			if err != nil {
				return err
			}
			stands := true
			for _, about := range all {
				ok, err := verifyAll(cmd.OutOrStdout(), about)
				if err != nil {
					return err
				}
				stands = stands && ok
			}
			if !stands {
				return finish(violated)
			}
			return nil
		}),
	}
}

type result struct {
	Version   int           `json:"schema_version"`
	Histories []jsonHistory `json:"histories"`
}

func readResult(path string) (*result, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var r result
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("%s: expected a result of visar: %w", path, err)
	}
	if r.Version != schemaVersion {
		return nil, fmt.Errorf("%s: expected a result with schema_version %d, got %d", path, schemaVersion, r.Version)
	}
	return &r, nil
}

// resultAbout is what a result says of a history, with the history.
type resultAbout struct {
	claims *jsonHistory
	file   *format.File
}

// claimsAbout reads the history at path and returns what the result says about
// it, which it knows by the file's checksum. The file is read in the way in which
// it was read then.
func claimsAbout(cmd *cobra.Command, path string, r *result) ([]resultAbout, error) {
	tried := map[inputFlags]*format.File{}
	var failed error
	var all []resultAbout
	for i := range r.Histories {
		claims := &r.Histories[i]
		in := inputFlags{format: claims.Format, independent: claims.Options.Independent, skew: claims.Options.ClockSkew}
		if claims.Format == "" {
			continue // it could not be read
		}
		file, ok := tried[in]
		if !ok {
			var err error
			if file, err = in.open(cmd.Context(), path); err != nil {
				failed = err
			}
			tried[in] = file
		}
		if file != nil && file.SHA256 == claims.SHA256 {
			all = append(all, resultAbout{claims, file})
		}
	}
	switch {
	case len(all) > 0:
		return all, nil
	case failed != nil:
		return nil, failed
	}
	return nil, inputError{fmt.Errorf("%s: the result says nothing about a file with this content", path)}
}

// verifyAll checks every verdict about a history, and says how each went.
func verifyAll(w io.Writer, about resultAbout) (stands bool, err error) {
	h, err := viewed(about.file.History, about.claims.Options)
	if err != nil {
		return false, err
	}
	stands = true
	for _, v := range about.claims.Verdicts {
		line, ok := verifyClaim(h, about.claims, v)
		stands = stands && ok
		if _, err := fmt.Fprintln(w, printable(line)); err != nil {
			return false, err
		}
	}
	return stands, nil
}

// verifyClaim checks one verdict and says how it went.
func verifyClaim(h *history.History, claims *jsonHistory, v jsonVerdict) (line string, stands bool) {
	if v.Outcome == checker.Undecided.String() {
		return fmt.Sprintf("%s: undecided, which claims nothing", v.Model), true
	}
	if err := standing(h, claims, v); err != nil {
		return fmt.Sprintf("%s: %s does NOT stand: %s", v.Model, v.Outcome, err), false
	}
	return fmt.Sprintf("%s: %s stands", v.Model, v.Outcome), true
}

// standing returns what is wrong with the evidence for v, or nil.
func standing(h *history.History, claims *jsonHistory, v jsonVerdict) error {
	m, err := modelOf(v)
	if err != nil {
		return err
	}
	var outcome checker.Outcome
	switch v.Outcome {
	case checker.Consistent.String():
		outcome = checker.Consistent
	case checker.Violated.String():
		outcome = checker.Violated
	default:
		return fmt.Errorf("there is no outcome %q", v.Outcome)
	}
	if _, _, special := visarclaims.LawOf(v.Model); special {
		return sameAgain(h, claims, v, outcome)
	}
	if v.Evidence == nil || *v.Evidence < 0 || *v.Evidence >= len(claims.Evidence) {
		return errors.New("it has no evidence")
	}
	sense, err := (&inputFlags{lists: claims.Options.Lists}).listSense()
	if err != nil {
		return err
	}
	return checker.Verify(h, m, outcome, claims.Evidence[*v.Evidence], sense)
}

// viewed returns the part of h that the claim in the options takes into account.
func viewed(h *history.History, o jsonOptions) (*history.History, error) {
	if o.Claim == "" {
		return h, nil
	}
	c, err := visarclaims.ByName(o.Claim)
	if err != nil {
		return nil, inputError{err}
	}
	at, err := (&inputFlags{quiescence: o.Quiescence, crashes: o.Crashes}).moments(visarclaims.MomentsOf(h))
	if err != nil {
		return nil, inputError{err}
	}
	for _, p := range c.Parts(h, at) {
		if p.String() == o.View && p.History != nil {
			return p.History, nil
		}
	}
	return nil, inputError{fmt.Errorf("the claim %s has no part %q", o.Claim, o.View)}
}

// sameAgain decides again what only a claim asks, where nothing is searched for, and
// certifies it again.
func sameAgain(h *history.History, claims *jsonHistory, v jsonVerdict, outcome checker.Outcome) error {
	sense, err := (&inputFlags{lists: claims.Options.Lists}).listSense()
	if err != nil {
		return err
	}
	got, err := claimVerdict(context.Background(), h, v.Model, checker.Options{Lists: sense})
	if err == nil && got.Outcome != outcome {
		err = fmt.Errorf("it is %s", got.Outcome)
	}
	return err
}

// modelOf returns the model that v is about, which has a name or is a set of
// axioms.
func modelOf(v jsonVerdict) (*axioms.Model, error) {
	if m, err := axioms.ModelByName(v.Model); err == nil {
		return m, nil
	}
	set, err := axioms.ParseAxioms(strings.Join(v.Axioms, ","))
	if err != nil {
		return nil, err
	}
	return axioms.ModelOf(set)
}
