package checker

import "sort"

// saturation adds to a polygraph every edge that one of two orders of a pair of
// writers forces because the other closes a cycle with what is there already. It
// looks at reads and chains, never at pairs: of a chain only the last writer
// before, and the first after, can force anything new.
type saturation struct {
	*polygraph
	cover  *cover
	groups groups
	// readerChain and readerPlace are those of readers.
	readerChain, readerPlace []int32
	known                    int    // arcs before saturation
	starts                   []int  // number of arcs at the start of each round
	st                       Stages // what earlier stages did
	// why has, for each of arcs[known:], what forced it: for a WW edge the reader
	// whose read did, or -1 if the two were settled; for an RW edge -2 less the
	// node whose version was read.
	why   []int32
	graph *mesh   // arcs and outside ones at the start of the round
	order []int32 // a topological order of it
	rank  []int32 // preferred place of ports and hubs
	// clock is over visibility, outer over arbitration too where that is more.
	clock, outer *clocks
	// added has the forced arcs, where clocks in several blocks do not tell which
	// ones are there.
	added map[arc]bool
}

// saturate runs to a fixpoint. It returns false if the edges have a cycle then.
func (s *saturation) saturate() bool {
	s.known = len(s.arcs)
	for {
		s.starts = append(s.starts, len(s.arcs))
		s.graph = newMesh(s.total, s.outside, s.arcs)
		order, ok := s.graph.topological()
		s.order = order
		if !ok {
			return false
		}
		if s.cover == nil {
			s.cover = newCover(s.polygraph, order)
			s.groups = s.groupWriters()
			s.placeReaders()
		}
		if s.ctx.Err() != nil || !s.worthwhile() || s.tooLarge() || !s.round() {
			return true
		}
	}
}

// tooLarge reports whether clocks and edges would need more memory than the
// budget has.
func (s *saturation) tooLarge() bool {
	return s.opt.MaxMemory > 0 && s.memory() > s.opt.MaxMemory
}

// memory is what saturation holds at once, in bytes, not counting the history:
// the clocks of a block of chains, and each edge as given, in rows and for the
// solver.
func (s *saturation) memory() int64 {
	width := int64(blockWidth(s.total, s.cover.count))
	return 4*int64(s.total)*(width+4) + 24*int64(len(s.arcs)+len(s.outside))
}

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

// round looks at every read and every writer for which something changed, and
// adds what is forced. It reports whether anything was.
func (s *saturation) round() bool {
	before := len(s.arcs)
	inner := s.graph
	if len(s.outside) > 0 {
		inner = newMesh(s.total, s.arcs)
	}
	width := blockWidth(s.total, s.cover.count)
	if width < s.cover.count && s.added == nil {
		s.added = map[arc]bool{}
	}
	for lo := int32(0); lo < s.cover.count && s.ctx.Err() == nil; lo += width {
		s.clock = s.advance(s.clock, inner, lo, width)
		s.outer = s.clock
		if len(s.outside) > 0 {
			s.outer = s.advance(nil, s.graph, lo, width)
		}
		s.forceByReads()
		s.forceByWriters()
	}
	return len(s.arcs) > before
}

// advance returns the clocks of a block of chains over a graph. If the block has
// all chains, clocks of the round before are brought up to date instead.
func (s *saturation) advance(k *clocks, g *mesh, lo, width int32) *clocks {
	if k != nil && width >= s.cover.count && len(s.starts) > 1 {
		fresh := make([]int32, s.total)
		for _, a := range s.arcs[s.starts[len(s.starts)-2]:] {
			fresh[a.from]++
		}
		k.update(g, s.order, fresh)
		return k
	}
	fresh := &clocks{c: s.cover, shape: s.shape, lo: lo, width: min(width, s.cover.count-lo)}
	if k != nil {
		fresh.rows = k.rows
	}
	fresh.fill(g, s.order, s.nodes)
	return fresh
}

// groups are the writes of each key whose order matters and is not known, by the
// chains of their writers.
type groups struct {
	first  []int32 // by key: its groups are group[first[k]:first[k+1]]
	group  []group
	writes []int32 // indices of writes, by key, chain and place
	nodes  []int32 // their writers
	places []int32 // their writers' places in the chain
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

// groupWriters makes the groups.
func (s *saturation) groupWriters() groups {
	g := groups{first: make([]int32, s.h.Keys()+1)}
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
