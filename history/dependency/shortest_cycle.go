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
}

// CycleSearch finds shortest cycles of a walk by searching breadth first from
// each node. Of cycles of one length it takes the one whose start is first, and
// from there the one whose edges come first. A search from one node takes time
// and a search of all nodes takes memory linear in nodes, hubs and edges; a long
// shortest cycle takes a search from every node of its component.
type CycleSearch struct {
	// Steps is how many more edges may be looked at; the search ends when it is
	// negative. A count, not a clock: the same history gives the same answer.
	Steps int64

	walk          Walk
	nodes, states int32
	component     []int32 // by node
	size          []int32 // by component

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
	return &CycleSearch{
		walk: walk, nodes: int32(nodes), states: int32(states),
		mark: make([]int32, nodes*states),
		from: make([]int32, nodes*states),
		hit:  make([]int32, hubs*states),
	}
}

// Within restricts the search to the strongly connected components of a graph
// whose first nodes are those of the walk, and reports whether a component has
// two of them.
func (s *CycleSearch) Within(g *Graph) bool {
	component, count := g.Components()
	s.component = component[:s.nodes]
	s.size = make([]int32, count)
	found := false
	for _, c := range s.component {
		s.size[c]++
		found = found || s.size[c] > 1
	}
	return found
}

// OnCycle reports whether a cycle of the graph goes through n.
func (s *CycleSearch) OnCycle(n int32) bool { return s.size[s.component[n]] > 1 }

// Shortest returns the nodes of a shortest cycle of at most most edges, or nil. It
// looks for short ones everywhere before it looks for longer ones anywhere: most
// components have a short one, and a long one takes as long to find as the
// component is large. A cycle can pass a node twice, in two states, where a part
// of it is a cycle by itself that another rule allows: rules are tried from the
// most severe on.
func (s *CycleSearch) Shortest(most int32) []int32 {
	for limit := min(most, 3); ; limit = min(most, 4*limit) {
		if best := s.shortestUpTo(limit); best != nil || limit == most || s.Steps < 0 {
			return best
		}
	}
}

// shortestUpTo returns the nodes of a shortest cycle of at most limit edges, or nil.
func (s *CycleSearch) shortestUpTo(limit int32) []int32 {
	var best []int32
	for n := int32(0); n < s.nodes && s.Steps >= 0 && limit > 1; n++ {
		if !s.OnCycle(n) {
			continue
		}
		if cycle := s.Through(n, limit); cycle != nil {
			best, limit = cycle, int32(len(cycle))-1
		}
	}
	return best
}

// Through returns the nodes of a shortest cycle of at most limit edges through
// node n, from n on, or nil.
func (s *CycleSearch) Through(n, limit int32) []int32 {
	s.round++
	s.start, s.limit = n, limit
	s.queue, s.depth = s.queue[:0], s.depth[:0]
	s.expand(-1, n, s.walk.Begin(n), 0)
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
	if n == s.start || s.component[n] != s.component[s.start] {
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
