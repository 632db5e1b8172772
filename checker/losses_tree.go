package checker

import "math"

// leastTree finds the first of several numbers below a bound, in logarithmic time.
type leastTree struct {
	leaves int
	least  []int64 // node n has the children 2n and 2n+1; the root is 1
}

func newLeastTree(n int, value func(i int) int64) *leastTree {
	t := &leastTree{leaves: 1}
	for t.leaves < n {
		t.leaves *= 2
	}
	t.least = make([]int64, 2*t.leaves)
	for i := range t.leaves {
		t.least[t.leaves+i] = math.MaxInt64
		if i < n {
			t.least[t.leaves+i] = value(i)
		}
	}
	for n := t.leaves - 1; n > 0; n-- {
		t.least[n] = min(t.least[2*n], t.least[2*n+1])
	}
	return t
}

// firstBelow returns the first index, from on, with a number less than bound, or -1.
func (t *leastTree) firstBelow(from int, bound int64) int {
	if from >= t.leaves {
		return -1
	}
	n := t.leaves + from
	for t.least[n] >= bound {
		for n&1 == 1 { // a right child: up
			n /= 2
		}
		if n == 0 {
			return -1
		}
		n++
	}
	for n < t.leaves {
		if n *= 2; t.least[n] >= bound {
			n++
		}
	}
	return n - t.leaves
}
