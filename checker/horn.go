package checker

import (
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// horn collects what a Horn model forces into arbitration. If the result
// has a cycle no execution satisfies the model; if it has none, every order that
// agrees with it does, with the least visibility.
//
// Cerone, Bernardi and Gotsman (CONCUR 2015) give the axioms; that horn is
// complete for them is the argument of Biswas and Enea (OOPSLA 2019), section 3:
// no law of these models has arbitration in its premise except EXT, and EXT only
// says of each visible writer that it is not the latest.
type horn struct {
	*hornJob
	set axioms.Set // what is decided; at least the job's set where that is tried first
	net
	sight
	composed bool // visibility is along paths, not a single step
	// plain is how many arcs do not come from what reads force.
	plain int
	// stales are writers that a reader sees which read the initial value, or a log
	// without what it appended. No order repairs that, and the first will do but for a
	// survey.
	stales  []int32
	stopped string // why the work was given up, or ""
	// all asks for everything that the reads force, though a part of it refutes the set.
	all  bool
	core *core // once a cycle was looked for
	// windows are where reads were looked at, nil for everywhere.
	windows *windows
	// sighting is the graph of visibility, and looking a search in it, once asked for.
	sighting *dependency.Graph
	looking  *levelSearch
	// prefixes are, by key of a log, the nodes that stand for the first 1, 2, …
	// writers in its longest read.
	prefixes [][]int32
}

func (j *hornJob) saturate(set axioms.Set) *horn {
	return &horn{hornJob: j, set: set, all: j.surveyed && set == j.surveyedSet(), net: net{nodes: int32(j.r.Len())}}
}

func (s *horn) has(a axioms.Set) bool { return s.set.Has(a) }

func (s *horn) everyNode() []int32 {
	nodes := make([]int32, s.nodes)
	for n := range nodes {
		nodes[n] = int32(n)
	}
	return nodes
}

func (s *horn) writes(n int32) bool { return s.r.WriteFirst[n] < s.r.WriteFirst[n+1] }

// readsOthers reports whether n has an external read.
func (s *horn) readsOthers(n int32) bool {
	return slices.ContainsFunc(s.r.NodeReads(n), func(rd dependency.Read) bool { return rd.External })
}

// writeIndex returns the index of the last write of key k by node n, or -1, in
// time logarithmic in the writers of k.
func (j *job) writeIndex(n, k int32) int32 { return j.r.WriteIndex(n, k) }

// overwritten says that the reader of rd sees writer, which writes the same key:
// the source of rd arbitrates later, or a log shows what writer appended.
func (s *horn) overwritten(writer int32, rd dependency.Read) {
	switch l := s.logs.log(rd); {
	case l != nil && !s.shows(l, writer):
		s.missed(writer)
	case l != nil || writer == rd.Source:
	case rd.Source != dependency.Init:
		s.add(writer, rd.Source, dependency.CO)
	default:
		s.missed(writer)
	}
}

// missed notes a stale writer: the first one, or of a survey each.
func (s *horn) missed(writer int32) {
	if !s.enough() {
		s.stales = append(s.stales, writer)
	}
}

// enough reports whether what was found refutes the set, and nobody asks for more.
func (s *horn) enough() bool { return len(s.stales) > 0 && !s.all }

// sources yields the distinct nodes that n reads from, external reads only if
// external is set. seen is scratch, by node, that holds no n+1 yet.
func (s *horn) sources(n int32, external bool, seen []int32, yield func(source int32)) {
	for _, rd := range s.r.NodeReads(n) {
		if rd.External || !external {
			s.eachSource(rd, func(source int32) {
				if seen[source] != n+1 {
					seen[source] = n + 1
					yield(source)
				}
			})
		}
	}
}

// readFrom adds WR between transactions, from external reads only if external is
// set.
func (s *horn) readFrom(external bool) {
	seen := make([]int32, s.nodes)
	for n := range s.nodes {
		s.readInto(n, n, external, seen)
	}
}

// readInto puts before to what n reads from.
func (s *horn) readInto(n, to int32, external bool, seen []int32) {
	if s.logs == nil {
		s.sources(n, external, seen, func(source int32) { s.add(source, to, dependency.WR) })
		return
	}
	for _, rd := range s.r.NodeReads(n) {
		if !rd.External && external {
			continue
		}
		if l := s.logs.log(rd); l != nil && l.prefix {
			s.prefixInto(l, to)
		} else {
			s.eachSource(rd, func(source int32) { s.add(source, to, dependency.WR) })
		}
	}
}

// cancelled reports, for call i of a loop, whether the work is to be given up.
func (s *horn) cancelled(i int32) bool {
	switch {
	case i&0xfff != 0 || s.stopped != "":
	case s.ctx.Err() != nil:
		s.stopped = "cancelled"
	case s.opt.MaxMemory > 0 && int64(len(s.arcs))*arcBytes > max(minArcBytes, s.opt.MaxMemory/2):
		s.stopped = fmt.Sprintf("memory: what the reads force takes more than half of %d bytes", s.opt.MaxMemory)
	}
	return s.stopped != ""
}

const (
	arcBytes    = 17      // of a net and of its graph
	minArcBytes = 1 << 20 // a bound on memory below this is no use
)

// settle looks for an order that agrees with everything collected. It takes time
// O(nodes·log nodes + arcs).
func (s *horn) settle() answer {
	return s.settleOr(func() answer { return violatedBy(saturationEngine, &Refutation{Cycle: s.contradiction()}) })
}

// settleOr is settle with another answer where there is no such order.
func (s *horn) settleOr(violated func() answer) answer {
	if s.stopped != "" {
		return answer{outcome: Undecided, engine: saturationEngine, reason: s.stopped}
	}
	if len(s.stales) == 0 {
		if order := s.along(); order != nil {
			return answer{outcome: Consistent, engine: saturationEngine, exec: s.execution(order)}
		}
	}
	return violated()
}

// contradiction returns a cycle that shows that there is no order.
func (s *horn) contradiction() dependency.Cycle {
	if len(s.stales) > 0 {
		return s.staleCycle(s.stales[0])
	}
	return s.shortestCycle()
}

// along returns an order that agrees with all that reads force, or nil. Where reads were
// looked at in windows it is the order of these, but for what moves within one: nothing
// overtakes who waits in a window but what is in it.
func (s *horn) along() []int32 {
	if s.windows != nil && s.windows.none() {
		return s.windows.order
	}
	if len(s.inCycles().arcs) > 0 {
		return nil
	}
	rank := s.rank()
	if s.windows != nil {
		for i, v := range s.windows.order {
			rank[v] = int32(i)
		}
	}
	order, _ := s.graph().Topological(rank)
	return order
}

const saturationEngine = "saturation"
