package claims

import (
	"cmp"
	"fmt"
	"slices"

	"visar/checker"
	"visar/history"
)

// cut finds what must have survived each crash: the writes that were read after it,
// what these had read, what had ended before they started, and what was before them in
// their sessions. That is the least set that is closed under what happened before, and
// if any such set explains what came later, then this one does: without transactions
// that nobody else read from, the others are as consistent as with them.
type cut struct {
	*crashed
	*sightings
	era  []int32 // by transaction: how many crashes were before its end, or its start if it has none
	kept []bool  // it survived the crash at the end of its era
	// acknowledged says of each era whether anything committed in it.
	acknowledged []bool
}

// newCut takes n log n steps.
func newCut(h *history.History, crashes []int64) *cut {
	c := &cut{crashed: newCrashed(h, crashes), sightings: newSightings(h), era: make([]int32, h.Len()), kept: make([]bool, h.Len())}
	for t := range c.era {
		c.era[t] = c.epoch[t]
		if end := h.End(int32(t)); end != history.NoTime {
			c.era[t] = max(c.epoch[t], c.crashed.before(end))
		}
	}
	c.acknowledged = make([]bool, len(crashes)+1)
	byEra := make([][]int32, len(crashes)+1)
	for t, era := range c.era {
		byEra[era] = append(byEra[era], int32(t))
	}
	w := c.walk()
	for era := len(crashes); era >= 0; era-- {
		c.close(byEra[era])
		for _, t := range byEra[era] {
			if h.Status(t) == history.Committed {
				c.acknowledged[era] = true
				w.read(t, func(v version) { c.keepEarlier(v, int32(era)) })
			}
		}
	}
	return c
}

// keepEarlier keeps the writers of v of earlier eras.
func (c *cut) keepEarlier(v version, era int32) {
	for _, t := range c.writers[v] {
		if c.era[t] < era {
			c.kept[t] = true
		}
	}
}

// close keeps with the transactions of an era all that happened before these in it.
func (c *cut) close(txns []int32) {
	var todo, byEnd []int32
	for _, t := range txns {
		if c.kept[t] {
			todo = append(todo, t)
		}
		if c.h().Status(t) == history.Committed && c.h().End(t) != history.NoTime {
			byEnd = append(byEnd, t)
		}
	}
	slices.SortStableFunc(byEnd, func(a, b int32) int { return cmp.Compare(c.h().End(a), c.h().End(b)) })
	keep := func(t int32) {
		if !c.kept[t] {
			c.kept[t] = true
			todo = append(todo, t)
		}
	}
	w := c.walk()
	sessions := newPredecessors(c.h(), txns)
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for len(byEnd) > 0 && c.h().End(byEnd[0]) < c.h().Start(t) {
			keep(byEnd[0])
			byEnd = byEnd[1:]
		}
		if c.h().Status(t) != history.Committed {
			continue
		}
		if p := sessions[t]; p >= 0 {
			keep(p)
		}
		w.read(t, func(v version) {
			for _, by := range c.writers[v] {
				if c.era[by] == c.era[t] {
					keep(by)
				}
			}
		})
	}
}

func (c *cut) h() *history.History { return c.crashed.h }

// newPredecessors returns for each committed transaction the one before it in its
// session, of those given, or -1.
func newPredecessors(h *history.History, txns []int32) map[int32]int32 {
	before := make(map[int32]int32, len(txns))
	last := map[int32]int32{}
	in := make(map[int32]bool, len(txns))
	for _, t := range txns {
		in[t] = true
	}
	for _, t := range txns {
		s := h.Session(t)
		if _, done := last[s]; done {
			continue
		}
		last[s] = -1
		for _, u := range h.SessionTxns(s) {
			if in[u] && h.Status(u) == history.Committed {
				before[u] = last[s]
				last[s] = u
			}
		}
	}
	return before
}

// parts returns p for each era: what survived of earlier ones, and all that was done
// in it.
func (c *cut) parts(p Part) []Part {
	losses := checker.Losses(c.h(), c.crashes)
	var parts []Part
	for era := range int32(len(c.crashes) + 1) {
		last := int(era) == len(c.crashes)
		if era > 0 && !last && !c.acknowledged[era] {
			continue // it adds nothing to what was judged before
		}
		q := p
		q.Era = "to the end"
		if !last {
			q.Era = fmt.Sprintf("until crash %d", era+1)
		} else {
			q.Losses = losses
		}
		q.History = c.until(era)
		q.Inexact = !c.exact
		parts = append(parts, q)
	}
	return parts
}

// until returns the history to the end of an era.
func (c *cut) until(era int32) *history.History {
	return c.h().Revised(func(t int32) history.Revision {
		r := c.same(t)
		switch {
		case c.era[t] > era && r.Status == history.Committed:
			r.Status, r.End = history.Unknown, history.NoTime
		case c.era[t] < era && !c.kept[t]:
			r.Status = history.Aborted
		}
		return r
	})
}
