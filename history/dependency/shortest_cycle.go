package dependency

// Step is one edge of a walk, or the way into a hub.
type Step struct {
	To int32
	// State is what the walk remembers of its edges: which kinds may come next.
	State uint8
	// Hub says that To is a hub: the edge leads to each node that the hub leads to.
	Hub bool
}

// Walk is a graph in which only certain kinds of edges may follow each other, as
// [CycleSearch] goes through it. Edges are given as they are asked for. A hub
// stands for the far ends of many edges at once: the later versions of a key, or
// the rest of a session; hubs form chains, so that a transitive relation takes no
// more edges than its order has places. A hub may lead back to the node it was
// reached from; such a loop never makes a cycle shorter.
type Walk interface {
	// Begin makes start the node whose cycles are looked for next and returns the
	// state of the walk that has no edge yet.
	Begin(start int32) uint8
	// Steps appends to buf the edges of node n that may follow a walk in this state;
	// first says that they would be the first of a cycle.
	Steps(buf []Step, n int32, state uint8, first bool) []Step
	// Hub appends to buf the nodes that a hub itself leads to, and returns the hub
	// after it or -1.
	Hub(buf []int32, hub int32) (nodes []int32, next int32)
	// Closes reports whether an edge that may follow leads from n to the start, so
	// that the whole cycle is allowed.
	Closes(n int32, state uint8) bool
	// Rest returns the graph of the edges, one in each direction for each two nodes at
	// least of those that a cycle joins, without those with which no cycle but one that
	// begins at a node before first can begin. Its first nodes are those of the walk, see
	// [Layered].
	Rest(first int32) *Graph
}

// Layered is a walk whose Rest has every node once in each of several layers, one
// layer after the other: a node is in the layer of the states in which it is reached,
// so that components tell cycles that are allowed from those that are not.
type Layered interface {
	// Layers returns how many there are, from 1 on.
	Layers() int32
	// Layer returns the layer of a state.
	Layer(state uint8) int32
}

// CycleSearch finds shortest cycles of a walk by searching breadth first from
// each node. Of cycles of one length it takes the one whose start is first, and
// from there the one whose edges come first. A search from one node takes time
// and a search of all nodes takes memory linear in nodes, hubs and edges. Cycles
// through nodes that were searched from are out of the question, and the components
// without them fall apart: where the shortest cycle is long, few nodes are on every
// cycle there is, and a search from these is all it takes.
type CycleSearch struct {
	// Steps is how many more edges may be looked at; the search ends when it is
	// negative. A count, not a clock: the same history gives the same answer.
	Steps int64

	walk          Walk
	layered       Layered // the walk, or nil
	nodes, states int32
	component     []int32 // by layer and node
	size          []int32 // by component: its nodes, each once
	own           int32   // component of the start
	arcs          int64   // of the graph whose components they are

	start, limit int32
	mark         []int32 // by node and state: search that reached it
	from         []int32 // by node and state: the one before, or -1
	hit          []int32 // by hub and state: search that went through it
	round        int32
	queue        []int32 // nodes with states
	depth        []int32 // by place in the queue
	steps        []Step
	ends         []int32
}

// NewCycleSearch returns a search of walks over nodes and hubs with states
// 0..states-1.
func NewCycleSearch(walk Walk, nodes, hubs, states int) *CycleSearch {
	layered, _ := walk.(Layered)
	return &CycleSearch{
		walk: walk, layered: layered, nodes: int32(nodes), states: int32(states),
		mark: make([]int32, nodes*states),
		from: make([]int32, nodes*states),
		hit:  make([]int32, hubs*states),
	}
}

// Within restricts the search to the strongly connected components of the walk and
// reports whether a component has two nodes.
func (s *CycleSearch) Within() bool { return s.within(0) }

// within restricts the search to the components of what is left without the cycles
// that begin before node first.
func (s *CycleSearch) within(first int32) bool {
	g := s.walk.Rest(first)
	component, count := g.Components()
	s.component, s.arcs = component[:s.layers()*s.nodes], int64(len(g.To))
	s.size = make([]int32, count)
	found := false
	for at, c := range s.component {
		if s.counted(int32(at)) {
			continue
		}
		s.size[c]++
		found = found || s.size[c] > 1
	}
	return found
}

// counted reports whether a place in component is of a node that is in the same
// component in an earlier layer.
func (s *CycleSearch) counted(at int32) bool {
	for before := at - s.nodes; before >= 0; before -= s.nodes {
		if s.component[before] == s.component[at] {
			return true
		}
	}
	return false
}

func (s *CycleSearch) layers() int32 {
	if s.layered == nil {
		return 1
	}
	return s.layered.Layers()
}

// componentOf returns the component of node n in a state.
func (s *CycleSearch) componentOf(n int32, state uint8) int32 {
	if s.layered == nil {
		return s.component[n]
	}
	return s.component[s.layered.Layer(state)*s.nodes+n]
}

// OnCycle reports whether a cycle of the graph goes through n.
func (s *CycleSearch) OnCycle(n int32) bool {
	for at := n; int(at) < len(s.component); at += s.nodes {
		if s.size[s.component[at]] > 1 {
			return true
		}
	}
	return false
}

// Shortest returns the nodes of a shortest cycle of at most most edges, or nil. It
// looks for short ones everywhere before it looks for longer ones anywhere: most
// components have a short one. A cycle can pass a node twice, in two states, where a
// part of it is a cycle by itself that another rule allows: rules are tried from the
// most severe on. Call Within before.
func (s *CycleSearch) Shortest(most int32) []int32 {
	for limit := min(most, 3); ; limit = min(most, 4*limit) {
		best, apart := s.shortestUpTo(limit)
		if best != nil || limit == most || s.Steps < 0 {
			return best
		}
		if apart {
			s.within(0)
		}
	}
}

// regroupAfter is how often the edges are gone through, about, before it is worth
// finding the components anew.
const regroupAfter = 4

// shortestUpTo returns the nodes of a shortest cycle of at most limit edges, or nil,
// and whether it took components apart.
func (s *CycleSearch) shortestUpTo(limit int32) (best []int32, apart bool) {
	began := s.Steps
	for n := int32(0); n < s.nodes && s.Steps >= 0 && limit > 1; n++ {
		if !s.OnCycle(n) {
			continue
		}
		if cycle := s.Through(n, limit); cycle != nil {
			best, limit = cycle, int32(len(cycle))-1
		}
		if began-s.Steps > regroupAfter*s.arcs {
			s.Steps -= s.arcs
			apart = true
			if !s.within(n + 1) {
				break
			}
			began = s.Steps
		}
	}
	return best, apart
}

// Through returns the nodes of a shortest cycle of at most limit edges through
// node n, from n on, or nil.
func (s *CycleSearch) Through(n, limit int32) []int32 {
	s.round++
	s.start, s.limit = n, limit
	s.queue, s.depth = s.queue[:0], s.depth[:0]
	begin := s.walk.Begin(n)
	if s.own = s.componentOf(n, begin); s.size[s.own] < 2 {
		return nil
	}
	s.expand(-1, n, begin, 0)
	for at := 0; at < len(s.queue); at++ {
		place, depth := s.queue[at], s.depth[at]
		m, state := place/s.states, uint8(place%s.states)
		if depth >= limit {
			break
		}
		if s.walk.Closes(m, state) {
			return s.path(place)
		}
		if depth+1 < limit {
			s.expand(place, m, state, depth)
		}
	}
	return nil
}

// expand queues what follows node n, reached in a state at a depth.
func (s *CycleSearch) expand(place, n int32, state uint8, depth int32) {
	s.steps = s.walk.Steps(s.steps[:0], n, state, place < 0)
	s.Steps -= int64(len(s.steps))
	for _, e := range s.steps {
		if e.Hub {
			s.throughHub(place, e.To, e.State, depth)
		} else {
			s.enter(place, e.To, e.State, depth)
		}
	}
}

// enter queues node n, if it is new and in the component of the start.
func (s *CycleSearch) enter(before, n int32, state uint8, depth int32) {
	if n == s.start || s.componentOf(n, state) != s.own {
		return
	}
	place := n*s.states + int32(state)
	if s.mark[place] == s.round {
		return
	}
	s.mark[place], s.from[place] = s.round, before
	s.queue = append(s.queue, place)
	s.depth = append(s.depth, depth+1)
}

// throughHub queues what a hub and the hubs after it lead to, until one that has
// been gone through already.
func (s *CycleSearch) throughHub(before, hub int32, state uint8, depth int32) {
	for hub >= 0 {
		place := hub*s.states + int32(state)
		if s.hit[place] == s.round {
			return
		}
		s.hit[place] = s.round
		s.ends, hub = s.walk.Hub(s.ends[:0], hub)
		s.Steps -= int64(len(s.ends)) + 1
		for _, n := range s.ends {
			s.enter(before, n, state, depth)
		}
	}
}

// path returns the nodes on the way from the start to a place.
func (s *CycleSearch) path(place int32) []int32 {
	length := int32(1)
	for p := place; p >= 0; p = s.from[p] {
		length++
	}
	nodes := make([]int32, length)
	for p := place; p >= 0; p = s.from[p] {
		length--
		nodes[length] = p / s.states
	}
	nodes[0] = s.start
	return nodes
}
