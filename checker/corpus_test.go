package checker

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/format"
)

var rewrite = flag.Bool("rewrite", false, "write the transcripts anew")

// notated returns the history of a text in the notation.
func notated(t *testing.T, text string) *history.History {
	t.Helper()
	h, err := history.Parse(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return h
}

// obeyed returns the models that h obeys. It fails unless every verdict is
// certified, is the same where its model is judged alone, and is left open only
// where the model says nothing about h.
func obeyed(t *testing.T, h *history.History) oracle.Set {
	t.Helper()
	verdicts, err := Classify(context.Background(), h, axioms.Models, Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, h)
	}
	var found oracle.Set
	for i, v := range verdicts {
		alone, err := Check(context.Background(), h, axioms.Models[i], Options{})
		if err != nil {
			t.Fatalf("%s: %v\n%s", v.Model.Name, err, h)
		}
		if v.Outcome != alone.Outcome {
			t.Errorf("%s: %s among all models, %s alone", v.Model.Name, v.Outcome, alone.Outcome)
		}
		if defined := oracle.Defined(h).Has(v.Model.Name); (v.Outcome != Undecided) != defined || v.Certified != defined || alone.Certified != defined {
			t.Errorf("%s: %s (certified %v, alone %v), defined here: %v", v.Model.Name, v.Outcome, v.Certified, alone.Certified, defined)
		}
		if v.Outcome == Consistent {
			found |= oracle.Of(v.Model.Name)
		}
	}
	return found
}

// follows returns the models that admit h if the models of admitted do and those
// of forbidding do not: what a stronger model admits a weaker one admits. It
// fails if that leaves a model open or answers it twice.
func follows(t *testing.T, h *history.History, admitted, forbidding []string) oracle.Set {
	t.Helper()
	var yes, no oracle.Set
	for _, m := range axioms.Models {
		for _, name := range admitted {
			if modelNamed(t, name).Axioms.Implies(m.Axioms) {
				yes |= oracle.Of(m.Name)
			}
		}
		for _, name := range forbidding {
			if m.Axioms.Implies(modelNamed(t, name).Axioms) {
				no |= oracle.Of(m.Name)
			}
		}
	}
	if twice := yes & no; twice != 0 {
		t.Fatalf("expected to be admitted and forbidden by %v", twice.Names())
	}
	if open := oracle.All &^ yes &^ no; open != 0 {
		t.Fatalf("nothing is expected of %v", open.Names())
	}
	return yes & oracle.Defined(h)
}

func modelNamed(t testing.TB, name string) *axioms.Model {
	t.Helper()
	m, err := axioms.ModelByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// jobUnder returns the job of deciding a named model on h alone.
func jobUnder(t testing.TB, h *history.History, name string) *job {
	t.Helper()
	r, err := resolve(h, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &job{ctx: context.Background(), h: h, r: r, set: modelNamed(t, name).Axioms.Closure()}
}

// expect fails unless h obeys exactly the models of want, and the oracle says so
// too.
func expect(t *testing.T, h *history.History, want oracle.Set) {
	t.Helper()
	for judge, got := range map[string]oracle.Set{"checker": obeyed(t, h), "oracle": oracle.Admitted(h, oracle.Versioned)} {
		if got != want {
			t.Errorf("the %s wrongly admits %v and forbids %v\n%s", judge, (got &^ want).Names(), (want &^ got).Names(), h)
		}
	}
}

func namedHistories(t *testing.T) []oracle.Named {
	t.Helper()
	all, err := oracle.ReadNamed("../testdata/anomalies/verdicts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestNamedHistories holds the checker against verdicts that were computed from
// the axioms by another program.
func TestNamedHistories(t *testing.T) {
	all := namedHistories(t)
	for _, named := range all {
		t.Run(named.Name, func(t *testing.T) {
			f, err := format.Read(context.Background(), strings.NewReader(jsonLines(named.History)), named.Name)
			if err != nil {
				t.Fatal(err)
			}
			want := oracle.Of(named.Consistent...)
			judged := want | oracle.Of(named.Violated...)
			if n := len(judged.Names()); n != 39 || n != len(named.Consistent)+len(named.Violated) {
				t.Fatalf("%d models are judged, want 39", n)
			}
			if got := obeyed(t, f.History) & judged; got != want {
				t.Errorf("wrongly consistent %v, wrongly violated %v\n%s", (got &^ want).Names(), (want &^ got).Names(), f.History)
			}
		})
	}
	if len(all) != 39 {
		t.Errorf("%d histories, want 39", len(all))
	}
}

func jsonLines(values []json.RawMessage) string {
	var s strings.Builder
	for _, v := range values {
		s.Write(append(v, '\n'))
	}
	return s.String()
}

// TestCorpus runs the transcripts: prose, a history, by hand the strongest
// models that admit it and the weakest that forbid it, and below the line the
// verdict of every model. With -rewrite the part below the line is written anew;
// commit it only if you understand what changed it.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob("../testdata/corpus/*.txt")
	if err != nil || len(paths) < 18 {
		t.Fatalf("%d transcripts, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			for text := range strings.SplitSeq(strings.TrimSuffix(string(data), "\n"), "\n\n") {
				if out.Len() > 0 {
					out.WriteString("\n\n")
				}
				out.WriteString(transcript(t, text))
			}
			out.WriteString("\n")
			switch {
			case out.String() == string(data):
			case *rewrite:
				if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			default:
				t.Errorf("not what there is now; look at it and run with -rewrite:\n%s", out.String())
			}
		})
	}
}

// transcript judges one case of a transcript and returns it as it should stand.
func transcript(t *testing.T, text string) string {
	t.Helper()
	head, _, _ := strings.Cut(text, "\n----")
	var notation strings.Builder
	var claims [2][]string
	for line := range strings.SplitSeq(head, "\n") {
		if names, ok := strings.CutPrefix(line, "admitted by "); ok {
			claims[0] = strings.Split(names, ", ")
		} else if names, ok := strings.CutPrefix(line, "forbidden by "); ok {
			claims[1] = strings.Split(names, ", ")
		} else {
			notation.WriteString(line + "\n")
		}
	}
	h := notated(t, notation.String())
	want := follows(t, h, claims[0], claims[1])
	expect(t, h, want)
	return head + "\n----\n" + table(obeyed(t, h), oracle.Defined(h))
}

// table shows which models admit a history: those of the grid a row for each
// base, the others in lines.
func table(admitted, defined oracle.Set) string {
	cell := func(model string) string {
		switch {
		case !defined.Has(model):
			return "undecided"
		case admitted.Has(model):
			return "consistent"
		}
		return "violated"
	}
	var s strings.Builder
	fmt.Fprintf(&s, "%-28s%-12s%-12s%-12s%s\n", "", "plain", "session", "real time", "strong")
	var listed oracle.Set
	for _, base := range []string{"read-atomic", "update-atomic", "causal", "parallel-snapshot-isolation", "prefix", "snapshot-isolation"} {
		row := []string{base, "strong-session-" + base, "realtime-" + base, "strong-" + base}
		listed |= oracle.Of(row...)
		fmt.Fprintf(&s, "%-28s%-12s%-12s%-12s%s\n", base, cell(row[0]), cell(row[1]), cell(row[2]), cell(row[3]))
	}
	listed |= oracle.Of("serializable", "strong-session-serializable", "strict-serializable")
	fmt.Fprintf(&s, "%-28s%-12s%-12s%-12s%s", "serializable", cell("serializable"), cell("strong-session-serializable"), "", cell("strict-serializable"))
	for _, m := range axioms.Models {
		if !listed.Has(m.Name) {
			fmt.Fprintf(&s, "\n%-52s%s", m.Name, cell(m.Name))
		}
	}
	return s.String()
}
