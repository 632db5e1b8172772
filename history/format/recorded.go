package format

import (
	"fmt"
	"slices"

	"visar/history"
)

// recordedExecution collects the recorded execution of the transactions. What
// is visible to one may come on a later line, so ids become transactions at the
// end.
type recordedExecution struct {
	kept  []keptRecord
	ids   map[string]int32
	first []position // where each id is first named
}

// keptRecord has indices of ids in place of the transactions in Visible.
type keptRecord struct {
	txn int32
	history.Recorded
}

// see returns the index of the transaction called id, named at the unread byte at.
func (e *recordedExecution) see(id []byte, w *window, at int) int32 {
	n, ok := e.ids[string(id)]
	if !ok {
		if e.ids == nil {
			e.ids = map[string]int32{}
		}
		n = int32(len(e.first))
		e.ids[string(id)] = n
		e.first = append(e.first, w.ahead(at))
	}
	return n
}

// checkRecorded reports fields of a recorded execution that do not belong together.
// Only committed transactions need a place in AR.
func checkRecorded(seen nativeField, status history.Status) error {
	byAR := seen&(fieldArbitration|fieldVisible) != 0
	byTS := seen&(fieldSnapshotTS|fieldCommitTS) != 0
	switch {
	case byAR && byTS:
		return mistakef(0, `expected either "arbitration" with "visible" or "snapshot_ts" with "commit_ts", got some of both`)
	case status != history.Committed:
		return nil
	case byAR && seen&fieldArbitration == 0:
		return mistakef(0, `expected "arbitration" beside "visible"`)
	case byTS && seen&fieldSnapshotTS == 0:
		return mistakef(0, `expected "snapshot_ts" beside "commit_ts"`)
	case byTS && seen&fieldCommitTS == 0:
		return mistakef(0, `expected "commit_ts" beside "snapshot_ts"`)
	}
	return nil
}

// record keeps the execution r of transaction t if it has one. What it saw are
// indices that see returned.
func (e *recordedExecution) record(t int32, r history.Recorded) {
	if r.Arbitration != history.NoTime || r.SnapshotTS != history.NoTime ||
		r.CommitTS != history.NoTime || len(r.Visible) > 0 {
		e.kept = append(e.kept, keptRecord{t, r})
	}
}

// resolve gives what was kept to b, which has all transactions.
func (e *recordedExecution) resolve(b *history.Builder, w *window) error {
	txns := slices.Repeat([]int32{-1}, len(e.first))
	if len(e.ids) > 0 {
		for t := range int32(b.Len()) {
			if id, ok := e.ids[b.Name(t)]; ok && txns[id] < 0 {
				txns[id] = t
			}
		}
	}
	for _, k := range e.kept {
		for i, id := range k.Visible {
			if txns[id] < 0 {
				return e.unresolved(id, w)
			}
			k.Visible[i] = txns[id]
		}
		b.Record(k.txn, k.Recorded)
	}
	return nil
}

// unresolved returns the error that no transaction has that id.
func (e *recordedExecution) unresolved(id int32, w *window) error {
	for name, n := range e.ids {
		if n == id {
			return e.first[id].errorIn(w.path, fmt.Sprintf(`expected the id of a transaction of this history in "visible", got %q`, name))
		}
	}
	return nil
}
