package order

// varQueue yields variables that were involved in conflicts, those lately
// involved first (Moskewicz et al., Chaff, DAC 2001), ties by index. The others
// never enter it: there are many, and most of them need no decision.
type varQueue struct {
	activity []float64
	weight   float64 // of one conflict now
	heap     []int32
	place    []int32 // by variable: its index in heap, or -1
}

func newVarQueue(vars int) varQueue {
	q := varQueue{activity: make([]float64, vars), weight: 1, place: make([]int32, vars)}
	for v := range q.place {
		q.place[v] = -1
	}
	return q
}

// active reports whether v was involved in a conflict.
func (q *varQueue) active(v int32) bool { return q.activity[v] > 0 }

// take removes and returns the first variable, if there is one.
func (q *varQueue) take() (v int32, ok bool) {
	if len(q.heap) == 0 {
		return 0, false
	}
	v = q.heap[0]
	last := q.heap[len(q.heap)-1]
	q.heap = q.heap[:len(q.heap)-1]
	q.place[v] = -1
	if v != last {
		q.heap[0], q.place[last] = last, 0
		q.down(0)
	}
	return v, true
}

func (q *varQueue) insert(v int32) {
	if q.place[v] < 0 {
		q.place[v] = int32(len(q.heap))
		q.heap = append(q.heap, v)
		q.up(q.place[v])
	}
}

// bump notes that v was involved in the conflict at hand.
func (q *varQueue) bump(v int32) {
	if q.activity[v] += q.weight; q.activity[v] > 1e100 {
		for i := range q.activity {
			q.activity[i] *= 1e-100
		}
		q.weight *= 1e-100
	}
	if q.place[v] >= 0 {
		q.up(q.place[v])
	}
}

// decay makes later conflicts count more than those so far.
func (q *varQueue) decay() { q.weight /= 0.95 }

func (q *varQueue) ahead(a, b int32) bool {
	if q.activity[a] != q.activity[b] {
		return q.activity[a] > q.activity[b]
	}
	return a < b
}

func (q *varQueue) up(i int32) {
	v := q.heap[i]
	for i > 0 && q.ahead(v, q.heap[(i-1)/2]) {
		q.move((i-1)/2, i)
		i = (i - 1) / 2
	}
	q.heap[i], q.place[v] = v, i
}

func (q *varQueue) down(i int32) {
	v, size := q.heap[i], int32(len(q.heap))
	for 2*i+1 < size {
		c := 2*i + 1
		if c+1 < size && q.ahead(q.heap[c+1], q.heap[c]) {
			c++
		}
		if !q.ahead(q.heap[c], v) {
			break
		}
		q.move(c, i)
		i = c
	}
	q.heap[i], q.place[v] = v, i
}

func (q *varQueue) move(from, to int32) {
	q.heap[to] = q.heap[from]
	q.place[q.heap[to]] = to
}
