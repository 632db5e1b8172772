package generate

import "visar/history"

// recorder writes down the execution.
type recorder interface {
	// start takes the view of the transaction that begins.
	start(view []int32)
	// commit says that transaction t took effect at a place.
	commit(t int32, at position)
}

func newRecorder(cfg Config, m *model, b *history.Builder) recorder {
	switch {
	case !cfg.Execution:
		return noRecorder{}
	case m.snapshots():
		return &timestamps{b: b}
	}
	return &pairs{b: b, log: make([][]int32, countSites(cfg))}
}

type noRecorder struct{}

func (noRecorder) start([]int32)          {}
func (noRecorder) commit(int32, position) {}

// timestamps records where in the log a view ends, and which place a commit has.
type timestamps struct {
	b        *history.Builder
	snapshot int64
}

func (r *timestamps) start(view []int32) { r.snapshot = int64(view[0]) }

func (r *timestamps) commit(t int32, at position) {
	r.b.Record(t, history.Recorded{Arbitration: history.NoTime, SnapshotTS: r.snapshot, CommitTS: int64(at.seq)})
}

// pairs records every transaction that is seen.
type pairs struct {
	b       *history.Builder
	log     [][]int32 // by site: what committed there
	visible []int32
}

func (r *pairs) start(view []int32) {
	r.visible = nil
	for site, n := range view {
		r.visible = append(r.visible, r.log[site][:n]...)
	}
}

func (r *pairs) commit(t int32, at position) {
	r.b.Record(t, history.Recorded{Arbitration: int64(t), Visible: r.visible, SnapshotTS: history.NoTime, CommitTS: history.NoTime})
	r.log[at.site] = append(r.log[at.site], t)
}
