package checker

import (
	"math/bits"
	"sort"
)

// saturation adds to a polygraph every edge that one of two orders of a pair of
// writers forces because the other closes a cycle with what is there already. It
// looks at reads and chains, never at pairs: of a chain only the last writer
// before, and the first after, can force anything new.
type saturation struct {
	*polygraph
	cover   *cover
	groups  groups
	cursors cursors
	// readerChain and readerPlace are those of readers.
	readerChain, readerPlace []int32
	known                    int    // arcs that hold whatever is forced
	given                    int    // arcs after these that weaker models forced
	rounds                   int    // blocks of clocks that were run
	st                       Stages // what earlier stages did
	// why has, for each of arcs[known:], given ones first, what forced it: for a WW edge the reader
	// whose read did, or -1 if the two were settled; for an RW edge -2 less the
	// node whose version was read.
	why   []int32
	graph *mesh   // arcs and outside ones, without those forced since
	order []int32 // a topological order of it
	rank  []int32 // preferred place of ports and hubs
	// clock is over visibility, outer over arbitration too where that is more.
	clock, outer *flow
	cyclic       bool // an arc was forced that closes a cycle
	// added has the forced arcs, where clocks in several blocks do not tell which
	// ones are there.
	added map[arc]bool
	// replayed is an order of the ports that a replay found, if it found one; without
	// leaves replays out, so that what comes after them can be judged by itself.
	replayed []int32
	without  bool
}

// saturate runs to a fixpoint. It returns false if the edges have a cycle then.
func (s *saturation) saturate() bool {
	for again := true; ; again = s.round() {
		if again {
			s.rounds++
		}
		s.graph = newMesh(s.total, s.outside, s.arcs)
		order, ok := s.graph.topological()
		s.order = order
		if !ok || s.cyclic {
			return false
		}
		if s.cover == nil {
			s.cover = newCover(s.polygraph, order)
			s.groups = s.groupWriters()
			s.placeReaders()
		}
		if !again || s.over() || !s.worthwhile() {
			return true
		}
	}
}

// over reports whether time or memory is used up.
func (s *saturation) over() bool { return s.ctx.Err() != nil || s.tooLarge() }

// worthwhile reports whether saturation can force anything that matters: not
// where all that is open are list versions that nobody read.
func (s *saturation) worthwhile() bool {
	for k := range s.groups.keys() {
		if s.groups.has(k) && (s.r.Versions[k] == nil || s.shape.forbids()) {
			return true
		}
	}
	return false
}

// round runs over the blocks of chains, and reports whether another one may force
// more: not where one block has all chains.
func (s *saturation) round() bool {
	before := len(s.arcs)
	width := blockWidth(s.total, s.cover.count)
	if width < s.cover.count && s.added == nil {
		s.added = map[arc]bool{}
		for _, a := range s.arcs[s.known:] {
			s.added[a] = true
		}
	}
	for lo := int32(0); lo < s.cover.count && !s.cyclic && !s.over(); lo += width {
		if lo > 0 && !s.sort() {
			return false
		}
		s.open(lo, width)
		if width >= s.cover.count && s.replays(s.seen) {
			return false
		}
		s.run()
	}
	return width < s.cover.count && len(s.arcs) > before
}

// sort brings graph and order up to date, and reports whether there is an order.
func (s *saturation) sort() (ok bool) {
	s.graph = newMesh(s.total, s.outside, s.arcs)
	s.order, ok = s.graph.topological()
	return ok
}

// open begins the clocks of the block of chains from lo on.
func (s *saturation) open(lo, width int32) {
	width = min(width, s.cover.count-lo)
	inner := s.graph
	if len(s.outside) > 0 {
		inner = newMesh(s.total, s.arcs)
	}
	s.cursors = newCursors(&s.groups)
	var rows []int32
	if s.clock != nil {
		rows = s.clock.rows
	}
	s.clock = newFlow(s.cover, s.shape, inner, s.order, s.nodes, lo, width, rows)
	s.outer = s.clock
	if len(s.outside) > 0 {
		s.outer = newFlow(s.cover, s.shape, s.graph, s.order, s.nodes, lo, width, nil)
	}
}

// run looks at every port whose clock moved, and adds what is forced, until
// nothing moves or there is a cycle.
func (s *saturation) run() {
	for n := 0; !s.cyclic && (n&0x3ff != 0 || !s.over()); n++ {
		f := s.outer
		v, chains := f.take()
		if v < 0 && s.outer != s.clock {
			f = s.clock
			v, chains = f.take()
		}
		if v < 0 {
			break
		}
		s.visit(f, v, chains)
	}
	if s.shape.forbids() && !s.cyclic {
		s.forceByInitialReads()
		s.forceByUnseen()
	}
}

// visit applies the rules at a port whose clock moved in the given chains, and
// passes on what moved. What the rules force may move the clock itself once more.
func (s *saturation) visit(f *flow, v int32, chains uint64) {
	all, first := chains, f.fresh[v]
	f.fresh[v] = false
	for v < s.nodes && (first || chains != 0) && !s.cyclic {
		s.apply(f, v, chains, first)
		chains, first = f.moved[v], false
		f.moved[v] = 0
		all |= chains
	}
	f.waiting.remove(f.place[v])
	if !f.tell(v, all) {
		s.cyclic = true
	}
}

// groups are the writes of each key whose order matters and is not known, by the
// chains of their writers.
type groups struct {
	first  []int32 // by key: its groups are group[first[k]:first[k+1]]
	group  []group
	writes []int32 // indices of writes, by key, chain and place
	nodes  []int32 // their writers
	places []int32 // their writers' places in the chain
	index  []int32 // by write: its place in writes, or -1
	few    []group // scratch of moved
}

// group is writes[lo:hi], by one chain.
type group struct{ chain, lo, hi int32 }

func (g *groups) keys() int32        { return int32(len(g.first)) - 1 }
func (g *groups) has(k int32) bool   { return g.first[k] < g.first[k+1] }
func (g *groups) of(k int32) []group { return g.group[g.first[k]:g.first[k+1]] }
func (g *groups) all(k int32) []int32 {
	return g.writes[g.group[g.first[k]].lo:g.group[g.first[k+1]-1].hi]
}

// span returns the range of the writes of key k, which has groups.
func (g *groups) span(k int32) (lo, hi int32) {
	return g.group[g.first[k]].lo, g.group[g.first[k+1]-1].hi
}

// upto returns the end of the writes of the group whose writers are at or before
// a place in the chain.
func (g *groups) upto(x group, place int32) int32 {
	lo, hi := x.lo, x.hi
	if place < g.places[lo] {
		return lo
	}
	if place >= g.places[hi-1] {
		return hi
	}
	for hi-lo > 1 {
		if mid := lo + (hi-lo)/2; g.places[mid] <= place {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// moved returns the groups of key k with a chain of the block that is among those
// that moved. What it returns holds until it is called again.
func (g *groups) moved(k int32, block *clocks, chains uint64) []group {
	g.few = g.few[:0]
	gs := g.of(k)
	if 4*bits.OnesCount64(chains) > len(gs) || block.width > 64 {
		for _, x := range gs {
			if block.has(x.chain) && chains>>(uint32(x.chain-block.lo)%64)&1 == 1 {
				g.few = append(g.few, x)
			}
		}
		return g.few
	}
	for ; chains != 0; chains &= chains - 1 {
		chain := block.lo + int32(bits.TrailingZeros64(chains))
		at := int(chain)
		if at >= len(gs) || gs[at].chain != chain { // some chain has no group
			at = sort.Search(len(gs), func(i int) bool { return gs[i].chain >= chain })
		}
		if at < len(gs) && gs[at].chain == chain {
			g.few = append(g.few, gs[at])
		}
	}
	return g.few
}

// groupWriters makes the groups.
func (s *saturation) groupWriters() groups {
	g := groups{first: make([]int32, s.h.Keys()+1), index: filled(len(s.r.Writes))}
	for k := range int32(s.h.Keys()) {
		at := int32(len(g.writes))
		g.writes = append(g.writes, s.unordered(k)...)
		own := g.writes[at:]
		sort.Slice(own, func(i, j int) bool {
			x, y := s.r.Writes[own[i]].Node, s.r.Writes[own[j]].Node
			if s.cover.chain[x] != s.cover.chain[y] {
				return s.cover.chain[x] < s.cover.chain[y]
			}
			return s.cover.place[x] < s.cover.place[y]
		})
		for i, w := range own {
			n := s.r.Writes[w].Node
			g.index[w] = at + int32(i)
			g.nodes = append(g.nodes, n)
			g.places = append(g.places, s.cover.place[n])
			if i == 0 || s.cover.chain[n] != g.group[len(g.group)-1].chain {
				g.group = append(g.group, group{chain: s.cover.chain[n], lo: at + int32(i)})
			}
			g.group[len(g.group)-1].hi = at + int32(i) + 1
		}
		g.first[k+1] = int32(len(g.group))
	}
	return g
}

// placeReaders notes the chains and places of the readers of each write.
func (s *saturation) placeReaders() {
	s.readerChain = make([]int32, len(s.readers))
	s.readerPlace = make([]int32, len(s.readers))
	for i, n := range s.readers {
		s.readerChain[i], s.readerPlace[i] = s.cover.chain[n], s.cover.place[n]
	}
}

// unordered returns the writes of key k that saturation has to look at: all
// those of a register with two writers, unless each but one has read the version
// before it; of a list those that nobody read, where
// writers may not be concurrent; and all, where reads forbid paths.
func (g *polygraph) unordered(k int32) []int32 {
	all := g.r.WritersOf(k)
	v := g.r.Versions[k]
	switch {
	case g.shape.forbids() && len(all) > 0, v == nil && len(all) > 1 && !g.chains.has(k, len(all)):
		return all
	case v != nil && len(v.Tail) > 1 && g.shape == shapeSI:
		return v.TailWrites
	}
	return nil
}
