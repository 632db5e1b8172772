package anomalies

import (
	"cmp"
	"slices"
	"strings"

	"visar/axioms"
	"visar/checker"
	"visar/history"
	"visar/history/dependency"
)

// Found is an anomaly in the evidence of a verdict, told.
type Found struct {
	Anomaly *Anomaly
	Name    string // the anomaly's ID
	// Axiom is what the anomaly breaks in the model that was checked: of the sets that
	// the anomaly breaks and the model has, the first that by itself forbids the cycle,
	// else the first. It is the name of an axiom, or of several with commas, or
	// Arbitration.
	Axiom    string
	Txns     []int32 // those involved, in the order in which they are told of
	TxnNames []string
	Keys     []string
	// Cycle is the cycle that gave the name. It is empty where the evidence is a
	// read that nothing explains.
	Cycle []EdgeText
	// Timeline is that of operations on a single object which have no order, where that
	// is the evidence, alone or beside a cycle.
	Timeline []Bar
	// Untimed says that the timeline shows the order of each session and no other.
	Untimed bool
	// Steps are those of a proof, where the order of versions is open.
	Steps []StepText
	// Sentences tell the anomaly: an edge or a step each, and then why they cannot be.
	Sentences []string
	// Count is how many there are of the same shape on the same keys, as far as they
	// were counted: 1 if this one alone was looked for.
	Count int
	// Transactions are those involved in the notation, a line each, with long lists
	// cut to what matters.
	Transactions string

	// Read is the read that nothing explains, if that is the evidence; Edges are
	// those of the cycle or of all steps, each once.
	Read  *dependency.Breach
	Edges []dependency.Edge
	h     *history.History
	// values are those that matter, to show where a list is cut.
	values []int32
	// loop is the cycle that gave the name, and laws are the axioms by which it
	// cannot be.
	loop dependency.Cycle
	laws axioms.Set
	// txnIn and edgeIn are what Txns and Edges hold.
	txnIn  set[int32]
	edgeIn set[dependency.Edge]
}

// EdgeText is an edge of a cycle, told.
type EdgeText struct {
	From, To  string // names of transactions
	Kind, Key string // "RW"; the key is empty for SO and RT
	Why       string // the sentence, without a full stop
	// Follows are the edges that a derived edge follows from.
	Follows []EdgeText
	Edge    dependency.Edge
}

// StepText is a step of a proof, told: what Assume says closes the Cycle, or, if
// that is empty, cannot be by the steps before.
type StepText struct {
	Assume   []string // "T1 came before T2", "T3 read x=1 from T1"
	Anomaly  *Anomaly // what the cycle is; nil without one, or if it only shows that the orders cannot be
	Cycle    []EdgeText
	Sentence string
}

// In returns the anomaly in the evidence of v: one if v is violated, else none, after
// those that say what crashes took back.
// It takes time linear in the history and in the evidence, but for proofs of up to
// a thousand steps, where it is quadratic in these.
func In(v *checker.Verdict) []*Found {
	if v.Outcome != checker.Violated || v.History == nil {
		return nil
	}
	lost := inLosses(v)
	if v.Refutation == nil {
		return append(lost, inObjects(v)...)
	}
	if f := newTeller(v).refutation(v.Refutation); f != nil {
		f.withWitness(v)
		lost = append(lost, f)
	}
	return lost
}

// Surveyed returns the anomalies of what checker.Survey found for v, in its order,
// with how many there are of each.
func Surveyed(v *checker.Verdict, all []checker.Occurrence) []*Found {
	if v.History == nil {
		return nil
	}
	var found []*Found
	t := newTeller(v)
	for _, o := range all {
		if f := t.refutation(o.Refutation); f != nil {
			f.Count = o.Count
			found = append(found, f)
		}
	}
	return found
}

// refutation tells a refutation; nil if it is empty.
func (t *teller) refutation(r *checker.Refutation) *Found {
	switch {
	case r.Read != nil:
		return t.read(r.Read)
	case r.Proof != nil:
		return t.proof(r.Proof)
	case len(r.Cycle) > 0:
		return t.cycle(r.Cycle)
	case r.Given != nil && r.Given.Breach != nil:
		return t.given(r.Given)
	case r.Siblings != nil:
		return t.siblings(r.Siblings)
	}
	return nil
}

// Among returns the anomalies in the evidence of several verdicts on one history,
// the most severe first, each once however many verdicts rest on it.
func Among(verdicts []*checker.Verdict) []*Found {
	var all []*Found
	told := map[*checker.Refutation]bool{}
	for _, v := range verdicts {
		if v.Outcome != checker.Violated || v.Refutation != nil && told[v.Refutation] {
			continue
		}
		told[v.Refutation] = true
		for _, f := range In(v) {
			if !slices.ContainsFunc(all, f.same) {
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Found) int { return cmp.Compare(a.Anomaly.rank(), b.Anomaly.rank()) })
	return all
}

// same reports whether g is the same anomaly of the same transactions and keys.
func (f *Found) same(g *Found) bool {
	a, b := slices.Sorted(slices.Values(f.Txns)), slices.Sorted(slices.Values(g.Txns))
	return f.Name == g.Name && slices.Equal(a, b) && slices.Equal(f.Keys, g.Keys)
}

// Notation returns the transactions involved in full, as a history that can be
// read and checked again.
func (f *Found) Notation() string {
	return headed(f.h, f.Txns, f.h.TxnString)
}

// headed returns the transactions in order of the history, a line each, after the
// line that names the initial value if that is not nil.
func headed(h *history.History, txns []int32, line func(int32) string) string {
	var lines []string
	if initial := h.Value(history.Initial); initial.Kind() != history.Nil {
		lines = append(lines, "initial "+initial.String())
	}
	for _, t := range slices.Sorted(slices.Values(txns)) {
		lines = append(lines, line(t))
	}
	return strings.Join(lines, "\n")
}

// NameOf returns the name of transaction t, cut if it is long.
func (f *Found) NameOf(t int32) string { return cut(f.h.Name(t)) }

// OpText returns operation i in the notation, with a long list cut to what
// matters to the anomaly and long values cut in the middle.
func (f *Found) OpText(i int32) string {
	t := &teller{h: f.h}
	o := f.h.Op(i)
	switch {
	case o.Kind == history.Read && f.h.IsList(o.Key):
		return "r(" + t.key(o.Key) + "," + t.cutList(i, f.values) + ")"
	case o.Kind != history.Append && o.Value == history.Initial:
		return "rw"[o.Kind:o.Kind+1] + "(" + t.key(o.Key) + ",_)"
	default:
		return "rwa"[o.Kind:o.Kind+1] + "(" + t.key(o.Key) + "," + t.value(o.Value) + ")"
	}
}

// Ops returns the operations that the anomaly rests on, in order.
func (f *Found) Ops() []int32 {
	var ops []int32
	if b := f.Read; b != nil {
		ops = append(ops, b.Op, b.WriterOp, b.Other)
	}
	for _, e := range f.Edges {
		ops = append(ops, e.FromOp, e.ToOp)
	}
	slices.Sort(ops)
	ops = slices.Compact(ops)
	for len(ops) > 0 && ops[0] < 0 {
		ops = ops[1:]
	}
	return ops
}
