package main

import (
	"bytes"
	"encoding/json"
	"io"

	"visar/anomalies"
	"visar/checker"
	"visar/history"
)

// schemaVersion is that of docs/schema/result.schema.json. Fields are added to
// it, never taken away or given another meaning.
const schemaVersion = 1

// jsonResults prints results as one JSON object, a line for each history. What
// stands in a history's line is kept as bytes, so that the history itself need
// not stay in memory until the end.
type jsonResults struct {
	w         io.Writer
	command   string
	all       bool // list every anomaly that was found
	worst     outcome
	histories [][]byte
}

func newJSON(w io.Writer, p presentation) renderer {
	return &jsonResults{w: w, command: p.command, all: p.all}
}

type jsonHistory struct {
	Path         string            `json:"path"`
	Outcome      string            `json:"outcome"`
	Reason       string            `json:"reason,omitempty"`
	SHA256       string            `json:"sha256"`
	Format       string            `json:"format"`
	Options      jsonOptions       `json:"options"`
	Workload     string            `json:"workload"`
	Transactions jsonCounts        `json:"transactions"`
	Sessions     int               `json:"sessions"`
	Keys         int               `json:"keys"`
	Problems     []jsonProblem     `json:"problems"`
	Strongest    []string          `json:"strongest,omitempty"`
	Weakest      []string          `json:"weakest,omitempty"`
	Verdicts     []jsonVerdict     `json:"verdicts"`
	Anomalies    []jsonAnomaly     `json:"anomalies"`
	Minimal      []jsonMinimal     `json:"minimal_histories"`
	Evidence     []json.RawMessage `json:"evidence"`
	Gate         *jsonGate         `json:"gate,omitempty"`
	Jepsen       *jsonJepsen       `json:"jepsen,omitempty"`
	Losses       []jsonLoss        `json:"losses,omitempty"`
}

// jsonOptions are the choices without which the evidence would mean something
// else.
type jsonOptions struct {
	Lists       string `json:"lists"`
	Independent bool   `json:"independent"`
	ClockSkew   string `json:"clock_skew,omitempty"`
	// Claim and View say what of the history was judged: see visar explain CLAIM.
	Claim      string `json:"claim,omitempty"`
	View       string `json:"view,omitempty"`
	Quiescence string `json:"quiescence_at,omitempty"`
	Crashes    string `json:"crash_at,omitempty"`
}

type jsonCounts struct {
	Committed int `json:"committed"`
	Aborted   int `json:"aborted"`
	Unknown   int `json:"unknown"`
}

type jsonProblem struct {
	Line        int    `json:"line,omitempty"`
	Column      int    `json:"column,omitempty"`
	Transaction string `json:"transaction,omitempty"`
	Message     string `json:"message"`
	Fatal       bool   `json:"fatal"`
}

type jsonVerdict struct {
	Model     string      `json:"model"`
	Axioms    []string    `json:"axioms"`
	Outcome   string      `json:"outcome"`
	Engine    string      `json:"engine"`
	From      string      `json:"from,omitempty"`
	Seconds   float64     `json:"seconds"`
	Reason    string      `json:"reason"`
	Anomalies []string    `json:"anomalies"`
	Certified bool        `json:"certified"`
	Evidence  *int        `json:"evidence,omitempty"`
	Survey    *jsonSurvey `json:"survey,omitempty"`
	Stages    *jsonStages `json:"stages,omitempty"`
	Ruling    *jsonRuling `json:"ruling,omitempty"`

	Staleness []jsonStaleness `json:"staleness,omitempty"`
}

type jsonStages struct {
	Guesses    int   `json:"guesses"`
	Rounds     int   `json:"rounds"`
	Forced     int   `json:"forced"`
	Choices    int   `json:"choices"`
	Conflicts  int64 `json:"conflicts"`
	Components int   `json:"components"`
	Reads      int   `json:"reads"`
	Tried      int   `json:"tried"`

	GuessSeconds         float64 `json:"guess_seconds"`
	SaturationSeconds    float64 `json:"saturation_seconds"`
	SearchSeconds        float64 `json:"search_seconds"`
	ProofSeconds         float64 `json:"proof_seconds"`
	CertificationSeconds float64 `json:"certification_seconds"`
}

type jsonAnomaly struct {
	Name         string     `json:"name"`
	Axiom        string     `json:"axiom"`
	Transactions []string   `json:"transactions"`
	Keys         []string   `json:"keys"`
	Cycle        []jsonEdge `json:"cycle"`
	Sentences    []string   `json:"sentences"`
	Count        int        `json:"count,omitempty"`
	Minimal      *int       `json:"minimal,omitempty"`
	Timeline     []jsonBar  `json:"timeline,omitempty"`
}

type jsonEdge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`
	Key  string `json:"key,omitempty"`
	Why  string `json:"why"`
	// Follows are the edges that a derived one follows from.
	Follows []jsonEdge `json:"follows,omitempty"`
}

func (r *jsonResults) file(j *judged) error {
	r.worst = max(r.worst, j.outcome)
	line, err := historyJSON(j, r.command, r.all)
	r.histories = append(r.histories, line)
	return err
}

// historyJSON returns what was found about one file as a JSON object on a line, with
// every anomaly or the first ones.
func historyJSON(j *judged, command string, all bool) ([]byte, error) {
	out := jsonHistory{Path: j.path, Outcome: j.outcome.String(), Reason: j.reason,
		Options:  optionsOf(j),
		Problems: []jsonProblem{}, Verdicts: []jsonVerdict{}, Anomalies: []jsonAnomaly{}, Minimal: []jsonMinimal{}, Evidence: []json.RawMessage{}}
	for _, p := range j.problems {
		out.Problems = append(out.Problems, jsonProblem{p.line, p.column, p.txn, p.message, p.fatal})
	}
	if j.file != nil {
		out.describe(j)
	}
	if err := out.judge(j, all); err != nil {
		return nil, err
	}
	if command == "check" {
		out.rule(j)
	}
	if command == "classify" {
		b := checker.BorderOf(j.verdicts)
		out.Strongest, out.Weakest = modelNames(b.Strongest), modelNames(b.Weakest)
	}
	return json.Marshal(out)
}

func optionsOf(j *judged) jsonOptions {
	o := jsonOptions{Lists: j.input.lists, Independent: j.input.independent, ClockSkew: j.input.skew}
	if j.part != nil {
		o.Claim, o.View, o.Quiescence = j.claim.Name, j.part.String(), j.input.quiescence
		o.Crashes = j.input.crashes
	}
	return o
}

// describe fills in what the history holds.
func (o *jsonHistory) describe(j *judged) {
	h := j.file.History
	o.SHA256, o.Format, o.Workload = j.file.SHA256, j.file.Format, j.file.Workload
	o.Transactions = jsonCounts{h.Count(history.Committed), h.Count(history.Aborted), h.Count(history.Unknown)}
	o.Sessions, o.Keys = h.Sessions(), h.Keys()
	o.Losses = lossesJSON(j)
}

// judge fills in the verdicts and what they rest on. Verdicts that rest on the
// same execution or refutation refer to one piece of evidence. all lists every
// anomaly of a survey.
func (o *jsonHistory) judge(j *judged, all bool) error {
	var evidence evidenceList
	for i, v := range j.verdicts {
		w := jsonVerdict{Model: v.Model.Name, Axioms: axiomNames(v.Model.Axioms), Outcome: v.Outcome.String(),
			Engine: v.Engine, Seconds: v.Seconds, Reason: v.Reason, Certified: v.Certified,
			Anomalies: append([]string{}, namesOf(j.findings, i)...)}
		if v.From != nil {
			w.From = v.From.Name
		}
		if v.Stages.Any() {
			w.Stages = new(jsonStages(v.Stages))
		}
		w.Staleness = stalenessJSON(v)
		at, err := evidence.add(v)
		if err != nil {
			return err
		}
		w.Evidence = at
		o.Verdicts = append(o.Verdicts, w)
	}
	o.Evidence = append(o.Evidence, evidence.texts...)
	o.addAnomalies(j, all)
	return nil
}

func anomalyJSON(a *anomalies.Found) jsonAnomaly {
	return jsonAnomaly{
		Name: a.Name, Axiom: a.Axiom,
		Transactions: append([]string{}, a.TxnNames...),
		Keys:         append([]string{}, a.Keys...),
		Cycle:        edgesJSON(a.Cycle),
		Sentences:    append([]string{}, a.Sentences...),
		Timeline:     timelineJSON(a),
	}
}

func edgesJSON(cycle []anomalies.EdgeText) []jsonEdge {
	edges := []jsonEdge{}
	for _, e := range cycle {
		edge := jsonEdge{From: e.From, To: e.To, Kind: e.Kind, Key: e.Key, Why: e.Why}
		if len(e.Follows) > 0 {
			edge.Follows = edgesJSON(e.Follows)
		}
		edges = append(edges, edge)
	}
	return edges
}

func modelNames(verdicts []*checker.Verdict) []string {
	names := []string{}
	for _, v := range verdicts {
		names = append(names, v.Model.Name)
	}
	return names
}

func (r *jsonResults) end(run *runResult) error {
	var b bytes.Buffer
	head, err := json.Marshal(struct {
		Version int          `json:"schema_version"`
		Outcome string       `json:"outcome"`
		Command string       `json:"command"`
		Visar   string       `json:"visar"`
		Gate    *jsonRunGate `json:"gate,omitempty"`
	}{schemaVersion, r.worst.String(), r.command, version(), runGate(run, r.command)})
	if err != nil {
		return err
	}
	b.Write(head[:len(head)-1])
	b.WriteString(",\"histories\":[")
	for i, line := range r.histories {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteString("\n]}\n")
	_, err = r.w.Write(b.Bytes())
	return err
}
