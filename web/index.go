package web

import (
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"visar/history"
)

// IndexRun is a run in the index of a directory.
type IndexRun struct {
	Path      string // below the directory, with slashes
	Link      string // the address of its report; "" if there is none
	Test      string // what runs have in common whose outcomes make a trend
	Time      time.Time
	Outcome   string // as of a Run; "" if it was not judged
	Source    string // where the outcome is from, if not from this program
	Anomalies []string
}

// Index is a list of runs with what to show of it.
type Index struct {
	Dir            string
	Runs           []IndexRun
	Query, Outcome string // what to show; "" for all
}

// indexRow is a run as the template needs it.
type indexRow struct {
	Link, Name, Test, Time, Outcome, Mark, Source, Trend string
	Anomalies                                            []string
}

var indexTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("index").Funcs(template.FuncMap{"counted": counted, "listed": listed}).Parse(indexHTML))
})

// IndexPolicy is the content security policy of an index.
func IndexPolicy() string {
	return "default-src 'none'; style-src " + hash(sheet) + "; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// Write writes the index, the latest runs first.
func (x *Index) Write(w io.Writer) error {
	runs := slices.Clone(x.Runs)
	slices.SortStableFunc(runs, func(a, b IndexRun) int { return a.Time.Compare(b.Time) })
	trend := map[string]string{}
	rows := []indexRow{}
	for _, r := range runs {
		if r.Outcome == "" {
			r.Outcome = "unjudged"
		}
		trend[r.Test] += outcomeMark(r.Outcome)
		row := indexRow{Link: r.Link, Name: cutTo(r.Path, 120), Test: cutTo(r.Test, 80), Time: r.Time.UTC().Format("2006-01-02 15:04"), Outcome: r.Outcome,
			Mark: outcomeMark(r.Outcome), Source: history.Visible(r.Source), Trend: lastRunes(trend[r.Test], 20), Anomalies: r.Anomalies}
		if x.shows(r) {
			rows = append(rows, row)
		}
	}
	slices.Reverse(rows)
	return indexTemplate().Execute(w, map[string]any{"Dir": history.Visible(x.Dir), "Icon": template.URL(icon), "Sheet": template.HTML("<style>" + sheet + "</style>"),
		"Rows": rows, "Total": len(runs), "Query": x.Query, "Outcome": x.Outcome,
		"Outcomes": []string{"consistent", "violated", "undecided", "unusable", "error", "unjudged"}})
}

// shows reports whether the query and the outcome let a run through.
func (x *Index) shows(r IndexRun) bool {
	text := strings.ToLower(r.Path + " " + strings.Join(r.Anomalies, " "))
	return (x.Outcome == "" || x.Outcome == r.Outcome) && strings.Contains(text, strings.ToLower(x.Query))
}

func lastRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-n):])
}
