package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"visar/docs/measure"
)

func rowsOf(txns int, f figures) []row {
	var rows []row
	for _, m := range cases(txns, txns) {
		rows = append(rows, row{m, f})
	}
	return rows
}

func TestMissed(t *testing.T) {
	for _, test := range []struct {
		goal goal
		cost figures
		want bool
	}{
		{goal{}, figures{outcome: "consistent", user: 100}, false},
		{goal{user: 2}, figures{outcome: "consistent", user: 1.9, peak: 9000}, false},
		{goal{user: 2}, figures{outcome: "consistent", user: 2.1}, true},
		{goal{user: 2}, figures{outcome: "undecided", user: 1}, true},
		{goal{user: 2, peak: 300}, figures{outcome: "consistent", user: 1, peak: 301}, true},
	} {
		if got := (row{measured{goal: test.goal}, test.cost}).missed(); got != test.want {
			t.Errorf("%+v at %+v: missed %v, expected %v", test.cost, test.goal, got, test.want)
		}
	}
}

func TestPageCountsWhatMissed(t *testing.T) {
	p := page{timeout: time.Minute, txns: 10_000, others: 10_000, rows: rowsOf(10_000, figures{outcome: "consistent", user: 0.25, peak: 10})}
	text := string(p.markdown())
	// 0.25 s is more than the 0.2 s of serializability alone, with times, without, and grouped.
	if !strings.Contains(text, "Of 17 goals 3 are missed: registers, consistent by up to 1.2 times, registers with recorded times by up to 1.2 times, registers, listed session by session by up to 1.2 times.") {
		t.Errorf("%s", text)
	}
	if n := strings.Count(text, "\n## "); n != 7 {
		t.Errorf("%d sections, expected 7", n)
	}
}

// What other programs took is on the page, as ratios.
func TestPageHasTheOtherPrograms(t *testing.T) {
	p := page{beside: []measure.Summary{{Page: "performance-x.md", Text: "at 10 transactions X takes 2.0 to 3.0 times as long."}}}
	if want := "- [performance-x.md](performance-x.md): at 10 transactions X takes 2.0 to 3.0 times as long.\n"; !strings.Contains(string(p.markdown()), want) {
		t.Errorf("the page does not have %q:\n%s", want, p.markdown())
	}
}

func TestPictureIsXML(t *testing.T) {
	svg := picture(rowsOf(1_000_000, figures{outcome: "consistent", user: 3, peak: 100}))
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// Four models, three sizes, two panels.
	if n := bytes.Count(svg, []byte("<circle")); n != 24 {
		t.Errorf("%d points, expected 24", n)
	}
	if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
		t.Errorf("%s", svg)
	}
}
