package checker

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// Verify checks evidence, as [Verdict.EvidenceJSON] writes it, for the outcome
// of h against m. Nothing is taken on trust: the error says what is wrong with
// the evidence, and without one the outcome holds. An undecided outcome has no
// evidence, which is an error.
func Verify(h *history.History, m *axioms.Model, outcome Outcome, evidence json.RawMessage, lists axioms.Lists) error {
	for _, p := range h.Problems() {
		if p.Fatal {
			return &UnusableError{Problem: p}
		}
	}
	if m.SingleObject && !singleObject(h) {
		return fmt.Errorf("%s is defined for histories in which every transaction uses one key", m.Name)
	}
	v, err := ParseEvidence(h, m, outcome, evidence, lists)
	if err != nil {
		return fmt.Errorf("evidence for %s %s: %w", m.Name, outcome, err)
	}
	if err := certify(v, h, lists); err != nil {
		return fmt.Errorf("the evidence for %s %s does not stand: %w", m.Name, outcome, err)
	}
	return nil
}

// EvidenceJSON returns the evidence of v as JSON; nil if it has none.
//
// Transactions, operations, keys and values are their indices in the history,
// and what is absent is left out. The evidence for violated is one of
//
//	{"read": {"kind": "aborted-read", "txn": 1, "op": 2, "value": 1, "writer": 0, "writer_op": 0, "external": true}}
//	{"cycle": [EDGE, ...]}
//	{"proof": {"txns": [0, 1], "steps": [{"assume": [[0, 1]], "cycle": [EDGE, ...]}, ...]}}
//
// with edges such as
//
//	{"kind": "RW", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 3, "source": 2, "assumed": true}
//	{"kind": "CO", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 3, "via": {"reader": 2, "visible": [EDGE, ...]}}
//
// and the evidence for consistent one of
//
//	{"execution": {"order": [1, 0], "prefix": [0, 1]}}
//	{"execution": {"order": [1, 0], "visible": {"rows": [[0, 1]], "with": ["SESSION"], "closed": true}}}
//
// where a row is a transaction and those that it sees, and "with" names what
// else is visible. Where values were written more than once, "sources" beside the
// execution says from whom they were read, and "reads" in a step what it assumes
// of that:
//
//	{"execution": ..., "sources": [{"read": 3, "writer": 1}, {"read": 4}]}
//	{"reads": [{"read": 3, "writer": 1}, {"read": 4, "not": true}], "cycle": [EDGE, ...]}
//
// A read without writer is of the initial value. The evidence about single objects
// is
//
//	{"objects": {"object": "queue", "keys": [{"key": 0, "order": [1, 0]}, {"key": 1, "witness": [2, 3], "last": 3}]}}
//
// where operations have the indices that linear.From gives them.
func (v *Verdict) EvidenceJSON() (json.RawMessage, error) {
	var j jsonEvidence
	switch {
	case v.Objects != nil && v.Refutation == nil:
		j.Objects = newJSONObjects(v.Objects)
	case v.Outcome == Consistent && v.Execution != nil:
		j.Execution = newJSONExecution(v.Execution)
		j.Sources = newJSONSources(v.Sources)
	case v.Outcome == Violated && v.Refutation != nil:
		j.Read = newJSONBreach(v.Refutation.Read)
		j.Cycle = newJSONEdges(v.Refutation.Cycle)
		j.Proof = newJSONProof(v.Refutation.Proof)
		if g := v.Refutation.Given; g != nil {
			j.Given = newJSONExecution(g.Execution)
		}
		j.Siblings = newJSONSiblings(v.Refutation.Siblings)
	default:
		return nil, nil
	}
	return json.Marshal(&j)
}

// ParseEvidence reads what [Verdict.EvidenceJSON] wrote. Everything that it
// names is in range, and no more is known of it; see [Verify].
func ParseEvidence(h *history.History, m *axioms.Model, outcome Outcome, evidence json.RawMessage, lists axioms.Lists) (*Verdict, error) {
	var j jsonEvidence
	if err := json.Unmarshal(evidence, &j); err != nil {
		return nil, err
	}
	v := &Verdict{Model: m, Outcome: outcome}
	switch {
	case j.Objects != nil && outcome != Undecided:
		var err error
		v.Objects, err = j.Objects.evidence(h)
		return v, err
	case outcome == Consistent:
		if j.Execution == nil {
			return nil, errors.New(`expected "execution"`)
		}
		var err error
		if v.Execution, err = j.Execution.execution(h, lists); err != nil {
			return v, err
		}
		v.Sources, err = sources(j.Sources, h)
		return v, err
	case outcome == Violated:
		var err error
		v.Refutation, err = j.refutation(h, lists)
		return v, err
	default:
		return nil, fmt.Errorf("an outcome that is %s has none", outcome)
	}
}

type jsonEvidence struct {
	Execution *jsonExecution `json:"execution,omitempty"`
	Sources   []jsonSource   `json:"sources,omitempty"`
	Read      *jsonBreach    `json:"read,omitempty"`
	Cycle     []jsonEdge     `json:"cycle,omitempty"`
	Proof     *jsonProof     `json:"proof,omitempty"`
	Given     *jsonExecution `json:"given,omitempty"`
	Siblings  *jsonSiblings  `json:"siblings,omitempty"`
	Objects   *jsonObjects   `json:"objects,omitempty"`
}

type jsonSiblings struct {
	Kind  string     `json:"kind"`
	Op    int32      `json:"op"`
	Write int32      `json:"write"`
	Other int32      `json:"other"`
	Steps [][3]int32 `json:"steps"`
}

func newJSONSiblings(b *SiblingBreach) *jsonSiblings {
	if b == nil {
		return nil
	}
	j := &jsonSiblings{Kind: b.Kind.String(), Op: b.Op, Write: b.Write, Other: b.Other, Steps: [][3]int32{}}
	for _, s := range b.Steps {
		j.Steps = append(j.Steps, [3]int32{s.Op, s.Replaced, s.By})
	}
	return j
}

func (j *jsonEvidence) refutation(h *history.History, lists axioms.Lists) (*Refutation, error) {
	r := &Refutation{}
	var err error
	if j.Given != nil {
		r.Given = &GivenBreach{}
		if r.Given.Execution, err = j.Given.execution(h, lists); err != nil {
			return nil, fmt.Errorf("given: %w", err)
		}
		return r, checkRefutationShape(r)
	}
	if r.Read, err = j.Read.breach(); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if r.Cycle, err = edges(j.Cycle); err != nil {
		return nil, fmt.Errorf("cycle: %w", err)
	}
	if r.Proof, err = j.Proof.proof(); err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	return r, errors.Join(checkRefutationShape(r), checkRefutationRanges(r, h))
}

type jsonBreach struct {
	Kind     string `json:"kind"`
	Txn      int32  `json:"txn"`
	Op       int32  `json:"op"`
	Value    int32  `json:"value"`
	Writer   *int32 `json:"writer,omitempty"`
	WriterOp *int32 `json:"writer_op,omitempty"`
	Other    *int32 `json:"other,omitempty"`
	External bool   `json:"external,omitempty"`
}

func newJSONBreach(b *dependency.Breach) *jsonBreach {
	if b == nil {
		return nil
	}
	return &jsonBreach{
		Kind: b.Kind.String(), Txn: b.Txn, Op: b.Op, Value: b.Value,
		Writer: present(b.Writer), WriterOp: present(b.WriterOp), Other: present(b.Other), External: b.External,
	}
}

func (j *jsonBreach) breach() (*dependency.Breach, error) {
	if j == nil {
		return nil, nil
	}
	b := &dependency.Breach{
		Txn: j.Txn, Op: j.Op, Value: j.Value,
		Writer: orNone(j.Writer), WriterOp: orNone(j.WriterOp), Other: orNone(j.Other), External: j.External,
	}
	for b.Kind = dependency.ThinAir; b.Kind <= dependency.CyclicVersions; b.Kind++ {
		if b.Kind.String() == j.Kind {
			return b, nil
		}
	}
	return nil, fmt.Errorf("unknown kind %q", j.Kind)
}

// present returns index n, or nil if it is negative: there is none.
func present(n int32) *int32 {
	if n < 0 {
		return nil
	}
	return &n
}

func orNone(n *int32) int32 {
	if n == nil {
		return -1
	}
	return *n
}

type jsonEdge struct {
	Kind    string      `json:"kind"`
	From    int32       `json:"from"`
	To      int32       `json:"to"`
	Key     *int32      `json:"key,omitempty"`
	FromOp  *int32      `json:"from_op,omitempty"`
	ToOp    *int32      `json:"to_op,omitempty"`
	Source  *int32      `json:"source,omitempty"`
	Assumed bool        `json:"assumed,omitempty"`
	Via     *jsonForced `json:"via,omitempty"`
}

type jsonForced struct {
	Reader  int32      `json:"reader"`
	Visible []jsonStep `json:"visible"`
}

// jsonStep is an edge of a path, none of which is forced by another path.
type jsonStep struct {
	Kind   string `json:"kind"`
	From   int32  `json:"from"`
	To     int32  `json:"to"`
	Key    *int32 `json:"key,omitempty"`
	FromOp *int32 `json:"from_op,omitempty"`
	ToOp   *int32 `json:"to_op,omitempty"`
}

func newJSONEdges(edges []dependency.Edge) []jsonEdge {
	var list []jsonEdge
	for i := range edges {
		e := &edges[i]
		j := jsonEdge{
			Kind: e.Kind.String(), From: e.From, To: e.To,
			Key: present(e.Key), FromOp: present(e.FromOp), ToOp: present(e.ToOp), Assumed: e.Assumed,
		}
		if e.Kind == dependency.RW {
			j.Source = present(e.Source)
		}
		if e.Via != nil {
			j.Via = newJSONForced(e.Via)
		}
		list = append(list, j)
	}
	return list
}

func newJSONForced(via *dependency.Forced) *jsonForced {
	j := &jsonForced{Reader: via.Reader, Visible: []jsonStep{}}
	for _, e := range via.Visible {
		j.Visible = append(j.Visible, jsonStep{
			Kind: e.Kind.String(), From: e.From, To: e.To,
			Key: present(e.Key), FromOp: present(e.FromOp), ToOp: present(e.ToOp),
		})
	}
	return j
}

func edges(list []jsonEdge) ([]dependency.Edge, error) {
	var edges []dependency.Edge
	for i, j := range list {
		kind, err := edgeKind(j.Kind)
		if err != nil {
			return nil, fmt.Errorf("edge %d: %w", i+1, err)
		}
		e := dependency.Edge{
			From: j.From, To: j.To, Kind: kind, Key: orNone(j.Key),
			FromOp: orNone(j.FromOp), ToOp: orNone(j.ToOp), Source: orNone(j.Source), Assumed: j.Assumed,
		}
		if j.Via != nil {
			if e.Via, err = j.Via.forced(); err != nil {
				return nil, fmt.Errorf("edge %d: via: visible: %w", i+1, err)
			}
		}
		edges = append(edges, e)
	}
	return edges, nil
}

func (j *jsonForced) forced() (*dependency.Forced, error) {
	via := &dependency.Forced{Reader: j.Reader}
	for i, s := range j.Visible {
		kind, err := edgeKind(s.Kind)
		if err != nil {
			return nil, fmt.Errorf("edge %d: %w", i+1, err)
		}
		via.Visible = append(via.Visible, dependency.Edge{
			From: s.From, To: s.To, Kind: kind, Key: orNone(s.Key),
			FromOp: orNone(s.FromOp), ToOp: orNone(s.ToOp), Source: -1,
		})
	}
	return via, nil
}

func edgeKind(name string) (dependency.Kind, error) {
	for k := dependency.SO; k <= dependency.CO; k++ {
		if k.String() == name {
			return k, nil
		}
	}
	return 0, fmt.Errorf("unknown kind %q", name)
}

type jsonProof struct {
	Txns  []int32         `json:"txns"`
	Steps []jsonProofStep `json:"steps"`
}

type jsonProofStep struct {
	Assume [][]int32    `json:"assume,omitempty"`
	Reads  []jsonSource `json:"reads,omitempty"`
	Cycle  []jsonEdge   `json:"cycle,omitempty"`
}

func newJSONProof(p *Proof) *jsonProof {
	if p == nil {
		return nil
	}
	j := &jsonProof{Txns: slices.Clone(p.Txns), Steps: []jsonProofStep{}}
	for _, s := range p.Steps {
		step := jsonProofStep{Cycle: newJSONEdges(s.Cycle), Reads: newJSONSources(s.Reads)}
		for _, o := range s.Assume {
			step.Assume = append(step.Assume, []int32{o.Before, o.After})
		}
		j.Steps = append(j.Steps, step)
	}
	return j
}

func (j *jsonProof) proof() (*Proof, error) {
	if j == nil {
		return nil, nil
	}
	p := &Proof{Txns: j.Txns}
	for i, s := range j.Steps {
		cycle, err := edges(s.Cycle)
		if err != nil {
			return nil, fmt.Errorf("step %d: cycle: %w", i+1, err)
		}
		orders, err := orders(s.Assume)
		if err != nil {
			return nil, fmt.Errorf("step %d: assume: %w", i+1, err)
		}
		p.Steps = append(p.Steps, Step{Assume: orders, Reads: parseSources(s.Reads), Cycle: cycle})
	}
	return p, nil
}

func orders(pairs [][]int32) ([]Order, error) {
	var list []Order
	for i, p := range pairs {
		if len(p) != 2 {
			return nil, fmt.Errorf("entry %d has %d transactions, expected 2", i+1, len(p))
		}
		list = append(list, Order{Before: p[0], After: p[1]})
	}
	return list, nil
}
