package axioms

import (
	"cmp"
	"slices"
	"sort"

	"visar/history"
)

// oneStep finds the sources of external reads where visibility does not compose:
// a transaction sees those that it is given to see and what its session and real
// time bring, and nothing by way of these. Then there is no need to generate
// visibility. For each reader the operations of those that it is given to see are
// looked at, or its own reads if these are fewer: at most m*sqrt(m) steps in all
// for m operations.
type oneStep struct {
	*sourceFinder
	edges   *VisibleEdges
	version []int32 // by operation: the version that it is, plus one
	// read[k] is the reader's place, plus one, of whose read of k look[k] is the
	// number.
	read, look []int32
	// shown[k] is the session, plus one, that sees version latest[k] and none later.
	shown, latest []int32
	ended         *endedVersions // under REALTIME
}

// isOneStep reports whether [oneStep] is for visibility as v has it.
func (v *view) isOneStep() bool {
	e := v.VIS.Edges
	return !e.Closed && !e.Conflicts && !e.Guarantees.Has(MW) && !e.Guarantees.Has(WFR) &&
		!(e.RealTime && e.Guarantees != 0) && !(v.Lists == Log && v.logs != nil)
}

// findInOneStep fills what was found.
func (f *sourceFinder) findInOneStep() {
	v, keys := f.v, f.v.h.Keys()
	o := &oneStep{sourceFinder: f, edges: v.VIS.Edges, version: make([]int32, v.h.NumOps()),
		read: make([]int32, keys), look: make([]int32, keys), shown: make([]int32, keys), latest: make([]int32, keys)}
	for j, op := range v.writes().op {
		o.version[op] = int32(j) + 1
	}
	if o.edges.RealTime {
		o.ended = v.versionsByEnd()
	}
	for s := range int32(v.h.Sessions()) {
		for _, t := range v.h.SessionTxns(s) {
			if i := v.place[t]; i >= 0 {
				o.lookFor(s, i)
				o.show(s, i)
			}
		}
	}
}

// lookFor finds the sources of the reads of the transaction at place i, which is in
// session s.
func (o *oneStep) lookFor(s, i int32) {
	first, end := o.first[i], o.first[i+1]
	if first == end {
		return
	}
	for n := first; n < end; n++ {
		k := o.v.h.OpKey(o.op[n])
		o.read[k], o.look[k] = i+1, n
		if o.shown[k] == s+1 {
			o.found[n] = o.latest[k]
		}
		if o.ended != nil {
			o.found[n] = max(o.found[n], o.ended.before(k, o.v.h.Start(o.v.Order[i])))
		}
	}
	o.eachSeen(i, func(p int32) { o.lookAt(i, p) })
}

func (o *oneStep) eachSeen(i int32, f func(p int32)) {
	if len(o.edges.First) == 0 {
		return
	}
	t := o.v.Order[i]
	for _, p := range o.edges.Seen[o.edges.First[t]:o.edges.First[t+1]] {
		f(o.v.place[p])
	}
}

// lookAt takes what the transaction at place p wrote for the reads of the one at
// place i.
func (o *oneStep) lookAt(i, p int32) {
	h, first, end := o.v.h, o.first[i], o.first[i+1]
	lo, hi := h.Ops(o.v.Order[p])
	if hi-lo > maxScannedOps && end-first < hi-lo {
		for n := first; n < end; n++ {
			j := o.v.writes().before(h.OpKey(o.op[n]), p+1)
			if j > o.found[n] && o.v.writes().place[j] == p {
				o.found[n] = j
			}
		}
		return
	}
	for op := lo; op < hi; op++ {
		if j, k := o.version[op]-1, h.OpKey(op); j >= 0 && o.read[k] == i+1 {
			o.found[o.look[k]] = max(o.found[o.look[k]], j)
		}
	}
}

// show makes session s see what the transaction at place i of it brings.
func (o *oneStep) show(s, i int32) {
	if !o.v.committed(i) {
		return
	}
	if o.edges.Sessions || o.edges.Guarantees.Has(RYW) {
		o.add(s, i)
	}
	if o.edges.Guarantees.Has(MR) && o.v.reads()[i] {
		o.eachSeen(i, func(p int32) { o.add(s, p) })
	}
}

// add makes session s see what the transaction at place p wrote.
func (o *oneStep) add(s, p int32) {
	lo, hi := o.v.h.Ops(o.v.Order[p])
	for op := lo; op < hi; op++ {
		j, k := o.version[op]-1, o.v.h.OpKey(op)
		switch {
		case j < 0:
		case o.shown[k] != s+1:
			o.shown[k], o.latest[k] = s+1, j
		default:
			o.latest[k] = max(o.latest[k], j)
		}
	}
}

// endedVersions are the versions whose writers' ends are known: by key, and by
// the end within a key.
type endedVersions struct {
	first  []int32 // by key, as of writes
	end    []int64
	latest []int32 // the greatest version up to here
}

// versionsByEnd takes n log n time for n versions of a key.
func (v *view) versionsByEnd() *endedVersions {
	e := &endedVersions{first: make([]int32, v.h.Keys()+1)}
	for k := range int32(v.h.Keys()) {
		from := len(e.latest)
		for j := v.writes().first[k]; j < v.writes().first[k+1]; j++ {
			if i := v.writes().place[j]; v.committed(i) && v.h.End(v.Order[i]) != history.NoTime {
				e.latest = append(e.latest, j)
			}
		}
		of := e.latest[from:]
		slices.SortFunc(of, func(a, b int32) int {
			return cmp.Or(cmp.Compare(v.end(v.writes().place[a]), v.end(v.writes().place[b])), cmp.Compare(a, b))
		})
		for n, j := range of {
			e.end = append(e.end, v.end(v.writes().place[j]))
			of[n] = max(j, of[max(n-1, 0)])
		}
		e.first[k+1] = int32(len(e.latest))
	}
	return e
}

// before returns the latest version of key k whose writer ended before start, or
// -1.
func (e *endedVersions) before(k int32, start int64) int32 {
	if start == history.NoTime {
		return -1
	}
	ends := e.end[e.first[k]:e.first[k+1]]
	n := sort.Search(len(ends), func(n int) bool { return ends[n] >= start })
	if n == 0 {
		return -1
	}
	return e.latest[e.first[k]+int32(n)-1]
}
