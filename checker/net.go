package checker

import (
	"visar/history/dependency"
)

// net is a graph under construction of what must come before what. Its first
// nodes are those of the resolved history; auxiliary nodes follow. An auxiliary
// node stands for a set of transactions, so that to put n transactions before m
// others takes n+m arcs instead of n·m: all that ended by some moment, what a
// session has read so far.
//
// A path between two nodes of the history through auxiliary nodes is one
// relation between two transactions, of the kind that its arcs have.
type net struct {
	nodes int32 // of the history
	owner []int32
	arcs  []dependency.Arc
}

// noOwner is the owner of an auxiliary node that stands for no one transaction.
const noOwner int32 = -1

func (g *net) size() int32 { return g.nodes + int32(len(g.owner)) }

// aux adds an auxiliary node. Its owner is the node whose sight it stands for, or
// noOwner.
func (g *net) aux(owner int32) int32 {
	g.owner = append(g.owner, owner)
	return g.size() - 1
}

func (g *net) ownerOf(v int32) int32 {
	if v < g.nodes {
		return v
	}
	return g.owner[v-g.nodes]
}

func (g *net) add(from, to int32, k dependency.Kind) {
	g.arcs = append(g.arcs, dependency.Arc{From: from, To: to, Kind: k})
}

func (g *net) graph() *dependency.Graph { return dependency.NewGraph(int(g.size()), g.arcs) }

// graphOf returns the graph of the first count arcs alone.
func (g *net) graphOf(count int) *dependency.Graph {
	return dependency.NewGraph(int(g.size()), g.arcs[:count])
}

// timeline adds RT among the given nodes, in arcs linear in their number. Of a
// pair, enter says where the later transaction is entered, or that it is not: -1.
func (g *net) timeline(r *dependency.Resolved, nodes []int32, enter func(n int32) int32) {
	line := r.RealTime(nodes)
	// moment[i] is the auxiliary node for the first i that ended.
	moment := make([]int32, len(line.Ended)+1)
	for i, before := range line.Before {
		if enter(nodes[i]) >= 0 {
			moment[before] = 1
		}
	}
	last := noOwner
	for i := 1; i < len(moment); i++ {
		if moment[i] == 0 {
			continue
		}
		moment[i] = g.aux(noOwner)
		if last >= 0 {
			g.add(last, moment[i], dependency.RT)
		}
		last = moment[i]
	}
	to := noOwner
	for i := len(line.Ended); i > 0; i-- {
		if moment[i] != 0 {
			to = moment[i]
		}
		if to >= 0 {
			g.add(line.Ended[i-1], to, dependency.RT)
		}
	}
	for i, before := range line.Before {
		if at := enter(nodes[i]); before > 0 && at >= 0 {
			g.add(moment[before], at, dependency.RT)
		}
	}
}
