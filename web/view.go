package web

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"visar/checker"
	"visar/history"
)

// pageView is what the template of the report needs.
type pageView struct {
	Policy, Sheet  template.HTML
	Icon           template.URL
	Visar, Command string
	Title          string
	Flags          []Option
	Notes          []Note
	Runs           []*runView
}

// runView is a run as the template needs it.
type runView struct {
	Prefix   string // of the ids of this run: "" for the first
	Number   int
	Path     string
	Outcome  string
	Mark     string
	Headline template.HTML
	Reason   string
	Problems []string
	Facts    []Option
	Read     bool // there is a history
	Judged   bool

	Strongest, Weakest, Undecided []namedModel
	Lattice                       template.HTML
	Columns                       []axiomColumn
	Models                        []modelRow
	Found, Absent, Open, Hidden   []exposure
	Groups                        []groupView
	Count, Shown, Kinds           int
	Complete                      bool
	Comparison                    *comparison
	Notes                         []Note
	Rulings                       []Ruling
	Figures                       []figureView

	run    *Run
	groups []group
	clock  *clock
}

const maxProblems = 20

// Write writes the report. Beside the history it needs memory for the run as
// columns: about 12 bytes an operation and 16 a transaction.
func (p *Page) Write(w io.Writer) error {
	view := &pageView{Policy: template.HTML(policy()), Sheet: template.HTML("<style>" + sheet + "</style>"), Icon: template.URL(icon),
		Visar: p.Visar, Command: p.Command, Flags: p.Flags, Notes: shownNotes(p.Notes)}
	next := 1
	for i, r := range p.Runs {
		v, err := r.view(i, &next)
		if err != nil {
			return err
		}
		view.Runs = append(view.Runs, v)
	}
	view.Title = "visar report"
	if len(view.Runs) == 1 {
		view.Title = view.Runs[0].Outcome + " – " + view.Runs[0].Path
	}
	if err := reportTemplate().Execute(w, view); err != nil {
		return err
	}
	for _, v := range view.Runs {
		if err := v.embed(w); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "<script>"+script+"</script>\n</body>\n</html>\n")
	return err
}

func (r *Run) view(i int, next *int) (*runView, error) {
	v := &runView{Number: i + 1, Path: cutTo(r.Path, 200), Outcome: r.Outcome, Mark: outcomeMark(r.Outcome), Reason: history.Visible(r.Reason), run: r, Complete: r.Complete}
	if i > 0 {
		v.Prefix = fmt.Sprintf("run-%d:", i+1)
	}
	v.problems()
	v.Headline = r.headline()
	v.Notes, v.Rulings = shownNotes(r.Notes), r.shownRulings()
	if r.History == nil {
		return v, nil
	}
	v.Read = true
	v.Facts = r.facts()
	v.clock = newClock(r.History)
	if len(r.Verdicts) == 0 {
		return v, nil
	}
	v.Judged = true
	v.groups = r.groups()
	*next = number(v.groups, *next)
	v.verdicts()
	v.exposures()
	if err := v.figures(); err != nil {
		return v, err
	}
	return v, v.anomalies()
}

func outcomeMark(outcome string) string {
	if mark := marks[outcome]; mark != "" {
		return mark
	}
	return "!"
}

func (v *runView) problems() {
	for i, p := range v.run.Problems {
		if i == maxProblems {
			v.Problems = append(v.Problems, fmt.Sprintf("and %s", counted(len(v.run.Problems)-i, "more remark")))
			return
		}
		v.Problems = append(v.Problems, p.String())
	}
}

// String returns the problem after its position.
func (p Problem) String() string {
	text := history.Visible(p.Message)
	switch {
	case p.Line > 0 && p.Column > 0:
		return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, text)
	case p.Line > 0:
		return fmt.Sprintf("line %d: %s", p.Line, text)
	}
	return text
}

// headline says in a sentence what came of the run.
func (r *Run) headline() template.HTML {
	var parts []string
	if names := modelNames(r.Weakest); len(names) > 0 {
		parts = append(parts, "violates "+markedNames(names))
	}
	if names := modelNames(r.Strongest); len(names) > 0 {
		parts = append(parts, "obeys "+markedNames(names))
	}
	if len(parts) == 0 && len(r.Undecided) > 0 {
		parts = append(parts, "undecided: "+markedNames(modelNames(r.Undecided)))
	}
	switch {
	case len(parts) > 0:
		return template.HTML("It " + strings.Join(parts, " and ") + ".")
	case r.Outcome == "unusable":
		return "It cannot be judged."
	}
	return "There is no verdict."
}

const maxHeadline = 3

// markedNames joins names of models, which need no escaping but get it.
func markedNames(names []string) string {
	var words []string
	for i, n := range names {
		if i == maxHeadline {
			words = append(words, counted(len(names)-i, "more model"))
			break
		}
		words = append(words, "<b>"+template.HTMLEscapeString(n)+"</b>")
	}
	return listed(words)
}

func modelNames(verdicts []*checker.Verdict) []string {
	var names []string
	for _, v := range verdicts {
		names = append(names, v.Model.Name)
	}
	return names
}

// namedModel is a model with what it promises.
type namedModel struct{ Name, Doc string }

// maxExplained bounds the models of a list whose promises are told.
const maxExplained = 8

func namedModels(verdicts []*checker.Verdict) []namedModel {
	var all []namedModel
	for _, v := range verdicts {
		m := namedModel{Name: v.Model.Name}
		if len(verdicts) <= maxExplained {
			m.Doc = history.Visible(v.Model.Doc)
		}
		all = append(all, m)
	}
	return all
}

// facts describe the input.
func (r *Run) facts() []Option {
	h := r.History
	seconds := 0.0
	for _, v := range r.Verdicts {
		if v.From == nil {
			seconds += v.Seconds
		}
	}
	facts := []Option{
		{"Transactions", statusCounts(h.Count(history.Committed), h.Count(history.Aborted), h.Count(history.Unknown))},
		{"Operations", grouped(h.Asked())},
		{"Sessions, keys", grouped(h.Sessions()) + " and " + grouped(h.Keys())},
		{"Workload", orNone(r.Workload)},
		{"Format", orNone(r.Format)},
		{"Time to judge", secondsText(seconds)},
		{"SHA-256", orNone(r.SHA256)},
	}
	if r.Counts != "" {
		facts = append(facts, Option{"Counts as", r.Counts})
	}
	return append(facts, r.Stats...)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return history.Visible(s)
}

func (v *runView) verdicts() {
	all := v.run.standings()
	v.Strongest, v.Weakest, v.Undecided = namedModels(v.run.Strongest), namedModels(v.run.Weakest), namedModels(v.run.Undecided)
	v.Lattice = latticeSVG(all, v.Prefix)
	v.Columns, v.Models = v.run.axiomTable(all, v.groups)
	v.Comparison = v.run.compare(v.groups)
}

func (v *runView) exposures() {
	for _, e := range v.run.exposures(v.groups) {
		switch e.State {
		case "found":
			v.Found = append(v.Found, e)
		case "absent":
			v.Absent = append(v.Absent, e)
		case "hidden":
			v.Hidden = append(v.Hidden, e)
		default:
			v.Open = append(v.Open, e)
		}
	}
}

// embed writes the data of the run.
func (v *runView) embed(w io.Writer) error {
	if !v.Read {
		return nil
	}
	err := embed(w, fmt.Sprintf("details-%d", v.Number), 9, v.writeDetails)
	if err != nil {
		return err
	}
	return embed(w, fmt.Sprintf("columns-%d", v.Number), 5, newColumns(v.run.History, v.clock).write)
}
