package anomalies

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// Relation is a relation of an abstract execution: [VIS] or [AR].
type Relation string

// The relations of an abstract execution, of which AR contains VIS.
const (
	VIS Relation = "VIS"
	AR  Relation = "AR"
)

// Forced is a pair of transactions that is in a relation of every execution of the
// history that obeys the laws which the anomaly breaks.
type Forced struct {
	From, To int32
	Relation Relation
	// By are the axioms that make it so, with commas.
	By string
	// Assumed says that it follows from an order of versions that is only tried.
	Assumed bool
}

// law says that an axiom puts edges into a relation; 0 is what every execution is.
type law struct {
	axiom axioms.Set
	to    Relation
}

// forcing are the laws for each kind of edges, the stronger ones first.
var forcing = [...][]law{
	dependency.SO: {{axioms.SESSION, VIS}, {axioms.ARSESSION, AR}},
	dependency.RT: {{axioms.REALTIME, VIS}, {axioms.ARREALTIME, AR}, {axioms.ARREALTIMEKEY, AR}, {axioms.ARREALTIMEUPDATE, AR}},
	dependency.WR: {{axioms.EXT, VIS}, {axioms.MONOTONICVIEW, AR}, {axioms.COMMITTED, AR}},
	dependency.WW: {{axioms.NOCONFLICT, VIS}, {0, AR}},
	dependency.RW: {{axioms.TOTALVIS, AR}},
	dependency.CO: {{0, AR}},
}

// Forces returns the relation that edges of the kind are in and the axiom by which
// they are, both empty if they are in none. Of RW edges VIS says nothing but that
// the transaction they lead to is not seen; they are in AR where all that comes
// before is seen.
func (f *Found) Forces(kind dependency.Kind) (Relation, string) {
	if kind == dependency.SO && f.Axiom == axioms.RYW.String() {
		return VIS, f.Axiom
	}
	for _, l := range forcing[kind] {
		if f.laws.Has(l.axiom) {
			return l.to, l.axiom.String()
		}
	}
	return "", ""
}

// HidesBack reports whether the transaction that an RW edge leads to is known not
// to be seen by the one that it leads from.
func (f *Found) HidesBack() bool { return f.laws.Has(axioms.EXT) }

// Follows returns what follows from the edges of the cycle in turn, and shows that
// they cannot be: with one RW edge, that its end is seen where it begins; with
// several, that arbitration goes in a circle.
func (f *Found) Follows() []Forced {
	c := f.loop
	rw := c.Count(dependency.RW)
	seen := all(c, func(e dependency.Edge) bool { return e.Kind == dependency.RW || f.inVIS(e) })
	switch {
	case rw == 1 && len(c) > 2 && seen && f.laws.Has(axioms.TRANSVIS):
		return f.sightAround(axioms.TRANSVIS.String())
	case rw == 1 && len(c) > 2 && slices.Contains(guarantees, f.Axiom):
		return f.sightAround(f.Axiom)
	case rw > 0 && len(c) > 2 && f.laws.Has(axioms.PREFIX) && !f.laws.Has(axioms.TOTALVIS):
		return f.prefixes()
	}
	return nil
}

// guarantees are the session guarantees by which a path of several edges is seen.
var guarantees = []string{axioms.MR.String(), axioms.MW.String(), axioms.WFR.String()}

func (f *Found) inVIS(e dependency.Edge) bool {
	relation, _ := f.Forces(e.Kind)
	return relation == VIS
}

// sightAround returns that the end of the one RW edge is seen at its beginning, by
// way of all the others.
func (f *Found) sightAround(by string) []Forced {
	for _, e := range f.loop {
		if e.Kind == dependency.RW {
			assumed := slices.ContainsFunc(f.loop, func(o dependency.Edge) bool { return o.Assumed && o.Kind != dependency.RW })
			return []Forced{{e.To, e.From, VIS, by, assumed}}
		}
	}
	return nil
}

// prefixes returns, for each transaction that saw one and not another, that the
// one comes before the other: else it would have seen a transaction and not all
// that come before that.
func (f *Found) prefixes() []Forced {
	var pairs []Forced
	for i, e := range f.loop {
		before := f.loop[(i+len(f.loop)-1)%len(f.loop)]
		if e.Kind == dependency.RW && f.inVIS(before) && before.From != e.To {
			pairs = append(pairs, Forced{before.From, e.To, AR, axioms.PREFIX.String(), before.Assumed || e.Assumed})
		}
	}
	return pairs
}
