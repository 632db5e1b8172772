package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// domino returns a history that no order of few of its transactions refutes: one order of
// two writers forces that of the next two, and the last one contradicts a read. Stage i
// has blind writers A and B of a key and a reader R of B's value; the writers A are one
// session. If crowded, all of them write one more key; if twice, what B of the last
// stage depends on may have been written by another transaction, in vain.
func domino(stages int, crowded, twice bool) string {
	var b strings.Builder
	extra := func(v int) string {
		if crowded {
			return fmt.Sprintf(" w(z,%d)", v)
		}
		return ""
	}
	for i := stages; i > 0; i-- {
		fmt.Fprintf(&b, "A%d[a]:", i)
		if i == stages {
			b.WriteString(" r(back,7)")
		}
		fmt.Fprintf(&b, " w(%d,%d)%s", i, 2*i, extra(2*i))
		if i == 1 {
			b.WriteString(" w(seen,7)")
		}
		b.WriteString("\n")
	}
	if twice {
		b.WriteString("X[a]: w(seen,7)\n")
	}
	b.WriteString("R0[0]: r(seen,7) r(1,3)\n")
	for i := 1; i <= stages; i++ {
		fmt.Fprintf(&b, "B%d[%d]: w(%d,%d)%s", i, i, i, 2*i+1, extra(2*i+1))
		if i == stages {
			b.WriteString(" w(back,7)\n")
			break
		}
		fmt.Fprintf(&b, "\nR%d[%d]: r(%d,%d)\n", i, i, i+1, 2*i+3)
	}
	return b.String()
}

// called runs the program with a history of this text, and returns its exit code, its
// output and the JSON results.
func called(t *testing.T, text string, args ...string) (code int, out, path, results string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "h.txt")
	results = filepath.Join(filepath.Dir(path), "results.json")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code = run(append(args, path, "-o", "text", "-o", "json="+results), &stdout, &stderr)
	return code, stdout.String() + stderr.String(), path, results
}

// inTime calls the program with a time limit that is doubled until something is decided:
// soon after it is found that there is a proof, and before that is reduced.
func inTime(t *testing.T, text string, args ...string) (code int, out, path, results string) {
	t.Helper()
	code = exitUndecided
	for limit := 100 * time.Millisecond; code == exitUndecided && limit < time.Minute; limit *= 2 {
		code, out, path, results = called(t, text, append(args, "--timeout", limit.String())...)
	}
	return code, out, path, results
}

// verified runs visar verify.
func verified(path, results string) (code int, out string) {
	var stdout, stderr bytes.Buffer
	code = run([]string{"verify", path, results}, &stdout, &stderr)
	return code, stdout.String() + stderr.String()
}

// firstVerdict returns the first verdict in the results.
func firstVerdict(t *testing.T, results string) jsonVerdict {
	t.Helper()
	r, err := readResult(results)
	if err != nil {
		t.Fatal(err)
	}
	return r.Histories[0].Verdicts[0]
}

// TestProofThatWasNotReduced: where the time is up while a proof is reduced, text and
// JSON say that it may be larger than it need be; it stands when it is checked again from
// the JSON, and what was forged of it does not.
func TestProofThatWasNotReduced(t *testing.T) {
	const why = "the proof may be larger than it need be, since"
	for _, model := range []string{"ss-ser", "ss-si"} {
		code, out, path, results := inTime(t, domino(400, false, false), "check", "-m", model)
		if code != exitViolated || !strings.Contains(out, why) {
			t.Fatalf("%s: exit code %d, want %d and the reason:\n%.2000s", model, code, exitViolated, out)
		}
		if v := firstVerdict(t, results); v.Outcome != "violated" || !v.Certified || !strings.Contains(v.Reason, why) {
			t.Errorf("%s: the JSON says %s, certified %v, %q", model, v.Outcome, v.Certified, v.Reason)
		}
		if code, out := verified(path, results); code != exitConsistent || !strings.Contains(out, "violated stands") {
			t.Errorf("%s: verify ends with %d: %s", model, code, out)
		}
		for name, forge := range forgeries {
			forged := filepath.Join(t.TempDir(), "forged.json")
			forgeProof(t, results, forged, forge)
			if code, out := verified(path, forged); code != exitViolated || !strings.Contains(out, "violated does NOT stand") {
				t.Errorf("%s: with %s verify ends with %d: %s", model, name, code, out)
			}
		}
	}
}

// proofJSON is as much of a proof as the forgeries change.
type proofJSON struct {
	Txns  []int32           `json:"txns"`
	Steps []json.RawMessage `json:"steps"`
}

var forgeries = map[string]func(p *proofJSON){
	"half of its steps":            func(p *proofJSON) { p.Steps = p.Steps[len(p.Steps)/2:] },
	"its middle left out":          func(p *proofJSON) { p.Steps = append(p.Steps[:100:100], p.Steps[len(p.Steps)-100:]...) },
	"the last step left out":       func(p *proofJSON) { p.Steps = p.Steps[:len(p.Steps)-1] },
	"a transaction of it left out": func(p *proofJSON) { p.Txns = p.Txns[1:] },
	"nothing but the claim":        func(p *proofJSON) { p.Steps = []json.RawMessage{[]byte(`{}`)} },
	"an order that is not assumed": func(p *proofJSON) {
		p.Steps[0] = bytes.Replace(p.Steps[0], []byte(`"assume":[[`), []byte(`"assumed":[[`), 1)
	},
	"a transaction that is unknown": func(p *proofJSON) { p.Txns[len(p.Txns)-1] = 1 << 30 },
}

// forgeProof writes the results with another proof.
func forgeProof(t *testing.T, results, forged string, forge func(p *proofJSON)) {
	t.Helper()
	text, err := os.ReadFile(results)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(text, []byte(`"proof":`)) + len(`"proof":`)
	var proof json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(text[at:])).Decode(&proof); err != nil {
		t.Fatal(err)
	}
	var p proofJSON
	if err := json.Unmarshal(proof, &p); err != nil {
		t.Fatal(err)
	}
	forge(&p)
	changed, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(forged, bytes.Replace(text, proof, changed, 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestMemoryOfProofs: a proof that does not fit into the memory allowed leaves the
// verdict undecided, with the budget and what is left open, in the text and in the JSON;
// with values that were written twice it says so as well. With enough it is there.
func TestMemoryOfProofs(t *testing.T) {
	for _, c := range []struct {
		name   string
		twice  bool
		memory string
		code   int
		why    []string
	}{
		{"a proof", false, "20MB", exitUndecided, []string{"a contradiction among ", " transactions was found, and no proof of it within the budget of memory"}},
		{"a proof for one of two writers", true, "20MB", exitUndecided, []string{"no proof of it within the budget of memory; that is with one of several writers for each of 1 reads"}},
		{"enough", false, "400MB", exitViolated, nil},
	} {
		run := called
		if c.code == exitViolated {
			run = inTime
		}
		code, out, _, results := run(t, domino(200, true, c.twice), "check", "-m", "ss-ser", "--memory", c.memory)
		if code != c.code {
			t.Errorf("%s: exit code %d, want %d:\n%.1000s", c.name, code, c.code, out)
		}
		reason := firstVerdict(t, results).Reason
		for _, why := range c.why {
			if !strings.Contains(out, why) || !strings.Contains(reason, why) {
				t.Errorf("%s: want %q in %q and in\n%.1000s", c.name, why, reason, out)
			}
		}
	}
}
