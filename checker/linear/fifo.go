package linear

import (
	"cmp"
	"container/heap"
	"slices"

	"visar/history"
)

// elements are the values of a queue or a stack in which none is put twice, each
// with the operation that puts it there and the one that takes it out.
//
// A value must be put before it is taken, so that the put returns no later than the
// take does, and the take begins no earlier than the put: with their intervals cut
// to that, time orders no put against a take that it does not order against the
// takes, or puts, of the same values.
type elements struct {
	*part
	values   []element
	empties  []int32 // operations that found nothing
	takes    bool    // there are takes of unknown outcome, of whatever value
	thinAir  int32   // a take of what nobody put, or -1
	twice    []int32 // two takes of one value
	backward []int32 // a take that returned before its value was put
}

// element is a value: its put and its take, which may be -1, and the ranks of the
// ends of both.
type element struct {
	put, take        int32
	putInv, putRet   int32
	takeInv, takeRet int32
	segment          int32
	finished         bool
}

// beyond are the ranks of the take of a value that nobody takes.
const beyond = never - 2

// newElements pairs the operations and reports whether no value is put twice.
func newElements(p *part) (*elements, bool) {
	e := &elements{part: p, thinAir: -1}
	at := map[int32]int32{}
	for i := range p.len() {
		o := p.op(i)
		puts := o.Func == history.Enqueue || o.Func == history.Push
		e.takes = e.takes || !puts && o.Unknown()
		if puts {
			if _, again := at[o.A]; again || o.A == history.Initial {
				return nil, false
			}
			at[o.A] = int32(len(e.values))
			e.values = append(e.values, element{put: i, take: -1, putInv: p.inv[i], putRet: p.ret[i], takeInv: beyond, takeRet: beyond + 1})
		}
	}
	for i := range p.len() {
		switch o := p.op(i); {
		case o.Func == history.Enqueue || o.Func == history.Push || o.Unknown():
		case o.empty():
			e.empties = append(e.empties, i)
		default:
			n, ok := at[o.Result[0]]
			if !ok {
				e.thinAir = i
				return e, true
			}
			e.taken(n, i)
		}
	}
	// What nobody took and nobody knows to have been put may never have been.
	e.values = slices.DeleteFunc(e.values, func(v element) bool { return v.take < 0 && v.putRet == never })
	return e, true
}

// taken notes that i takes the value of element n.
func (e *elements) taken(n, i int32) {
	v := &e.values[n]
	switch {
	case v.take >= 0:
		e.twice = []int32{v.put, v.take, i}
	case e.ret[i] < v.putInv:
		e.backward = []int32{v.put, i}
	}
	v.take, v.takeInv, v.takeRet = i, max(e.inv[i], v.putInv), e.ret[i]
	v.putRet = min(v.putRet, v.takeRet)
}

// broken returns operations that contradict each other whatever their order.
func (e *elements) broken() []int32 {
	switch {
	case e.thinAir >= 0:
		return []int32{e.thinAir}
	case e.twice != nil:
		return e.twice
	}
	return e.backward
}

// whole returns all operations on the values of those given, which can be told of
// by themselves, in order of invocation.
func (e *elements) whole(bad []int32) []int32 {
	told := map[int32]bool{}
	for _, i := range bad {
		if v, ok := e.op(i).item(); ok {
			told[v] = true
		}
	}
	all := slices.Clone(bad)
	for i := range e.len() {
		if v, ok := e.op(i).item(); ok && told[v] {
			all = append(all, i)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ops are the operations on a value.
func (v *element) ops() []int32 {
	if v.take < 0 {
		return []int32{v.put}
	}
	return []int32{v.put, v.take}
}

// cuts returns for each empty operation a moment, an odd rank, at which nothing has
// to be inside, or an empty operation without one. A value has to be inside between
// the return of its put and the beginning of its take.
func (e *elements) cuts() (at []int32, full int32) {
	events := int32(2 * len(e.events))
	covered := make([]int32, events+3)
	for _, v := range e.values {
		if from, to := v.putRet, min(v.takeInv, events+1); from < to {
			covered[from+1]++
			covered[to]--
		}
	}
	next := make([]int32, events+3) // the first moment from here on that is not covered
	depth := int32(0)
	for r := range covered {
		depth += covered[r]
		covered[r] = depth
	}
	free := events + 2
	for r := events + 1; r >= 0; r-- {
		if r%2 == 1 && covered[r] == 0 {
			free = r
		}
		next[r] = free
	}
	for _, d := range e.empties {
		moment := next[e.inv[d]]
		if moment > e.ret[d] {
			return nil, d
		}
		at = append(at, moment)
	}
	return at, -1
}

// cover returns the empty operation d and values, one of which is always inside
// while d runs.
func (e *elements) cover(d int32) []int32 {
	bad := []int32{d}
	for reached := e.inv[d]; reached < e.ret[d]; {
		best := -1
		for i := range e.values {
			if v := &e.values[i]; v.putRet < reached+1 && v.takeInv > reached && (best < 0 || v.takeInv > e.values[best].takeInv) {
				best = i
			}
		}
		bad = append(bad, e.values[best].ops()...)
		reached = e.values[best].takeInv
	}
	return bad
}

// segments numbers the values by the empty operations before which they come, the
// moments of which are sorted.
func (e *elements) segments(moments []int32) {
	for i := range e.values {
		v := &e.values[i]
		n, _ := slices.BinarySearch(moments, v.putRet)
		v.segment = int32(n)
	}
}

// fifo decides a queue in which no value is enqueued twice in n log n steps.
func fifo(p *part) (answer, bool) {
	return byValue(p, func(e *elements) (order, bad []int32, ok bool) {
		order, bad = e.queue()
		return order, bad, true
	})
}

// byValue decides a part in which no value is put in twice, by a search for a
// linearization that says where there is none. It does not apply to one that is not
// linearizable where an operation of unknown outcome may have taken a value, nor where the
// search gives up.
func byValue(p *part, search func(e *elements) (order, bad []int32, ok bool)) (answer, bool) {
	e, ok := newElements(p)
	if !ok {
		return answer{}, false
	}
	bad := e.broken()
	var order []int32
	if bad == nil {
		if order, bad, ok = search(e); !ok {
			return answer{}, false
		}
	}
	if bad != nil {
		return answer{verdict: NotLinearizable, engine: "values", order: e.whole(bad), stuck: -1}, !e.takes
	}
	return answer{verdict: Linearizable, engine: "values", order: order, stuck: -1}, true
}

// queue returns a linearization, or operations that have none.
func (e *elements) queue() (order, bad []int32) {
	moments, full := e.cuts()
	if full >= 0 {
		return nil, e.cover(full)
	}
	empties := make([]int, len(e.empties))
	for i := range empties {
		empties[i] = i
	}
	slices.SortStableFunc(empties, func(a, b int) int { return cmp.Compare(moments[a], moments[b]) })
	sorted := slices.Clone(moments)
	slices.Sort(sorted)
	e.segments(sorted)
	line, bad := e.line()
	if bad != nil {
		return nil, bad
	}
	for n := range len(empties) + 1 {
		order = e.merge(order, line[:countSegment(e, line, int32(n))])
		line = line[countSegment(e, line, int32(n)):]
		if n < len(empties) {
			order = append(order, e.empties[empties[n]])
		}
	}
	return order, nil
}

// countSegment returns how many values at the beginning of line are of segment n.
func countSegment(e *elements, line []int32, n int32) int {
	count := 0
	for count < len(line) && e.values[line[count]].segment == n {
		count++
	}
	return count
}

// line orders the values so that those before another in the order of puts or of
// takes come first, or returns two that do both ways.
func (e *elements) line() (line, bad []int32) {
	byPut := e.sorted(func(v *element) int32 { return v.putInv })
	byPutRet := e.sorted(func(v *element) int32 { return v.putRet })
	byTakeRet := e.sorted(func(v *element) int32 { return v.takeRet })
	ready := &byTake{e: e}
	for len(line) < len(e.values) {
		byPutRet, byTakeRet = e.rest(byPutRet), e.rest(byTakeRet)
		first, last := &e.values[byPutRet[0]], &e.values[byTakeRet[0]]
		for len(byPut) > 0 && e.values[byPut[0]].putInv <= first.putRet {
			heap.Push(ready, byPut[0])
			byPut = byPut[1:]
		}
		if next := &e.values[ready.heap[0]]; next.takeInv > last.takeRet {
			return nil, append(first.ops(), last.ops()...)
		}
		n := heap.Pop(ready).(int32)
		e.values[n].finished = true
		line = append(line, n)
	}
	return line, nil
}

// sorted returns the values in order of a rank, segment by segment.
func (e *elements) sorted(rank func(v *element) int32) []int32 {
	all := make([]int32, len(e.values))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortFunc(all, func(a, b int32) int {
		return cmp.Or(cmp.Compare(rank(&e.values[a]), rank(&e.values[b])), cmp.Compare(a, b))
	})
	return all
}

// rest drops the values at the beginning that have their place.
func (e *elements) rest(all []int32) []int32 {
	for e.values[all[0]].finished {
		all = all[1:]
	}
	return all
}

// byTake is a heap of values by segment and then by the beginning of their take.
type byTake struct {
	e    *elements
	heap []int32
}

// Len, Less, Swap, Push and Pop are those of heap.Interface.
func (h *byTake) Len() int { return len(h.heap) }
func (h *byTake) Less(i, j int) bool {
	a, b := &h.e.values[h.heap[i]], &h.e.values[h.heap[j]]
	return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.takeInv, b.takeInv)) < 0
}
func (h *byTake) Swap(i, j int) { h.heap[i], h.heap[j] = h.heap[j], h.heap[i] }
func (h *byTake) Push(x any)    { h.heap = append(h.heap, x.(int32)) }
func (h *byTake) Pop() any {
	x := h.heap[len(h.heap)-1]
	h.heap = h.heap[:len(h.heap)-1]
	return x
}

// merge appends the puts and the takes of a line of values to order: each next take
// as soon as time allows it, and else the next put.
func (e *elements) merge(order, line []int32) []int32 {
	// least[i] is the first return of a put from place i of the line on.
	least := make([]int32, len(line)+1)
	least[len(line)] = never
	for i := len(line) - 1; i >= 0; i-- {
		least[i] = min(least[i+1], e.values[line[i]].putRet)
	}
	out := 0
	for in := 0; out < len(line); {
		v := &e.values[line[out]]
		if out < in && (v.takeInv <= least[in] || in == len(line)) {
			if v.take >= 0 {
				order = append(order, v.take)
			}
			out++
			continue
		}
		order = append(order, e.values[line[in]].put)
		in++
	}
	return order
}
