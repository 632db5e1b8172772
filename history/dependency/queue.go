package dependency

// Queue is a binary heap of nodes by rank, then by number. A nil rank is the order of
// the nodes.
type Queue struct {
	Rank []int32 // by node
	heap []int32
}

// Len returns how many nodes wait; one that was pushed twice counts twice.
func (q *Queue) Len() int { return len(q.heap) }

// Clear drops all nodes.
func (q *Queue) Clear() { q.heap = q.heap[:0] }

func (q *Queue) less(a, b int32) bool {
	if q.Rank != nil && q.Rank[a] != q.Rank[b] {
		return q.Rank[a] < q.Rank[b]
	}
	return a < b
}

// Push adds node n in logarithmic time.
func (q *Queue) Push(n int32) {
	q.heap = append(q.heap, n)
	i := len(q.heap) - 1
	for i > 0 && q.less(n, q.heap[(i-1)/2]) {
		q.heap[i] = q.heap[(i-1)/2]
		i = (i - 1) / 2
	}
	q.heap[i] = n
}

// Pop takes the node of the least rank, in logarithmic time. The queue must not be empty.
func (q *Queue) Pop() int32 {
	top := q.heap[0]
	n := q.heap[len(q.heap)-1]
	q.heap = q.heap[:len(q.heap)-1]
	if len(q.heap) == 0 {
		return top
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= len(q.heap) {
			break
		}
		if child+1 < len(q.heap) && q.less(q.heap[child+1], q.heap[child]) {
			child++
		}
		if !q.less(q.heap[child], n) {
			break
		}
		q.heap[i] = q.heap[child]
		i = child
	}
	q.heap[i] = n
	return top
}
