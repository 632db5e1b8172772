package checker

import "visar/history"

// part returns the history of the kept operations.
func (z *minimizer) part() (*history.History, error) {
	p := &partBuilder{minimizer: z, b: history.NewBuilder(z.h.Value(history.Initial)), kept: make(map[int32]bool, len(z.ops))}
	p.indexWrites()
	for _, op := range z.ops {
		p.kept[op] = true
	}
	for _, t := range z.txns {
		p.add(t)
	}
	return p.b.History()
}

// partBuilder copies some operations of a history.
type partBuilder struct {
	*minimizer
	b    *history.Builder
	kept map[int32]bool
	gone map[[2]int32]bool // see dropped
}

// indexWrites finds, once, the writes of the keys in use, by key and value.
func (z *minimizer) indexWrites() {
	if z.writes != nil {
		return
	}
	used := map[int32]bool{}
	for _, op := range z.ops {
		used[z.h.OpKey(op)] = true
	}
	z.writes = map[[2]int32][]int32{}
	for i := range int32(z.h.NumOps()) {
		if k := z.h.OpKey(i); z.h.OpKind(i) != history.Read && used[k] {
			at := [2]int32{k, z.h.OpValue(i)}
			z.writes[at] = append(z.writes[at], i)
		}
	}
}

// written reports whether a read may keep the value: the writes of it are kept, or
// the whole history has none. Of several all that the read may be from must be
// there, or else the part would refute what the whole does not.
func (p *partBuilder) written(key, value int32) bool {
	all := p.writes[[2]int32{key, value}]
	kept := len(all) == 0
	for _, op := range all {
		if p.kept[op] {
			kept = true
		} else if p.h.Status(p.h.TxnOf(op)) != history.Aborted && len(all) > 1 {
			return false
		}
	}
	return kept
}

func (p *partBuilder) add(t int32) {
	name := p.h.SessionName(p.h.Session(t))
	p.b.Begin(history.TxnInfo{
		Name: p.h.Name(t), Session: name, Alone: name == "" && len(p.h.SessionTxns(p.h.Session(t))) == 1,
		Status: p.h.Status(t), Start: p.h.Start(t), End: p.h.End(t), Clock: p.h.Clock(t), Line: p.h.Line(t),
	})
	lo, hi := p.h.Ops(t)
	for i := lo; i < hi; i++ {
		if p.kept[i] {
			p.addOp(p.h.Op(i))
		}
	}
	if c, ok := p.h.Call(t); ok && p.whole(lo, hi) {
		p.addCall(c)
	}
}

// whole reports whether all operations from lo to hi are kept.
func (p *partBuilder) whole(lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		if !p.kept[i] {
			return false
		}
	}
	return true
}

// addCall copies a call. Elements of a set that nobody adds in the part, but somebody
// does in the whole, are left out of what is read of it.
func (p *partBuilder) addCall(c history.Call) {
	copied := history.Call{Func: c.Func, Answer: c.Answer, Key: p.b.Key(p.h.Key(c.Key))}
	for _, v := range c.Args {
		copied.Args = append(copied.Args, p.b.Value(p.h.Value(v)))
	}
	for _, v := range c.Result {
		if c.Func != history.Get || c.Answer != history.Many || !p.dropped()[[2]int32{c.Key, v}] {
			copied.Result = append(copied.Result, p.b.Value(p.h.Value(v)))
		}
	}
	p.b.Call(copied)
}

// dropped are the keys and elements that are added in the whole alone.
func (p *partBuilder) dropped() map[[2]int32]bool {
	if p.gone != nil {
		return p.gone
	}
	p.gone = map[[2]int32]bool{}
	mark := func(t int32, gone bool) {
		if c, ok := p.h.Call(t); ok && c.Func == history.Add {
			p.gone[[2]int32{c.Key, c.Args[0]}] = gone
		}
	}
	for t := range int32(p.h.Len()) {
		mark(t, true)
	}
	for _, t := range p.txns {
		mark(t, false)
	}
	return p.gone
}

func (p *partBuilder) addOp(op history.Op) {
	k := p.b.Key(p.h.Key(op.Key))
	switch {
	case op.Kind == history.Append:
		p.b.Append(k, p.b.Value(p.h.Value(op.Value)))
	case op.Kind == history.Write:
		p.b.Write(k, p.b.Value(p.h.Value(op.Value)))
	case p.h.IsList(op.Key):
		elements := []int32{}
		for _, v := range op.List {
			if p.written(op.Key, v) {
				elements = append(elements, p.b.Value(p.h.Value(v)))
			}
		}
		p.b.ReadList(k, elements)
	case p.written(op.Key, op.Value):
		p.b.Read(k, p.b.Value(p.h.Value(op.Value)))
	}
}
