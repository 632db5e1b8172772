package checker

import (
	"cmp"
	"slices"
)

// moment is when something was that a node did.
type moment struct {
	at int64
	n  int32
}

func compareMoments(a, b moment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.n, b.n)) }

// nodesBy returns the nodes by their moments, ties in order of the nodes.
func (j *job) nodesBy(at func(n int32) int64) []int32 {
	moments := make([]moment, j.r.Len())
	for n := range moments {
		moments[n] = moment{at(int32(n)), int32(n)}
	}
	sortMoments(moments)
	nodes := make([]int32, len(moments))
	for i, x := range moments {
		nodes[i] = x.n
	}
	return nodes
}

// nearMoments is how many places back, for each moment, these are moved one by one.
const nearMoments = 16

// sortMoments sorts in linear time what nearly is in order, as the ends are of transactions
// that are listed by their starts.
func sortMoments(moments []moment) {
	left := nearMoments * len(moments)
	for i := 1; i < len(moments); i++ {
		x, at := moments[i], i
		for ; at > 0 && compareMoments(moments[at-1], x) > 0; at-- {
			if left--; left < 0 {
				moments[at] = x
				slices.SortFunc(moments, compareMoments)
				return
			}
			moments[at] = moments[at-1]
		}
		moments[at] = x
	}
}
