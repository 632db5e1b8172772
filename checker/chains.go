package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

// chains is a partition of the transactions that write into sequences in which
// whoever sees one sees all before it.
type chains struct {
	chain, place []int32 // by node; -1 for those that do not write
	members      []int32 // chain by chain, in order
	first        []int32 // chain c is members[first[c]:first[c+1]]
}

func (c *chains) count() int { return len(c.first) - 1 }

// chains partitions the writers: by session where seeing a writer means seeing
// the earlier ones of its session, and the others greedily along paths of
// visibility, of which order is a topological order of graph.
//
// A writer of unknown outcome ends its session's chain without being in it:
// nothing of the session follows it.
func (s *horn) chains(graph *dependency.Graph, order []int32) *chains {
	b := chainBuilder{
		chains: chains{chain: filled(int(s.nodes)), place: filled(int(s.nodes))},
		tail:   filled(graph.Len()),
	}
	if s.has(axioms.MW) {
		b.sessions(s)
	}
	b.cover(s, graph, order)
	b.list()
	return &b.chains
}

type chainBuilder struct {
	chains
	ends []int32 // by chain: its last member
	// tail is, by node of the net, a writer that it comes after, the end of a
	// chain when it was found.
	tail []int32
}

func (b *chainBuilder) sessions(s *horn) {
	for id := range int32(s.h.Sessions()) {
		last := int32(-1)
		for _, t := range s.h.SessionTxns(id) {
			if n := s.r.Node[t]; n >= 0 && s.r.Known(n) && s.writes(n) {
				b.extend(last, n)
				last = n
			}
		}
	}
}

// extend puts n after the end of a chain, or in a new one if end is -1.
func (b *chainBuilder) extend(end, n int32) {
	if end < 0 {
		b.chain[n], b.place[n] = int32(len(b.ends)), 0
		b.ends = append(b.ends, n)
		return
	}
	c := b.chain[end]
	b.chain[n], b.place[n] = c, b.place[end]+1
	b.ends[c] = n
}

// cover puts the writers that are in no chain yet behind one that they see, as
// far as one is known to be the end of a chain. It does not look for the fewest
// chains: that is a matching, and costs more than the chains it saves.
func (b *chainBuilder) cover(s *horn, graph *dependency.Graph, order []int32) {
	sessions := int32(len(b.ends))
	for _, v := range order {
		end := b.tail[v]
		if !b.isEnd(end) {
			end = -1
		}
		if v < s.nodes && s.writes(v) {
			if b.chain[v] < 0 {
				b.extend(end, v)
			}
			if b.chain[v] >= sessions {
				end = v
			}
		}
		if end < 0 {
			continue
		}
		for _, to := range graph.Successors(v) {
			if !b.isEnd(b.tail[to]) {
				b.tail[to] = end
			}
		}
	}
}

func (b *chainBuilder) isEnd(n int32) bool { return n >= 0 && b.ends[b.chain[n]] == n }

// list fills in the members of each chain.
func (b *chainBuilder) list() {
	b.first = make([]int32, len(b.ends)+1)
	total := int32(0)
	for c, end := range b.ends {
		b.first[c] = total
		total += b.place[end] + 1
	}
	b.first[len(b.ends)] = total
	b.members = make([]int32, total)
	for n, c := range b.chain {
		if c >= 0 {
			b.members[b.first[c]+b.place[n]] = int32(n)
		}
	}
}
