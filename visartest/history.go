package visartest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"visar/history"
)

// History returns what was recorded so far: transactions in order of their starts,
// those still open as unknown. Recording may go on; what clients do meanwhile is
// in the history as a whole or not at all. The error says which use of the
// recorder makes the history worthless, or that it is too large. It takes time to
// sort the transactions.
func (r *Recorder) History() (*history.History, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.judged = true
	// With all sessions stopped at once, nothing that was seen can be missing from
	// the session that did it.
	for _, s := range r.sessions {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	if err := r.unusable(); err != nil {
		return nil, err
	}
	b := history.NewBuilder(r.initial)
	line := int32(1) // of the file that holds the history
	if r.initial.Kind() != history.Nil {
		line++ // after the header
	}
	for _, tx := range r.inOrder() {
		tx.build(b, line)
		line++
	}
	for _, f := range r.faults {
		b.Fault(f)
	}
	return b.History()
}

// unusable returns why what was recorded is worthless, or nil.
func (r *Recorder) unusable() error {
	switch {
	case r.full.Load():
		return fmt.Errorf("more than %d operations were recorded, and the rest was dropped: record fewer, or raise the limit with Recorder.Limit", r.limit)
	case r.wrong == 0:
		return nil
	}
	lines := slices.Clone(r.mistakes)
	if more := r.wrong - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d mistakes more", more))
	}
	return errors.New("the recorder was used wrongly:\n" + strings.Join(lines, "\n"))
}

// inOrder returns the transactions of all sessions in order of their starts.
func (r *Recorder) inOrder() []*Txn {
	var all []*Txn
	for _, s := range r.sessions {
		for _, txns := range s.txns {
			for i := range txns {
				all = append(all, &txns[i])
			}
		}
	}
	slices.SortFunc(all, func(a, b *Txn) int { return cmp.Compare(a.start, b.start) })
	return all
}

// build gives the transaction to b, as on a line of the file.
func (tx *Txn) build(b *history.Builder, line int32) {
	info := history.TxnInfo{Session: tx.session.name, Status: history.Unknown, Start: tx.start, End: history.NoTime, Clock: tx.clock, Line: line}
	if tx.state == ended {
		info.Status, info.End = tx.status, tx.stop
	}
	b.Begin(info)
	var elements []int32
	for _, op := range tx.ops {
		key := b.Key(op.key)
		switch {
		case op.list:
			elements = elements[:0]
			for _, e := range op.elements {
				elements = append(elements, b.Value(e))
			}
			b.ReadList(key, elements)
		case op.kind == history.Read:
			b.Read(key, b.Value(op.value))
		case op.kind == history.Write:
			b.Write(key, b.Value(op.value))
		default:
			b.Append(key, b.Value(op.value))
		}
	}
}
