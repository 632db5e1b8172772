package web

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"visar/anomalies"
	"visar/anomalies/draw"
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

	Strongest, Weakest, Undecided []string
	Lattice                       template.HTML
	Columns                       []axiomColumn
	Models                        []modelRow
	Found, Absent, Open, Hidden   []exposure
	Groups                        []groupView
	Count, Shown, Kinds           int
	Complete                      bool
	Comparison                    *comparison

	run    *Run
	groups []group
	clock  *clock
}

// groupView is a kind of anomaly.
type groupView struct {
	*anomalies.Anomaly
	Count, Kinds, Shown int
	All                 []anomalyView
	Rest                []restView
}

// restView is an anomaly that is not shown in full.
type restView struct {
	Count      int
	Txns, Keys string
}

// anomalyView is an anomaly that is shown in full.
type anomalyView struct {
	Number    int
	Count     int
	Summary   string // the keys, or the transactions
	Open      bool
	Axiom     string
	Models    []string
	Relation  string
	Sentences []string
	Drawing   template.HTML
	Lines     []lineView
}

// lineView is a transaction in the notation, with its line in the file.
type lineView struct {
	ID, Text string
	Line     int32
}

const (
	maxProblems = 20
	// maxRest bounds the anomalies of a kind that are listed without being shown in
	// full.
	maxRest = 20
)

// Write writes the report. Beside the history it needs memory for the run as
// columns: about 12 bytes an operation and 16 a transaction.
func (p *Page) Write(w io.Writer) error {
	view := &pageView{Policy: template.HTML(policy()), Sheet: template.HTML("<style>" + sheet + "</style>"), Icon: template.URL(icon),
		Visar: p.Visar, Command: p.Command, Flags: p.Flags}
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
	if err := reportTemplate.Execute(w, view); err != nil {
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
	v := &runView{Number: i + 1, Path: cutTo(r.Path, 200), Outcome: r.Outcome, Mark: outcomeMark(r.Outcome), Reason: visible(r.Reason), run: r, Complete: r.Complete}
	if i > 0 {
		v.Prefix = fmt.Sprintf("run-%d:", i+1)
	}
	v.problems()
	v.Headline = r.headline()
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
	text := visible(p.Message)
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

// facts describe the input.
func (r *Run) facts() []Option {
	h := r.History
	seconds := 0.0
	for _, v := range r.Verdicts {
		if v.From == nil {
			seconds += v.Seconds
		}
	}
	status := func(s history.Status) string { return grouped(h.Count(s)) + " " + s.String() }
	return []Option{
		{"Transactions", listed([]string{status(history.Committed), status(history.Aborted), status(history.Unknown)})},
		{"Operations", grouped(h.NumOps())},
		{"Sessions, keys", grouped(h.Sessions()) + " and " + grouped(h.Keys())},
		{"Workload", orNone(r.Workload)},
		{"Format", orNone(r.Format)},
		{"Time to judge", secondsText(seconds)},
		{"SHA-256", orNone(r.SHA256)},
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return visible(s)
}

func (v *runView) verdicts() {
	all := v.run.standings()
	v.Strongest, v.Weakest, v.Undecided = modelNames(v.run.Strongest), modelNames(v.run.Weakest), modelNames(v.run.Undecided)
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

func (v *runView) anomalies() error {
	told := map[int32]bool{}
	for _, g := range v.groups {
		view := groupView{Anomaly: g.anomaly, Count: g.count, Kinds: len(g.all), Shown: g.shown}
		for i, s := range g.all {
			switch {
			case i < g.shown:
				a, err := v.anomaly(s, told)
				if err != nil {
					return err
				}
				view.All = append(view.All, a)
			case i < g.shown+maxRest:
				view.Rest = append(view.Rest, restView{s.count, strings.Join(s.TxnNames, ", "), strings.Join(s.Keys, ", ")})
			}
		}
		v.Groups = append(v.Groups, view)
		v.Count, v.Shown, v.Kinds = v.Count+g.count, v.Shown+g.shown, v.Kinds+len(g.all)
	}
	return nil
}

func (v *runView) anomaly(s *sighted, told map[int32]bool) (anomalyView, error) {
	h := v.run.History
	a := anomalyView{Number: s.number, Count: s.count, Open: s.number == 1, Axiom: strings.ReplaceAll(s.Axiom, ",", ", "), Relation: v.run.relation(s)}
	for _, m := range s.models {
		a.Models = append(a.Models, m.Name)
	}
	a.Summary = listed(s.TxnNames)
	if len(s.TxnNames) > 4 {
		a.Summary = counted(len(s.TxnNames), "transaction")
	}
	if len(s.Keys) > 0 && len(s.Keys) < 4 {
		a.Summary += " on " + listed(s.Keys)
	}
	a.Sentences = s.Sentences
	lines := strings.Split(s.Transactions, "\n")
	txns := sorted(s.Txns)
	skip := len(lines) - len(txns) // the line of the initial value
	for i, text := range lines {
		line := lineView{Text: text}
		if i >= skip {
			t := txns[i-skip]
			line.Line = h.Line(t)
			if !told[t] {
				line.ID = txnID(h.Name(t))
			}
			told[t] = true
		}
		a.Lines = append(a.Lines, line)
	}
	var b strings.Builder
	if err := draw.Inline(&b, s.Found, h); err != nil {
		return a, err
	}
	if err := draw.InlineTimeline(&b, s.Found); err != nil {
		return a, err
	}
	a.Drawing = template.HTML(b.String())
	return a, nil
}

// embed writes the data of the run.
func (v *runView) embed(w io.Writer) error {
	if !v.Read {
		return nil
	}
	err := embed(w, fmt.Sprintf("details-%d", v.Number), v.writeDetails)
	if err != nil {
		return err
	}
	return embed(w, fmt.Sprintf("columns-%d", v.Number), newColumns(v.run.History, v.clock).write)
}
