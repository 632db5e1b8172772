package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// sourcesIn returns the writers that an execution under EXT gives the ambiguous
// reads of r, without the repeated reads of which the axioms say nothing else.
func sourcesIn(e *axioms.Execution, r *dependency.Resolved) []Source {
	writers := map[int32]int32{} // by external read
	e.EachSource(func(op, writer int32) { writers[op] = writer })
	var all []Source
	for _, a := range r.Ambiguous {
		if w, ok := writers[firstRead(e.History, a.Txn, a.Op)]; ok {
			all = append(all, Source{Read: a.Op, Writer: w})
		}
	}
	return all
}

// firstRead returns the first read by t of the key that operation op reads.
func firstRead(h *history.History, t, op int32) int32 {
	lo, _ := h.Ops(t)
	for i := lo; i < op; i++ {
		if h.OpKey(i) == h.OpKey(op) && h.OpKind(i) == history.Read {
			return i
		}
	}
	return op
}

// certifySources checks that the execution of v has each read of v.Sources read
// what the writer left: under EXT it is the latest visible one, and else one that
// is earlier in AR.
func certifySources(v *Verdict, h *history.History) error {
	if len(v.Sources) == 0 {
		return nil
	}
	set := v.Model.Axioms.Closure()
	sees := earlier(v.Execution)
	if set.Has(axioms.EXT) {
		latest := map[int32]int32{}
		if b := v.Execution.EachSource(func(op, writer int32) { latest[op] = writer }); b != nil {
			return breachError(b)
		}
		sees = func(op, t, w int32) bool {
			found, ok := latest[firstRead(h, t, op)]
			return ok && found == w
		}
	}
	for _, s := range v.Sources {
		if err := certifySource(s, h, sees); err != nil {
			return fmt.Errorf("sources: read %d: %w", s.Read, err)
		}
	}
	return nil
}

// certifySource checks one source; sees reports whether a transaction may read
// what a writer left.
func certifySource(s Source, h *history.History, sees func(op, t, w int32) bool) error {
	t := h.TxnOf(s.Read)
	switch {
	case h.OpKind(s.Read) != history.Read || h.IsList(h.OpKey(s.Read)) || s.Not:
		return errors.New("it is not a read of a register")
	case !leaves(h, s.Writer, h.OpKey(s.Read), h.OpValue(s.Read)):
		return fmt.Errorf("writer %d does not leave the value that was read", s.Writer)
	case !sees(s.Read, t, s.Writer):
		return fmt.Errorf("the execution has it read from another writer than %d", s.Writer)
	}
	return nil
}

// leaves reports whether w leaves value v of key k; Init leaves the initial one.
func leaves(h *history.History, w, k, v int32) bool {
	if w == dependency.Init {
		return v == history.Initial
	}
	lo, hi := h.Ops(w)
	for i := hi - 1; i >= lo; i-- {
		if h.OpKey(i) == k && h.OpKind(i) != history.Read {
			return h.OpValue(i) == v
		}
	}
	return false
}

// earlier returns whether a writer is before a reader in AR.
func earlier(e *axioms.Execution) func(op, t, w int32) bool {
	place := make([]int32, e.History.Len())
	for i, t := range e.Order {
		place[t] = int32(i) + 1
	}
	return func(_, t, w int32) bool { return w == dependency.Init || place[w] > 0 && place[w] < place[t] }
}
