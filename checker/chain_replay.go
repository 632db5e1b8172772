package checker

import (
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// chainReplay runs the transactions one after the other where the versions of every key
// are a chain: those of a register if each writer but the first has read the version
// that it replaces, those of a list as far as they were read. Then nothing is to be
// chosen, but the order of appends that nobody read, where snapshots are commits and any
// will do. A transaction may begin when all have run that it read from, whose versions it
// replaces, that come before it in its session and that ended before it began; and it may
// end when nobody has yet to read a version that it replaces. All of that holds in every
// execution, so what can run may run. Unlike a polygraph it stores no edge, and what it
// looks at is near in time, and so in memory.
//
// It takes time linear in the history but for sorting ends, and the memory that memory
// says, of which what is for waiting is hardly touched.
type chainReplay struct {
	*job
	split    bool // snapshots come before commits
	byEnd    []int32
	rank     []int32  // by node: its place in byEnd
	previous []int32  // by node: the one before it in its session, or -1; nil if sessions do not count
	ran      []uint64 // bit per node
	order    []int32  // nodes that have run
	before   []int32  // by node: how many had run when it took its snapshot, plus one; 0 if it has not

	// Versions are writes and, after these, keys for their initial values.
	pending  []int32 // by version: readers to come, and awaited if a node waits for them
	replaced []int32 // by write: the version v that it replaces, as ^v if its writer has not read that
	looked   []int32 // by node: how many of its reads, writes and writes again are as they have to be

	ended    []int32 // nodes whose end counts, in order; nil if real time does not count
	ends     []int64 // by place in ended
	frontier int32   // the first place in ended of one that has not run

	// Nodes that wait are in lists, by what has to come first: node n as n+1.
	onNode, onVersion, onEnd, next []int32
	queue                          dependency.Queue // of nodes that waited

	fetched int32 // keeps the compiler from leaving out what only brings memory near
}

// awaited is more than there are readers.
const awaited = 1 << 30

// chainExecution returns the execution that a replay finds if all versions are in
// chains, or nil: then they are not, or the history does not obey the axioms, or their
// laws on time are weaker than real time.
func (j *job) chainExecution() *axioms.Execution {
	if !j.has(axioms.EXT) || !j.has(axioms.TOTALVIS) && !j.has(axioms.PREFIX|axioms.NOCONFLICT) {
		return nil
	}
	if len(j.r.Breaches)+len(j.r.Ambiguous) > 0 || j.opt.Lists == axioms.Log && j.hasLists() || j.arbitrated() {
		return nil
	}
	if !j.has(axioms.TOTALVIS) && j.severalTails() {
		return nil
	}
	x := &chainReplay{job: j, split: !j.has(axioms.TOTALVIS)}
	if j.opt.MaxMemory > 0 && x.memory() > j.opt.MaxMemory || !x.findChains() || !x.run() {
		return nil
	}
	return x.execution()
}

// severalTails reports whether two appends to one list were read by nobody.
func (j *job) severalTails() bool {
	return slices.ContainsFunc(j.r.Versions, func(v *dependency.Versions) bool { return v != nil && len(v.Tail) > 1 })
}

// memory is what a replay holds at the most, in bytes.
func (x *chainReplay) memory() int64 {
	return 56*int64(x.r.Len()) + 12*int64(len(x.r.Writes)) + 8*int64(x.h.Keys())
}

// run runs all transactions, by their ends as far as they need not wait, and reports
// whether none was left.
func (x *chainReplay) run() bool {
	n := x.r.Len()
	x.prepare(n)
	for i, node := range x.byEnd {
		if i%(1<<14) == 0 && x.ctx.Err() != nil {
			return false
		}
		if i%fetchNodes == 0 {
			x.fetch(x.byEnd[i:min(i+fetchNodes, n)])
		}
		x.try(node)
		for x.queue.Len() > 0 {
			x.try(x.queue.Pop())
		}
	}
	return len(x.order) == n
}

// fetchNodes is how many nodes are fetched for at a time.
const fetchNodes = 32

// fetch brings near what the next nodes will look at of the versions that they read, which
// one by one each would be waited for.
func (x *chainReplay) fetch(nodes []int32) {
	sum := int32(0)
	for _, n := range nodes {
		reads := x.r.NodeReads(n)
		for i := range reads {
			if reads[i].External {
				sum += x.pending[x.version(&reads[i])]
			}
		}
	}
	x.fetched += sum
}

func (x *chainReplay) prepare(n int) {
	x.byEnd = x.nodesBy(x.completion)
	x.rank = make([]int32, n)
	for i, node := range x.byEnd {
		x.rank[node] = int32(i)
	}
	x.queue.Rank = x.rank
	x.ran, x.order = make([]uint64, (n+63)/64), make([]int32, 0, n)
	x.before, x.looked = make([]int32, n), make([]int32, n)
	x.onNode, x.onEnd, x.onVersion, x.next = make([]int32, n), make([]int32, n), make([]int32, len(x.pending)), make([]int32, n)
	if x.set&(axioms.SESSION|axioms.ARSESSION|axioms.RYW|axioms.MR|axioms.MW|axioms.WFR) != 0 {
		x.previous = filled(n)
		x.r.SessionOrder(func(a, b int32) { x.previous[b] = a })
	}
	if x.set&(axioms.REALTIME|axioms.ARREALTIME|axioms.ARREALTIMEKEY|axioms.ARREALTIMEUPDATE) == 0 {
		return
	}
	for _, node := range x.byEnd {
		if end := x.h.End(x.r.Txn[node]); end != history.NoTime && x.r.Known(node) {
			x.ended, x.ends = append(x.ended, node), append(x.ends, end)
		}
	}
}

func (x *chainReplay) hasRun(n int32) bool { return x.ran[n/64]>>(n%64)&1 == 1 }

// try runs node n, or as much of it as can be, and lets it wait for the rest.
func (x *chainReplay) try(n int32) {
	taken := x.before[n] > 0
	if !taken && !x.begins(n) {
		return
	}
	if !taken && x.split {
		if x.take(n); x.queue.Len() > 0 { // the snapshot lets others end, which may have ended first
			x.queue.Push(n)
			return
		}
	}
	if !x.mayEnd(n) {
		return
	}
	if !x.split {
		x.take(n)
	}
	x.commit(n)
}

// begins reports whether all have run that node n has to see, or lets it wait.
func (x *chainReplay) begins(n int32) bool {
	if x.previous != nil && x.previous[n] >= 0 && !x.hasRun(x.previous[n]) {
		return x.wait(x.onNode, x.previous[n], n)
	}
	if last := x.lastBefore(n); last >= 0 {
		return x.wait(x.onEnd, last, n)
	}
	reads, writes := x.r.NodeReads(n), x.r.WriteFirst[n+1]-x.r.WriteFirst[n]
	for at := x.looked[n]; at < int32(len(reads))+writes; at++ {
		var source int32
		if int(at) < len(reads) {
			source = reads[at].Source
		} else {
			source = x.unreadSource(x.r.WriteFirst[n] + at - int32(len(reads)))
		}
		if source >= 0 && !x.hasRun(source) {
			x.looked[n] = at
			return x.wait(x.onNode, source, n)
		}
	}
	return true
}

// unreadSource returns the node of the version that write w replaces, or -1 if the writer
// has read it.
func (x *chainReplay) unreadSource(w int32) int32 {
	if v := ^x.replaced[w]; v >= 0 && int(v) < len(x.r.Writes) {
		return x.r.Writes[v].Node
	}
	return -1
}

// lastBefore returns the place of the last end before node n began, if one of those up to
// it has not run, else -1.
func (x *chainReplay) lastBefore(n int32) int32 {
	if int(x.frontier) == len(x.ends) {
		return -1
	}
	start := x.h.Start(x.r.Txn[n])
	if start == history.NoTime || x.ends[x.frontier] >= start {
		return -1
	}
	after, _ := slices.BinarySearch(x.ends, start)
	return int32(after) - 1
}

// mayEnd reports whether nobody has yet to read what node n replaces, but n itself where
// it reads and writes at once, or lets it wait.
func (x *chainReplay) mayEnd(n int32) bool {
	first := x.r.WriteFirst[n]
	writes := x.r.WriteFirst[n+1] - first
	begun := int32(len(x.r.NodeReads(n))) + writes
	for at := max(x.looked[n], begun); at < begun+writes; at++ {
		v, own := x.replaced[first+at-begun], int32(0)
		switch {
		case v < 0:
			v = ^v
		case !x.split:
			own = 1
		}
		if left := x.pending[v] &^ awaited; left > own {
			x.looked[n], x.pending[v] = at, left|awaited
			return x.wait(x.onVersion, v, n)
		}
	}
	return true
}

// take lets node n read.
func (x *chainReplay) take(n int32) {
	x.before[n] = int32(len(x.order)) + 1
	reads := x.r.NodeReads(n)
	for i := range reads {
		if !reads[i].External {
			continue
		}
		v := x.version(&reads[i])
		if x.pending[v]--; x.pending[v] >= awaited && x.pending[v] <= awaited+1 {
			x.pending[v] -= awaited
			x.wake(x.onVersion, v)
		}
	}
}

// commit puts the versions of node n in place.
func (x *chainReplay) commit(n int32) {
	x.ran[n/64] |= 1 << (n % 64)
	x.order = append(x.order, n)
	x.wake(x.onNode, n)
	for int(x.frontier) < len(x.ended) && x.hasRun(x.ended[x.frontier]) {
		x.wake(x.onEnd, x.frontier)
		x.frontier++
	}
}

// wait puts node n into the list at a place, and returns false.
func (x *chainReplay) wait(list []int32, at, n int32) bool {
	x.next[n], list[at] = list[at], n+1
	return false
}

// wake lets those try again that are in the list at a place.
func (x *chainReplay) wake(list []int32, at int32) {
	for n := list[at] - 1; n >= 0; n = x.next[n] - 1 {
		x.queue.Push(n)
	}
	list[at] = 0
}

// execution has the transactions in the order in which they ran, with prefixes of it
// for what they see.
func (x *chainReplay) execution() *axioms.Execution {
	e := &axioms.Execution{History: x.h, Lists: x.opt.Lists}
	e.Order, e.VIS.Prefix = make([]int32, len(x.order)), make([]int32, len(x.order))
	for i, n := range x.order {
		e.Order[i], e.VIS.Prefix[i] = x.r.Txn[n], x.before[n]-1
	}
	return e
}
