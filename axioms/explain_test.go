package axioms

import (
	"strings"
	"testing"
)

func TestExplanationsFitTheScreen(t *testing.T) {
	formulas := map[string]bool{}
	texts := map[string]string{}
	for _, a := range Axioms {
		formulas[a.Formula] = true
		texts[a.Name] = a.Explain()
	}
	for _, m := range Models {
		texts[m.Name] = m.Explain()
	}
	for name, text := range texts {
		for line := range strings.SplitSeq(text, "\n") {
			if len(line) > textColumns && !hasFormula(formulas, line) {
				t.Errorf("explanation of %s has a line of %d columns: %q", name, len(line), line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("explanation of %s has a line with blanks at its end: %q", name, line)
			}
		}
	}
}

// hasFormula reports whether the line is one of a model's formulas, which are
// not broken.
func hasFormula(formulas map[string]bool, line string) bool {
	for f := range formulas {
		if strings.HasSuffix(line, f) {
			return true
		}
	}
	return false
}

func TestExplainNoConflict(t *testing.T) {
	const want = `NOCONFLICT: No write conflicts

Of two transactions that write the same key, one sees the other.

Formula
  S /= T both write x => S VIS T or T VIS S

A history that breaks it, together with EXT
  T1: r(x,_) w(x,1)
  T2: r(x,_) w(x,2)

Implied by
  TOTALVIS
`
	if got := NoConflictAxiom.Explain(); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s", got)
	}
}

func TestExplainSnapshotIsolation(t *testing.T) {
	got := SnapshotIsolation.Explain()
	for _, part := range []string{
		"snapshot-isolation: Snapshot isolation\n",
		"\nOther names\n  si, pl-si,",
		"  PREFIX            AR ; VIS <= VIS\n",
		"\nA history that PREFIX forbids\n  T1: w(x,1)\n",
		"\nImplies directly\n  parallel-snapshot-isolation, prefix\n",
		"\nImplied directly by\n  serializable, strong-session-snapshot-isolation\n",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("the explanation lacks %q:\n%s", part, got)
		}
	}
}
