package anomalies

import (
	"slices"

	"visar/history"
	"visar/history/dependency"
)

// Shape describes the evidence that an anomaly is the name of: reads of certain
// kinds, or else cycles that meet every constraint. Where a cycle starts does not
// matter.
type Shape struct {
	// Reads are kinds of reads that nothing explains. With them only Where counts.
	Reads []dependency.BreachKind
	// Pattern is the kinds of the edges in order, from some edge on. With AtLeast
	// the cycle repeats the pattern that often or more.
	Pattern []dependency.Kind
	AtLeast int
	// Among are the kinds that may occur where there is no Pattern, and Needs those
	// that must.
	Among, Needs []dependency.Kind
	// MinRW and MaxRW bound the number of RW edges; MaxRW 0 is no bound.
	MinRW, MaxRW int
	Adjacency    Adjacency
	Keys         Keys
	Where        Where
}

// Adjacency says whether RW edges may follow each other around a cycle.
type Adjacency uint8

const (
	// AnyAdjacency allows all.
	AnyAdjacency Adjacency = iota
	// NoneAdjacent allows no two RW edges in a row.
	NoneAdjacent
	// SomeAdjacent asks for two RW edges in a row.
	SomeAdjacent
)

// Keys constrains the keys of a cycle.
type Keys uint8

const (
	// AnyKeys allows all.
	AnyKeys Keys = iota
	// OneKey asks for the same key on all WR, WW and RW edges.
	OneKey
	// DistinctKeys asks for different keys on all of them.
	DistinctKeys
)

// Where is a set of conditions on the operations.
type Where uint8

const (
	// ReadLater: what was missed was read after what shows that it was there.
	ReadLater Where = 1 << iota
	// ObserverOnlyReads: some transaction of the cycle writes nothing.
	ObserverOnlyReads
	// WritesWhatItRead: who read a version of a key writes the key too.
	WritesWhatItRead
	// EndsInRead: before the last RW edge comes a WR edge.
	EndsInRead
)

// matchesRead reports whether a read that nothing explains has the shape.
func (s *Shape) matchesRead(h *history.History, b *dependency.Breach) bool {
	return slices.Contains(s.Reads, b.Kind) && (s.Where&WritesWhatItRead == 0 || buildsOn(h, b))
}

// buildsOn reports whether a committed write stands upon what was read: in a list
// a later element, else a write of the key by the reader.
func buildsOn(h *history.History, b *dependency.Breach) bool {
	k := h.OpKey(b.Op)
	if h.IsList(k) {
		list, _ := h.ListRead(b.Op)
		if at := slices.Index(list, b.Value); at >= 0 && at < len(list)-1 {
			return true
		}
	}
	_, hi := h.Ops(b.Txn)
	return writesKey(h, b.Op+1, hi, k)
}

// writesKey reports whether an operation in [lo,hi) writes key k.
func writesKey(h *history.History, lo, hi, k int32) bool {
	for i := lo; i < hi; i++ {
		if h.OpKind(i) != history.Read && h.OpKey(i) == k {
			return true
		}
	}
	return false
}

// matches reports whether a cycle without CO edges has the shape.
func (s *Shape) matches(h *history.History, c dependency.Cycle) bool {
	return len(s.Reads) == 0 && s.matchesKinds(c) && s.matchesAdjacency(c) && s.matchesKeys(c) && s.matchesWhere(h, c)
}

func (s *Shape) matchesKinds(c dependency.Cycle) bool {
	if len(s.Pattern) > 0 {
		return s.matchesPattern(c)
	}
	for _, e := range c {
		if !slices.Contains(s.Among, e.Kind) {
			return false
		}
	}
	for _, k := range s.Needs {
		if c.Count(k) == 0 {
			return false
		}
	}
	rw := c.Count(dependency.RW)
	return rw >= s.MinRW && (s.MaxRW == 0 || rw <= s.MaxRW)
}

// matchesPattern tries each edge as the first of the pattern.
func (s *Shape) matchesPattern(c dependency.Cycle) bool {
	times := len(c) / len(s.Pattern)
	if len(c)%len(s.Pattern) != 0 || times < max(1, s.AtLeast) || s.AtLeast == 0 && times > 1 {
		return false
	}
	for start := range s.Pattern {
		fits := true
		for i, e := range c {
			fits = fits && e.Kind == s.Pattern[(start+i)%len(s.Pattern)]
		}
		if fits {
			return true
		}
	}
	return false
}

func (s *Shape) matchesAdjacency(c dependency.Cycle) bool {
	adjacent := false
	for i, e := range c {
		adjacent = adjacent || e.Kind == dependency.RW && c[(i+1)%len(c)].Kind == dependency.RW
	}
	return s.Adjacency == AnyAdjacency || adjacent == (s.Adjacency == SomeAdjacent)
}

func (s *Shape) matchesKeys(c dependency.Cycle) bool {
	if s.Keys == AnyKeys {
		return true
	}
	var keys []int32
	for _, e := range c {
		if e.Key >= 0 {
			keys = append(keys, e.Key)
		}
	}
	slices.Sort(keys)
	distinct := len(slices.Compact(slices.Clone(keys)))
	return s.Keys == OneKey && distinct == 1 || s.Keys == DistinctKeys && distinct == len(keys)
}

func (s *Shape) matchesWhere(h *history.History, c dependency.Cycle) bool {
	return (s.Where&ReadLater == 0 || readLater(c)) &&
		(s.Where&ObserverOnlyReads == 0 || slices.ContainsFunc(c, func(e dependency.Edge) bool { return onlyReads(h, e.From) })) &&
		(s.Where&WritesWhatItRead == 0 || writesWhatItRead(h, c)) &&
		(s.Where&EndsInRead == 0 || endsInRead(c))
}

// readLater reports whether the reader of an RW edge made that read after the
// one that ends the edge before.
func readLater(c dependency.Cycle) bool {
	for i, e := range c {
		before := c[(i+len(c)-1)%len(c)]
		if e.Kind == dependency.RW && before.Kind == dependency.WR && e.FromOp > before.ToOp {
			return true
		}
	}
	return false
}

func onlyReads(h *history.History, t int32) bool {
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		if h.OpKind(i) != history.Read {
			return false
		}
	}
	return true
}

func writesWhatItRead(h *history.History, c dependency.Cycle) bool {
	for _, e := range c {
		reader := e.To
		switch e.Kind {
		case dependency.WR:
		case dependency.RW:
			reader = e.From
		default:
			continue
		}
		if lo, hi := h.Ops(reader); !writesKey(h, lo, hi, e.Key) {
			return false
		}
	}
	return true
}

func endsInRead(c dependency.Cycle) bool {
	for i, e := range c {
		if e.Kind == dependency.RW && c[(i+len(c)-1)%len(c)].Kind == dependency.WR {
			return true
		}
	}
	return false
}
