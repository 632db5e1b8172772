package axioms

import "sort"

// chains divide the transactions that take part into sequences of which each
// sees those before it, where visibility is transitive and includes the sessions:
// the committed ones of a session, and each one of unknown outcome by itself.
type chains struct {
	of    []int32 // by place: its chain
	index []int32 // by place: how many of the chain are before it
	first []int32 // by chain: where its places begin in place
	place []int32
}

func newChains(v *view) *chains {
	n := int32(len(v.Order))
	c := &chains{of: make([]int32, n), index: make([]int32, n), place: make([]int32, 0, n)}
	session := make([][]int32, v.h.Sessions())
	for i := range n {
		if v.committed(i) {
			s := v.h.Session(v.Order[i])
			session[s] = append(session[s], i)
		} else {
			c.add(i)
		}
	}
	for _, places := range session {
		if len(places) > 0 {
			c.add(places...)
		}
	}
	c.first = append(c.first, n)
	return c
}

// add makes a chain of places, which are in the order of AR. That is the order
// of the session too, since visibility includes it and is within AR.
func (c *chains) add(places ...int32) {
	for n, i := range places {
		c.of[i], c.index[i] = int32(len(c.first)), int32(n)
	}
	c.first = append(c.first, int32(len(c.place)))
	c.place = append(c.place, places...)
}

func (c *chains) number() int { return len(c.first) - 1 }

// clockRows hold a block of chains, and for each how many of its transactions are
// seen. Going through all blocks takes n*k steps, for k chains, for each union
// that a transaction takes part in.
type clockRows struct {
	*chains
	v      *view
	lo, hi int32 // the block
	width  int32
	clock  []int32
	// versions of each key by chain, then by place; nil while not needed.
	versions *sortedVersions
}

func newClocks(v *view, c *chains, rows int32) *clockRows {
	width := max(1, min(c.number(), blockBytes/4/max(1, int(rows))))
	return &clockRows{chains: c, v: v, width: int32(width), clock: make([]int32, int(rows)*width)}
}

func (c *clockRows) next() bool {
	if c.hi == int32(c.number()) {
		return false
	}
	c.lo = c.hi
	c.hi = min(c.lo+c.width, int32(c.number()))
	clear(c.clock)
	return true
}

func (c *clockRows) from() int32 { return 0 }

func (c *clockRows) row(i int32) []int32 {
	return c.clock[int(i)*int(c.width) : (int(i)+1)*int(c.width)]
}

func (c *clockRows) has(row, place int32) bool {
	chain := c.of[place]
	return chain >= c.lo && chain < c.hi && c.row(row)[chain-c.lo] > c.index[place]
}

func (c *clockRows) see(row, place int32) bool {
	chain := c.of[place]
	if chain < c.lo || chain >= c.hi || c.has(row, place) {
		return false
	}
	c.row(row)[chain-c.lo] = c.index[place] + 1
	return true
}

func (c *clockRows) join(row, other int32) bool {
	grew := false
	into := c.row(row)
	for n, x := range c.row(other) {
		if x > into[n] {
			into[n], grew = x, true
		}
	}
	return grew
}

func (c *clockRows) latest(row, k, floor int32) int32 {
	w := c.v.writes()
	steps := 0
	for j := w.before(k, row); j >= w.first[k] && w.place[j] > floor; j-- {
		if c.has(row, w.place[j]) {
			return j
		}
		if steps++; steps > latestSteps {
			return c.latestOf(row, k, floor)
		}
	}
	return -1
}

// latestOf looks at the last visible version of each chain.
func (c *clockRows) latestOf(row, k, floor int32) int32 {
	if c.versions == nil {
		c.versions = c.v.sortVersions(func(j int32) int32 { return c.of[c.v.writes().place[j]] })
	}
	w := c.v.writes()
	of := c.versions.of(k)
	best := int32(-1)
	for len(of) > 0 {
		chain := of[0].value()
		n := sort.Search(len(of), func(n int) bool { return of[n].value() > chain })
		if seen := sort.Search(n, func(n int) bool { return !c.has(row, w.place[of[n].version()]) }); seen > 0 {
			if j := of[seen-1].version(); w.place[j] > floor {
				best, floor = j, w.place[j]
			}
		}
		of = of[n:]
	}
	return best
}

func (c *clockRows) count(row int32) int32 {
	n := int32(0)
	for _, x := range c.row(row) {
		n += x
	}
	return n
}

func (c *clockRows) gap(row int32) int32 {
	first := int32(unbound)
	for n, x := range c.row(row)[:c.hi-c.lo] {
		first = min(first, c.at(c.lo+int32(n), x))
	}
	return first
}

// at returns the place of the n-th transaction of a chain, or unbound if it has
// fewer.
func (c *clockRows) at(chain, n int32) int32 {
	if i := c.first[chain] + n; i < c.first[chain+1] {
		return c.place[i]
	}
	return unbound
}

func (c *clockRows) lacks(other columns, row int32) int32 {
	first := int32(unbound)
	theirs := other.(*clockRows).row(row)
	for n, x := range c.row(row)[:c.hi-c.lo] {
		if theirs[n] > x {
			first = min(first, c.at(c.lo+int32(n), x))
		}
	}
	return first
}
