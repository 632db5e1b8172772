package checker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
)

// TestEvidenceSurvivesJSON: what the engines find stands when it comes back from
// JSON, and against no model that has the other verdict.
func TestEvidenceSurvivesJSON(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	stood := map[Outcome]int{}
	forEachVerdict(t, rng, 60, func(h *history.History, verdicts []*Verdict, v *Verdict, evidence json.RawMessage) {
		stood[v.Outcome]++
		if err := Verify(h, v.Model, v.Outcome, evidence, axioms.Versioned); err != nil {
			t.Fatalf("%v\n%s\n%s", err, evidence, h)
		}
		again, err := ParseEvidence(h, v.Model, v.Outcome, evidence, axioms.Versioned)
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := again.EvidenceJSON(); !bytes.Equal(text, evidence) {
			t.Fatalf("evidence\n%s\nis, once read,\n%s", evidence, text)
		}
		for _, o := range verdicts {
			if o.Outcome != v.Outcome && Verify(h, o.Model, v.Outcome, evidence, axioms.Versioned) == nil {
				t.Fatalf("%s is %s, but evidence for %s stands:\n%s\n%s", o.Model.Name, o.Outcome, v.Outcome, evidence, h)
			}
		}
	})
	if stood[Consistent] < 500 || stood[Violated] < 500 {
		t.Errorf("%v verdicts say little", stood)
	}
}

// TestTamperedEvidenceRefutesNothingConsistent changes what engines found, and
// holds it against the models that the oracle admits.
func TestTamperedEvidenceRefutesNothingConsistent(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 32))
	tried := 0
	forEachVerdict(t, rng, 40, func(h *history.History, verdicts []*Verdict, v *Verdict, evidence json.RawMessage) {
		if v.Outcome != Violated {
			return
		}
		for range 20 {
			evidence = tamper(rng, evidence)
			for _, o := range verdicts {
				if o.Outcome != Consistent {
					continue
				}
				tried++
				if Verify(h, o.Model, Violated, evidence, axioms.Versioned) == nil {
					t.Fatalf("%s holds for\n%s\nbut is refuted by\n%s", o.Model.Name, h, evidence)
				}
			}
		}
	})
	if tried < 20_000 {
		t.Errorf("only %d pieces of evidence were tried", tried)
	}
}

// forEachVerdict calls f with the verdicts on random histories in which nothing
// is ambiguous; each verdict is that of the oracle.
func forEachVerdict(t *testing.T, rng *rand.Rand, histories int, f func(*history.History, []*Verdict, *Verdict, json.RawMessage)) {
	t.Helper()
	for i := range histories {
		cfg := oracle.Config{Txns: 2 + i%4, Keys: 1 + i%3, Ops: 1 + i%4, Sessions: i%2 == 0, Times: i%3 == 0,
			Aborted: i%5 == 0, Unknown: i%4 == 0, Lists: i%3 == 1}
		h, admitted := oracle.Telling(rng, cfg, oracle.Versioned)
		verdicts, err := Classify(context.Background(), h, axioms.Models, Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, h)
		}
		for _, v := range verdicts {
			if v.Outcome == Undecided {
				continue
			}
			if admitted.Has(v.Model.Name) != (v.Outcome == Consistent) {
				t.Fatalf("%s: %s\n%s", v.Model.Name, v.Outcome, h)
			}
			evidence, err := v.EvidenceJSON()
			if err != nil {
				t.Fatal(err)
			}
			f(h, verdicts, v, evidence)
		}
	}
}

var (
	numbers = regexp.MustCompile(`-?\d+`)
	kinds   = regexp.MustCompile(`"(SO|RT|WR|WW|RW|CO)"`)
)

// tamper changes one number or the kind of one edge.
func tamper(rng *rand.Rand, evidence []byte) []byte {
	pattern, by := numbers, strconv.Itoa(rng.IntN(8))
	if rng.IntN(4) == 0 {
		pattern, by = kinds, `"`+[]string{"SO", "RT", "WR", "WW", "RW"}[rng.IntN(5)]+`"`
	}
	places := pattern.FindAllIndex(evidence, -1)
	if len(places) == 0 {
		return evidence
	}
	at := places[rng.IntN(len(places))]
	return bytes.Join([][]byte{evidence[:at[0]], evidence[at[1]:]}, []byte(by))
}

func TestVerifyExecutions(t *testing.T) {
	const text = "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: r(x,_)"
	for _, c := range []struct{ model, evidence, why string }{
		{"serializable", `{"execution": {"order": [2, 0, 1], "prefix": [0, 1, 2]}}`, ""},
		{"causal", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[1, 0]]}}}`, ""},
		{"strong-session-read-atomic", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[1, 0]], "with": ["SESSION"]}}}`, ""},
		{"strong-session-causal", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[1, 0]], "with": ["SESSION"], "closed": true}}}`, "EXT"},
		{"serializable", `{"execution": {"order": [0, 1, 2], "prefix": [0, 1, 2]}}`, "EXT"},
		{"serializable", `{"execution": {"order": [2, 0, 1], "prefix": [0, 0, 2]}}`, "TOTALVIS"},
		{"serializable", `{"execution": {"order": [2, 0], "prefix": [0, 1]}}`, "AR lacks T2"},
		{"serializable", `{"execution": {"order": [2, 0, 0], "prefix": [0, 1, 2]}}`, "order: entry 3: txn 0 is there twice"},
		{"serializable", `{"execution": {"order": [2, 0, 3], "prefix": [0, 1, 2]}}`, "order: entry 3: txn 3 is out of range, expected 0 to 2"},
		{"serializable", `{"execution": {"order": [2, 0, 1], "prefix": [0, 2, 2]}}`, "prefix: entry 2: length 2 is out of range, expected 0 to 1"},
		{"serializable", `{"execution": {"order": [2, 0, 1], "prefix": [0, 1]}}`, "prefix has 2 entries, expected 3"},
		{"serializable", `{"execution": {"order": [2, 0, 1]}}`, "expected one of prefix and visible"},
		{"causal", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[1, 3]]}}}`, "txn 3 is out of range"},
		{"causal", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[3, 1]]}}}`, "row 1: txn 3 is out of range"},
		{"causal", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[2, 0], [1, 0]]}}}`, "row 2: txn 1 is out of range, expected 3 to 2"},
		{"causal", `{"execution": {"order": [0, 1, 2], "visible": {"rows": [[]]}}}`, "row 1 is empty"},
		{"causal", `{"execution": {"order": [0, 1, 2], "visible": {"with": ["X"]}}}`, `unknown relation "X"`},
		{"causal", `{"cycle": []}`, `expected "execution"`},
		{"causal", `{"execution": {"order": [99999999999]}}`, "cannot unmarshal number 99999999999"},
		{"causal", `{"execution"`, "unexpected end of JSON input"},
		{"causal", ``, "unexpected end of JSON input"},
	} {
		h := notated(t, text)
		m := modelNamed(t, c.model)
		err := Verify(h, m, Consistent, json.RawMessage(c.evidence), axioms.Versioned)
		if c.why == "" && err != nil || c.why != "" && (err == nil || !strings.Contains(err.Error(), c.why)) {
			t.Errorf("%s\n%s\nerror %v, expected it to say %q", c.model, c.evidence, err, c.why)
		}
	}
}

func TestVerifyRefusesWhatHasNoEvidence(t *testing.T) {
	h := notated(t, "T1: w(x,1) a(x,2)")
	var unusable *UnusableError
	if err := Verify(h, axioms.Serializable, Violated, nil, axioms.Versioned); !errors.As(err, &unusable) {
		t.Errorf("error is %v, expected that the history cannot be judged", err)
	}
	h = notated(t, "T1: w(x,1) w(y,1)")
	if err := Verify(h, axioms.Linearizable, Violated, nil, axioms.Versioned); err == nil || !strings.Contains(err.Error(), "one key") {
		t.Errorf("error is %v, expected that the model does not speak of the history", err)
	}
	for _, c := range []struct {
		outcome       Outcome
		evidence, why string
	}{
		{Undecided, `{}`, "an outcome that is undecided has none"},
		{Violated, `{}`, "has 0 of the forms that a refutation can have"},
		{Violated, `{"execution": {"order": [0], "prefix": [0]}}`, "has 0 of"},
		{Violated, `{"cycle": [{"kind": "SO"}], "proof": {}}`, "has 2 of"},
	} {
		h := notated(t, "T1: w(x,1)")
		err := Verify(h, axioms.Serializable, c.outcome, json.RawMessage(c.evidence), axioms.Versioned)
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s %s: error is %v, expected it to say %q", c.outcome, c.evidence, err, c.why)
		}
	}
}

// FuzzVerify reads evidence of violation of any kind: it must not panic, and
// must not refute what the oracle says is consistent.
func FuzzVerify(f *testing.F) {
	for _, cases := range [][]evidenceCase{cycleCases, breachCases, proofCases} {
		for _, c := range cases {
			for i, m := range axioms.Models {
				if i%8 == 0 || len(c.against) > 0 && m.Name == c.against[0] {
					f.Add(c.history, uint8(i), c.lists == axioms.Log, c.evidence)
				}
			}
		}
	}
	f.Add("T1: w(x,1)\nT2: r(x,1)", uint8(3), false, `{"execution": {"order": [0, 1], "visible": {"rows": [[1, 0]]}}}`)
	f.Fuzz(func(t *testing.T, text string, model uint8, logs bool, evidence string) {
		h, err := history.Parse(text)
		if err != nil || h.Len() > 4 || h.NumOps() > 12 {
			return
		}
		m := axioms.Models[int(model)%len(axioms.Models)]
		sense, theirs := axioms.Versioned, oracle.Versioned
		if logs {
			sense, theirs = axioms.Log, oracle.Log
		}
		consistent := Verify(h, m, Consistent, json.RawMessage(evidence), sense) == nil
		violated := Verify(h, m, Violated, json.RawMessage(evidence), sense) == nil
		if !violated && !consistent || appendedTwice(h) || !oracle.Defined(h).Has(m.Name) {
			return
		}
		if admitted := oracle.Admitted(h, theirs).Has(m.Name); admitted && violated || !admitted && consistent {
			t.Errorf("%s: consistent %t, violated %t, and the oracle admits it: %t", m.Name, consistent, violated, admitted)
		}
	})
}

// appendedTwice reports whether some element was appended twice to one list,
// which the oracle does not judge.
func appendedTwice(h *history.History) bool {
	seen := map[rawValue]bool{}
	for op := range int32(h.NumOps()) {
		if h.OpKind(op) != history.Append {
			continue
		}
		v := rawValue{h.OpKey(op), h.OpValue(op)}
		if seen[v] {
			return true
		}
		seen[v] = true
	}
	return false
}
