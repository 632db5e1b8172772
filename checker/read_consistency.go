package checker

import (
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// refutes says which laws a read that nothing explains breaks: any of them is
// enough. Whatever order transactions are put in plays no part.
var refutes = map[dependency.BreachKind]axioms.Set{
	dependency.ThinAir:          axioms.COMMITTED | axioms.EXT,
	dependency.AbortedRead:      axioms.COMMITTED | axioms.EXT,
	dependency.IntermediateRead: axioms.COMMITTED | axioms.EXT,
	dependency.FutureRead:       axioms.COMMITTED | axioms.EXT,
	// Own writes are the business of INT, and COMMITTED asks for as much of it.
	dependency.OwnWriteMissed: axioms.COMMITTED | axioms.INT,
	dependency.Unrepeatable:   axioms.INT,
	// Two lists that disagree come from no one order of versions.
	dependency.IncompatibleOrder: axioms.COMMITTED | axioms.EXT,
	dependency.CyclicVersions:    axioms.COMMITTED | axioms.EXT,
}

// ordersLogs reports whether the axioms make all reads of a replicated log
// prefixes of one list. With TRANSVIS and NOCONFLICT one of two appends sees the
// other, and so do its readers. PREFIX alone does not: a transaction may read its
// own append while an earlier one is not visible to it.
func ordersLogs(s axioms.Set) bool { return s.Has(axioms.EXT | axioms.TRANSVIS | axioms.NOCONFLICT) }

// reversed reports whether the read of a list shows an append before an
// earlier one of the same transaction, rather than without it.
func (j *job) reversed(b *dependency.Breach) bool {
	list, _ := j.h.ListRead(b.Op)
	at := slices.Index(list, b.Value)
	lo, _ := j.h.Ops(b.Writer)
	for i := lo; i < b.WriterOp; i++ {
		if j.h.OpKind(i) == history.Append && j.h.OpKey(i) == j.h.OpKey(b.WriterOp) && slices.Contains(list[at:], j.h.OpValue(i)) {
			return true
		}
	}
	return false
}

// readConsistency returns the first read that by itself refutes the job's
// axioms, or nil.
func (j *job) readConsistency() *dependency.Breach {
	for i := range j.r.Breaches {
		if b := &j.r.Breaches[i]; j.refutedBy(b) {
			return b
		}
	}
	return nil
}

func (j *job) refutedBy(b *dependency.Breach) bool {
	switch {
	case b.Kind == dependency.DuplicateElement:
		return true // not even writes have an order, and every model has one
	case b.Kind == dependency.CyclicVersions && (j.opt.Lists == axioms.Versioned || j.reversed(b)):
		return true
	case b.Kind == dependency.IncompatibleOrder && j.opt.Lists == axioms.Log:
		return ordersLogs(j.set) && j.external(b.Op) && j.external(b.Other)
	}
	laws := refutes[b.Kind] & j.set
	if laws == axioms.EXT && b.Kind == dependency.IncompatibleOrder {
		return j.external(b.Op) && j.external(b.Other)
	}
	if laws == axioms.EXT {
		return b.External // EXT speaks of no other reads
	}
	return laws != 0
}

// external reports whether read op is its transaction's first operation on its
// key.
func (j *job) external(op int32) bool {
	for _, rd := range j.r.NodeReads(j.r.NodeOfOp(op)) {
		if rd.Op == op {
			return rd.External
		}
	}
	return false
}

// unjudgedList reports whether a list read that contradicts others is one that the
// set says nothing of. It happens with EXT alone, without INT or COMMITTED.
func (j *job) unjudgedList() bool {
	if !j.has(axioms.EXT) || j.has(axioms.COMMITTED) {
		return false
	}
	for i := range j.r.Breaches {
		if j.h.IsList(j.h.OpKey(j.r.Breaches[i].Op)) {
			return true
		}
	}
	return false
}
