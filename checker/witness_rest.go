package checker

import "visar/history/dependency"

// Where an anti-dependency may not follow every edge, Rest has each transaction and
// each hub in two layers: it is in the first one if it was reached by an edge after
// which an anti-dependency may come, and in the second one if not. So an allowed
// cycle is within a component, and most that are not allowed are none.

// Layers returns how many layers Rest has in the class.
func (w *witness) Layers() int32 {
	if w.class.rw && w.shape != shapeSER {
		return 2
	}
	return 1
}

// Layer returns the layer of a state.
func (w *witness) Layer(at uint8) int32 {
	if last, _ := unpack(at); w.Layers() == 2 && !w.mayRead(last, false) {
		return 1
	}
	return 0
}

// Rest is the graph of the edges of the class between transactions, with the edges
// between adjacent versions only: its components are the same. Without the
// anti-dependencies, or else the RT edges, or else all edges of the transactions
// before first it has no cycle that begins there.
func (w *witness) Rest(first int32) *dependency.Graph {
	x := &rest{witness: w, nodes: int32(w.r.Len()), layers: w.Layers(), arcs: w.rest[:0]}
	x.total = x.layers * (x.nodes + w.hubs)
	for n := range x.nodes {
		x.leave(n, first)
	}
	x.throughHubs()
	if w.class.real {
		x.realTime(first)
	}
	w.rest = x.arcs
	return dependency.NewGraph(int(x.total), x.arcs)
}

// rest is Rest while it is made: the nodes, layer by layer, then the hubs, likewise,
// and then the hubs of real time.
type rest struct {
	*witness
	nodes, layers, total int32
	arcs                 []dependency.Arc
	steps                []dependency.Step
}

func (x *rest) add(from, to int32) { x.arcs = append(x.arcs, dependency.Arc{From: from, To: to}) }

// end returns where a step leads.
func (x *rest) end(e dependency.Step) int32 {
	if e.Hub {
		return x.hub(e.To, x.Layer(e.State))
	}
	return x.Layer(e.State)*x.nodes + e.To
}

func (x *rest) hub(hub, layer int32) int32 { return x.layers*x.nodes + layer*x.hubs + hub }

// leave adds the edges of node n: what may follow any edge leaves the last layer, to
// which the first one leads.
func (x *rest) leave(n, first int32) {
	last := (x.layers - 1) * x.nodes
	if last > 0 {
		x.add(n, last+n)
	}
	reads := x.class.rw && (n >= first || x.class.real)
	if n >= first || x.class.real || x.class.rw {
		x.steps = x.plainEdges(x.steps[:0], n, false)
		for _, e := range x.steps {
			x.add(last+n, x.end(e))
		}
	}
	if reads {
		x.steps = x.antiEdges(x.steps[:0], n)
		for _, e := range x.steps {
			x.add(n, x.end(e))
		}
	}
}

// throughHubs adds what hubs lead to, in each layer.
func (x *rest) throughHubs() {
	var ends []int32
	for hub := range x.hubs {
		var next int32
		ends, next = x.Hub(ends[:0], hub)
		for layer := range x.layers {
			for _, n := range ends {
				x.add(x.hub(hub, layer), layer*x.nodes+n)
			}
			if next >= 0 {
				x.add(x.hub(hub, layer), x.hub(next, layer))
			}
		}
	}
}

// realTime adds RT to the nodes from first on, through a chain of hubs.
func (x *rest) realTime(first int32) {
	last, begin := (x.layers-1)*x.nodes, x.Layer(x.beginning())*x.nodes
	line := x.timeline()
	for i, n := range line.Ended {
		hub := x.total + int32(i)
		x.add(last+n, hub)
		if i > 0 {
			x.add(hub-1, hub)
		}
	}
	for n, b := range line.Before {
		if b > 0 && int32(n) >= first {
			x.add(x.total+b-1, begin+int32(n))
		}
	}
	x.total += int32(len(line.Ended))
}
