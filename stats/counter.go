package stats

import (
	"cmp"
	"slices"
)

// counter counts, as time goes on, the versions that have taken effect among those
// whose writes began last.
type counter struct {
	byDone []int32 // indices by start, in order of when they took effect
	all    []written
	next   int
	tree   []int32 // a Fenwick tree over indices by start
}

func newCounter(byStart []written) *counter {
	c := &counter{all: byStart, byDone: make([]int32, len(byStart)), tree: make([]int32, len(byStart)+1)}
	for i := range c.byDone {
		c.byDone[i] = int32(i)
	}
	slices.SortFunc(c.byDone, func(a, b int32) int {
		return cmp.Or(cmp.Compare(byStart[a].done, byStart[b].done), cmp.Compare(a, b))
	})
	return c
}

// until counts what took effect before the time at, which never goes back.
func (c *counter) until(at int64) {
	for ; c.next < len(c.byDone) && c.all[c.byDone[c.next]].done < at; c.next++ {
		for n := int(c.byDone[c.next]) + 1; n < len(c.tree); n += n & -n {
			c.tree[n]++
		}
	}
}

// from returns how many of those counted have index i or more.
func (c *counter) from(i int) int {
	count := c.next
	for n := i; n > 0; n -= n & -n {
		count -= int(c.tree[n])
	}
	return count
}
