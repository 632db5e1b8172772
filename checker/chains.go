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

// chains partitions the writers along paths of visibility; order is a topological
// order of the graph of these. Where seeing a writer means seeing the earlier
// ones of its session, sessions are kept whole.
//
// A session starts behind another one that has ended, and a writer of unknown
// outcome, which nothing of its session follows, behind any such writer, as far
// as the search meets one. It does not look for the fewest chains: that is a
// matching, and costs more than the chains it saves.
func (s *horn) chains(graph *dependency.Graph, order []int32) *chains {
	b := chainBuilder{
		chains: chains{chain: filled(int(s.nodes)), place: filled(int(s.nodes))},
		before: filled(int(s.nodes)),
		kept:   make([]bool, s.nodes),
		tails:  filled(maxTails * graph.Len()),
	}
	if s.has(axioms.MW) {
		b.sessions(s)
	}
	for _, v := range order {
		b.visit(v, v < s.nodes && s.writes(v), graph.Successors(v))
	}
	b.list()
	return &b.chains
}

type chainBuilder struct {
	chains
	ends   []int32 // by chain: its last member
	before []int32 // by node: the writer before it in its session, or -1
	kept   []bool  // by node: it is before another one
	// tails has, for each node of the net, up to maxTails writers that it comes
	// after, which were free to be followed when they were found; -1 for none.
	tails []int32
	free  []int32 // scratch: of the tails of a node those that are free
}

// maxTails is how many ends of chains a node remembers. More make fewer chains,
// and the search for them slower.
const maxTails = 8

func (b *chainBuilder) sessions(s *horn) {
	for id := range int32(s.h.Sessions()) {
		last := int32(-1)
		for _, t := range s.h.SessionTxns(id) {
			if n := s.r.Node[t]; n >= 0 && s.r.Known(n) && s.writes(n) {
				if b.before[n] = last; last >= 0 {
					b.kept[last] = true
				}
				last = n
			}
		}
	}
}

// visit puts v in a chain if it is a writer, and tells its successors of ends of
// chains.
func (b *chainBuilder) visit(v int32, writer bool, successors []int32) {
	tails := b.at(v)
	if writer {
		end := b.before[v]
		if end < 0 {
			end = b.firstFree(tails)
		}
		b.extend(end, v)
		if b.isFree(v) {
			b.tell(v, v)
		}
	}
	b.free = b.free[:0]
	for _, end := range tails {
		if b.isFree(end) {
			b.free = append(b.free, end)
		}
	}
	for _, to := range successors {
		for _, end := range b.free {
			b.tell(to, end)
		}
	}
}

func (b *chainBuilder) at(v int32) []int32 {
	return b.tails[maxTails*int(v) : maxTails*int(v)+maxTails]
}

func (b *chainBuilder) firstFree(tails []int32) int32 {
	for _, end := range tails {
		if b.isFree(end) {
			return end
		}
	}
	return -1
}

// tell makes v remember a free end of a chain that is before it.
func (b *chainBuilder) tell(v, end int32) {
	tails := b.at(v)
	slot := -1
	for i := len(tails) - 1; i >= 0; i-- {
		if tails[i] == end {
			return
		}
		if !b.isFree(tails[i]) {
			slot = i
		}
	}
	if slot >= 0 {
		tails[slot] = end
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

// isFree reports whether n is the end of a chain that anything may follow.
func (b *chainBuilder) isFree(n int32) bool {
	return n >= 0 && !b.kept[n] && b.ends[b.chain[n]] == n
}

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
