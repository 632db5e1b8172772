package anomalies

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// broken returns the names of the axioms that the anomaly breaks in a model with
// the given axioms, its evidence being the cycle c, or a read if that is nil; and
// the laws by which that follows: these axioms and those about single reads, or all
// of the model if it takes more.
func (a *Anomaly) broken(model axioms.Set, c dependency.Cycle) (name string, laws axioms.Set) {
	has := model.Closure()
	name, laws = Arbitration, has
	for _, s := range a.Breaks {
		if !has.Has(s) {
			continue
		}
		if c == nil || forbids(s.Closure(), c) {
			return s.String(), s.Closure() | has&aboutReads
		}
		if name == Arbitration {
			name = s.String()
		}
	}
	return name, laws
}

// aboutReads are the axioms by which a transaction sees, or follows in AR, what it
// read from.
const aboutReads = axioms.INT | axioms.EXT | axioms.COMMITTED | axioms.MONOTONICVIEW

// forbids reports whether the axioms, with INT and EXT, are known to forbid the
// cycle: the formulas of Cerone, Bernardi and Gotsman, read for one cycle.
func forbids(set axioms.Set, c dependency.Cycle) bool {
	rw := c.Count(dependency.RW)
	inVIS := func(e dependency.Edge) bool { return e.Kind == dependency.RW || visible(set, e) }
	inAR := func(e dependency.Edge) bool { return e.Kind == dependency.RW || arbitrated(set, e) }
	switch {
	case rw == 1 && all(c, inVIS) && (len(c) == 2 || set.Has(axioms.TRANSVIS)):
		return true
	case !all(c, inAR):
		return false
	case rw == 0 || set.Has(axioms.TOTALVIS):
		return true
	default:
		return set.Has(axioms.PREFIX) && afterVisible(set, c)
	}
}

func all(c dependency.Cycle, holds func(dependency.Edge) bool) bool {
	return !slices.ContainsFunc(c, func(e dependency.Edge) bool { return !holds(e) })
}

// visible reports whether the axioms put an edge, which is not RW, into VIS.
func visible(set axioms.Set, e dependency.Edge) bool {
	switch e.Kind {
	case dependency.SO:
		return set.Has(axioms.SESSION)
	case dependency.RT:
		return set.Has(axioms.REALTIME)
	case dependency.WW:
		return set.Has(axioms.NOCONFLICT)
	default:
		return e.Kind == dependency.WR
	}
}

// arbitrated reports whether the axioms put an edge, which is not RW, into AR.
func arbitrated(set axioms.Set, e dependency.Edge) bool {
	switch e.Kind {
	case dependency.SO:
		return set.Has(axioms.ARSESSION)
	case dependency.RT:
		return set&(axioms.ARREALTIME|axioms.ARREALTIMEKEY|axioms.ARREALTIMEUPDATE) != 0
	default:
		return true
	}
}

// afterVisible reports whether before each RW edge comes one that is in VIS.
func afterVisible(set axioms.Set, c dependency.Cycle) bool {
	for i, e := range c {
		before := c[(i+len(c)-1)%len(c)]
		if e.Kind == dependency.RW && !visible(set, before) {
			return false
		}
	}
	return true
}
