package history

// Revision is what a history is to say of a transaction instead of what it says.
type Revision struct {
	// Session is the name of its session, unless it is Alone in one of its own.
	Session string
	Alone   bool
	Status  Status
	Start   int64
	End     int64
	// Blind transactions lose their reads, unless they are calls: what they returned is
	// not known.
	Blind bool
	// Update has the transaction write a key that nothing else uses, so that it counts as
	// an update. Calls cannot.
	Update bool
}

// Revised returns h with other sessions, outcomes and times. Transactions, keys and
// values keep their indices, operations do not where a transaction is Blind. What is a
// list, and which read of it is the longest, is found anew among those that are then
// committed. It takes linear time and the memory of another history.
func (h *History) Revised(revise func(t int32) Revision) *History {
	c := copier{h: h, b: NewBuilder(h.Value(Initial))}
	for k := range int32(h.Keys()) {
		c.b.Key(h.Key(k))
	}
	for v := range int32(h.Values()) {
		c.b.Value(h.Value(v))
	}
	for t := range int32(h.Len()) {
		c.txn(t, revise(t))
	}
	for _, f := range h.faults {
		c.b.Fault(f)
	}
	v, err := c.b.History()
	if err != nil {
		panic("history: what one history holds another one cannot: " + err.Error())
	}
	v.problems = h.problems
	return v
}

// copier copies transactions of h.
type copier struct {
	h *History
	b *Builder
}

func (c *copier) txn(t int32, r Revision) {
	h := c.h
	info := TxnInfo{Session: r.Session, Alone: r.Alone, Status: r.Status, Start: r.Start, End: r.End, Clock: h.Clock(t), Line: h.Line(t)}
	if h.Named(t) {
		info.Name = h.Name(t)
	}
	c.b.Begin(info)
	call, isCall := h.Call(t)
	if isCall {
		c.b.Call(call)
	}
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		if !r.Blind || isCall || h.opKind[i] != Read {
			c.op(i)
		}
	}
	if r.Update && !isCall {
		c.b.Write(c.unusedKey("update of "+h.Name(t)), c.b.Value(StringValue("done")))
	}
	for _, f := range h.Extras(t) {
		c.b.Extra(t, f)
	}
	if rec, ok := h.Recorded(t); ok {
		c.b.Record(t, rec)
	}
}

// unusedKey returns a new key with the given name, or one like it if there is such a key.
func (c *copier) unusedKey(name string) int32 {
	for {
		known, _ := c.b.Names()
		if k := c.b.Key(StringValue(name)); int(k) == known {
			return k
		}
		name += "'"
	}
}

func (c *copier) op(i int32) {
	k := c.h.opKey[i]
	switch {
	case c.h.opKind[i] == Write:
		c.b.Write(k, c.h.opValue[i])
	case c.h.opKind[i] == Append:
		c.b.Append(k, c.h.opValue[i])
	case c.h.isList[k]:
		elements, _ := c.h.ListRead(i)
		c.b.ReadList(k, elements)
	default:
		c.b.Read(k, c.h.opValue[i])
	}
}
