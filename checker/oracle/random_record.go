package oracle

import (
	"slices"

	"visar/history"
)

// falsify changes what one read returned; if it read a register, mostly to a
// value that it could have read, and mostly for all reads of the transaction
// that returned the same.
func (s *store) falsify() {
	t := &s.txns[s.rng.IntN(len(s.txns))]
	op := &t.ops[s.rng.IntN(len(t.ops))]
	if op.Kind != history.Read {
		return
	}
	if s.lists[op.Key] {
		op.List = s.falseList(op.List, s.written(op.Key))
		return
	}
	was, is := op.Value, s.falseValue(op.Key)
	op.Value = is
	for i := range t.ops {
		if o := &t.ops[i]; !s.chance(4) && o.Kind == history.Read && o.Key == op.Key && o.Value == was {
			o.Value = is
		}
	}
}

func (s *store) falseValue(k int32) int32 {
	values := []int32{history.Initial}
	for _, t := range s.txns {
		if v, wrote := t.final[k]; wrote && t.takes {
			values = append(values, v)
		}
	}
	if s.chance(6) {
		values = append(s.written(k), s.next+1)
	}
	return values[s.rng.IntN(len(values))]
}

// written returns the values that some transaction writes or appends to k.
func (s *store) written(k int32) []int32 {
	var values []int32
	for _, t := range s.txns {
		for _, op := range t.ops {
			if op.Kind != history.Read && op.Key == k {
				values = append(values, op.Value)
			}
		}
	}
	return values
}

// falseList returns list with an element lost, moved or added.
func (s *store) falseList(list, appended []int32) []int32 {
	list = slices.Clone(list)
	n := len(list)
	switch {
	case n > 0 && s.chance(3):
		return list[:s.rng.IntN(n)]
	case n > 0 && s.chance(4):
		at := s.rng.IntN(n)
		return slices.Delete(list, at, at+1)
	case n > 1 && s.chance(3):
		at := s.rng.IntN(n - 1)
		list[at], list[at+1] = list[at+1], list[at]
		return list
	case len(appended) > 0:
		return append(list, appended[s.rng.IntN(len(appended))])
	}
	return append(list, s.next+1)
}

// record returns the history of the store's transactions: in AR order, or in
// any order in one of four.
func (s *store) record() *history.History {
	order := s.rng.Perm(len(s.txns))
	if !s.chance(4) {
		slices.Sort(order)
	}
	if s.cfg.Times {
		s.setTimes(order)
	}
	b := history.NewBuilder(history.IntValue(0))
	for _, t := range order {
		b.Begin(s.txns[t].info)
		for _, op := range s.txns[t].ops {
			s.recordOp(b, op)
		}
	}
	return built(b)
}

func (s *store) recordOp(b *history.Builder, op history.Op) {
	k := b.Key(history.StringValue(string(rune('x' + op.Key))))
	id := func(v int32) int32 { return b.Value(history.IntValue(int64(v))) }
	switch {
	case op.Kind == history.Write:
		b.Write(k, id(op.Value))
	case op.Kind == history.Append:
		b.Append(k, id(op.Value))
	case s.lists[op.Key]:
		list := make([]int32, len(op.List))
		for i, v := range op.List {
			list[i] = id(v)
		}
		b.ReadList(k, list)
	default:
		b.Read(k, id(op.Value))
	}
}

// setTimes lets each transaction run around its place in AR, mostly not before
// the one before it in its session has ended, and sometimes leaves times out.
func (s *store) setTimes(order []int) {
	width := []int{4, 20, 60}[s.rng.IntN(3)]
	overlap, gaps := s.chance(10), s.chance(8)
	free := map[string]int64{}
	for _, t := range order {
		info := &s.txns[t].info
		at := int64(10 * t)
		info.Start = at - int64(s.rng.IntN(width))
		info.End = at + 1 + int64(s.rng.IntN(width))
		if !info.Alone && !overlap {
			info.Start = max(info.Start, free[info.Session])
			info.End = max(info.End, info.Start+1)
			free[info.Session] = info.End + 1
		}
		if gaps && s.chance(3) {
			info.Start = history.NoTime
		}
		if gaps && s.chance(3) {
			info.End = history.NoTime
		}
	}
}
