package web

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func pageOf(t *testing.T, p *Page) string {
	t.Helper()
	var b strings.Builder
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestNotesAndFigures: what the gate says and drawings of other things are on the
// page, as text.
func TestNotesAndFigures(t *testing.T) {
	r := runOn(t, skew, "serializable", "snapshot-isolation")
	r.Notes = []Note{{true, "vacuous: <b>nothing</b>"}, {false, "Jepsen said so"}}
	r.Rulings = []Ruling{{"serializable", "allowed", []string{"write-skew is allowed: known"}}}
	r.Counts = "consistent, exit code 0"
	r.Stats = []Option{{"Conflicts", "17"}}
	r.Figures = []Figure{{ID: "line", Title: "A <linearization>", Sentences: []string{"It begins."},
		Draw: func(w io.Writer) error {
			_, err := io.WriteString(w, `<svg class="va"><title>x</title></svg>`)
			return err
		}}}
	page := pageOf(t, &Page{Visar: "1", Command: "check", Flags: []Option{{"model", "serializable"}}, Notes: []Note{{true, "visar.yaml:3: stale"}}, Runs: []*Run{r}})
	for _, want := range []string{
		"! warning</span> vacuous: &lt;b&gt;nothing&lt;/b&gt;", "<li>Jepsen said so", "visar.yaml:3: stale",
		`<span class="tag allowed">allowed</span> <a href="#model-serializable">serializable</a>: write-skew is allowed: known`,
		"consistent, exit code 0", "<dt>Conflicts</dt><dd>17</dd>", "visar 1 check --model=serializable", "<dt>SHA-256</dt><dd>abc</dd>",
		`id="figure-line"><h3>A &lt;linearization&gt;</h3>`, "<li>It begins.", `<svg class="va"><title>x</title></svg>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	r.Figures[0].Draw = func(io.Writer) error { return errors.New("no ink") }
	if err := (&Page{Runs: []*Run{r}}).Write(io.Discard); err == nil {
		t.Error("a drawing that failed is passed over")
	}
}

// TestAxiomsSayWhatTheyFound: the table counts what breaks an axiom, and the list
// below it names the kinds.
func TestAxiomsSayWhatTheyFound(t *testing.T) {
	page := pageOf(t, &Page{Runs: []*Run{runOn(t, skew, "serializable", "snapshot-isolation")}})
	for _, want := range []string{
		`<a href="#axiom-TOTALVIS">TOTALVIS <b>1</b></a>`, `Broken by <a href="#kind-write-skew">write-skew</a> 1 time.`,
		`<div id="axiom-PREFIX"><dt>PREFIX</dt>`, "Nothing was found that breaks it.", `<td class="x">✕`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
