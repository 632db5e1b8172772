package checker

import (
	"slices"

	"visar/history/dependency"
)

// readersByVersion groups the external reads by what they read. A version is the
// index of a write, or beyond these of a key, for its initial value.
type readersByVersion struct{ first, reads []int32 }

func (g *readersByVersion) count() int { return len(g.first) - 1 }

func (g *readersByVersion) of(version int32) []int32 {
	return g.reads[g.first[version]:g.first[version+1]]
}

// readersByVersion groups the reads of the versions that are wanted.
func (s *horn) readersByVersion(wanted func(rd dependency.Read) bool) readersByVersion {
	version := make([]int32, len(s.r.Reads))
	g := readersByVersion{first: make([]int32, len(s.r.Writes)+s.h.Keys()+1)}
	for i, rd := range s.r.Reads {
		version[i] = -1
		switch {
		case !rd.External || !wanted(rd) || s.logs.log(rd) != nil:
			continue
		case rd.Source < 0:
			version[i] = int32(len(s.r.Writes)) + rd.Key
		default:
			version[i] = rd.Write
		}
		g.first[version[i]+1]++
	}
	for v := range g.count() {
		g.first[v+1] += g.first[v]
	}
	g.reads = make([]int32, g.first[g.count()])
	next := slices.Clone(g.first)
	for i, v := range version {
		if v >= 0 {
			g.reads[next[v]] = int32(i)
			next[v]++
		}
	}
	return g
}

// writersByChain has the writers of each key by chain and place. Those of one key
// and chain are a run.
type writersByChain struct {
	nodes, place []int32 // by key, chain and place
	first        []int32 // by key: its first run
	chain, end   []int32 // by run; a run starts where the one before it ends
}

// writersByChain groups the writers of the keys that are wanted.
func (s *horn) writersByChain(c *chains, wanted []bool) writersByChain {
	begin := s.wantedFirst(wanted)
	total := begin[s.h.Keys()]
	g := writersByChain{nodes: make([]int32, total), place: make([]int32, total), first: make([]int32, s.h.Keys()+1)}
	next := slices.Clone(begin)
	for _, n := range c.members {
		for _, w := range s.r.NodeWrites(n) {
			if !wanted[w.Key] {
				continue
			}
			at := next[w.Key]
			g.nodes[at], g.place[at] = n, c.place[n]
			next[w.Key]++
		}
	}
	for k := range s.h.Keys() {
		g.first[k] = int32(len(g.end))
		for i := begin[k]; i < begin[k+1]; i++ {
			if id := c.chain[g.nodes[i]]; int32(len(g.end)) == g.first[k] || id != g.chain[len(g.chain)-1] {
				g.chain = append(g.chain, id)
				g.end = append(g.end, i)
			}
			g.end[len(g.end)-1] = i + 1
		}
	}
	g.first[s.h.Keys()] = int32(len(g.end))
	return g
}

// wantedFirst returns where the writers of each key begin if only those of wanted keys
// are counted.
func (s *horn) wantedFirst(wanted []bool) []int32 {
	begin := make([]int32, s.h.Keys()+1)
	for k, want := range wanted {
		begin[k+1] = begin[k]
		if want {
			begin[k+1] += s.r.KeyFirst[k+1] - s.r.KeyFirst[k]
		}
	}
	return begin
}

// within returns the range of the runs of key k whose chain is one from first on, before
// end.
func (g *writersByChain) within(k, first, end int32) (lo, hi int32) {
	all := g.chain[g.first[k]:g.first[k+1]]
	from, _ := slices.BinarySearch(all, first)
	to, _ := slices.BinarySearch(all, end)
	return g.first[k] + int32(from), g.first[k] + int32(to)
}

// below returns the writers of run r whose places are below clock.
func (g *writersByChain) below(r, clock int32) []int32 {
	start := int32(0)
	if r > 0 {
		start = g.end[r-1]
	}
	count, _ := slices.BinarySearch(g.place[start:g.end[r]], clock)
	return g.nodes[start : start+int32(count)]
}

// last returns the last writer of run r whose place is below clock, or -1.
func (g *writersByChain) last(r, clock int32) int32 {
	if below := g.below(r, clock); len(below) > 0 {
		return below[len(below)-1]
	}
	return -1
}
