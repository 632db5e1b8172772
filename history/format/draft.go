package format

import "visar/history"

// draft is a transaction that is read but not yet given to the Builder: fields
// of one transaction come in any order, and Jepsen's completions come after
// later invocations. Drafts are used again, so that reading one costs no
// allocation once its slices have grown.
type draft struct {
	history.TxnInfo
	ops      []draftOp
	lists    []listRange // what reads of lists returned
	elements []int32
	fields   []history.Field
	function string   // in JSON, of an operation of Jepsen's that is no mere transaction, or ""
	opened   position // where the operation was invoked
	done     bool
	called   bool // asked is the call that the transaction is
	invoked  bool // asked has the arguments of the invocation
	asked    history.Call
}

// draftOp is an operation of a draft. Its key and value are ids or, in a part of an
// input, names; see [partNames]. The value of a list read is an index in the draft's
// lists.
type draftOp struct {
	kind       history.OpKind
	list       bool
	key, value int64
}

// mention is the kind of what is no operation and only names a key. It is in parts
// of an input alone.
const mention = history.OpKind(255)

// listRange is what a read of a list returned: shared elements or, if that is nil,
// elements[from:to] of the draft.
type listRange struct {
	from, to int32
	shared   []int32
}

func (d *draft) clear() {
	d.TxnInfo = history.TxnInfo{Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
	d.clearOps()
	d.fields = d.fields[:0]
	d.done, d.invoked, d.function = false, false, ""
}

func (d *draft) clearOps() {
	d.ops, d.lists, d.elements, d.called = d.ops[:0], d.lists[:0], d.elements[:0], false
}

// call makes the transaction a call without arguments, which it returns.
func (d *draft) call(f history.Func, key int32) *history.Call {
	d.called = true
	d.asked = history.Call{Func: f, Key: key, Args: d.asked.Args[:0], Result: d.asked.Result[:0]}
	return &d.asked
}

// access adds the reads and writes that say as much of the call as they can.
func (d *draft) access() {
	c := &d.asked
	if c.Func != history.CAS || c.Answer == history.Refused {
		return
	}
	if d.Status == history.Committed {
		d.add(history.Read, c.Key, c.Args[0])
	}
	d.add(history.Write, c.Key, c.Args[1])
}

func (d *draft) add(kind history.OpKind, key, value int32) {
	d.addNamed(kind, int64(key), int64(value))
}

// addNamed is add with names.
func (d *draft) addNamed(kind history.OpKind, key, value int64) {
	d.ops = append(d.ops, draftOp{kind: kind, key: key, value: value})
}

// addList adds a read of a list whose elements were appended to d.elements
// from index from on.
func (d *draft) addList(key int32, from int) {
	d.addRange(key, listRange{from: int32(from), to: int32(len(d.elements))})
}

// addShared adds a read of a list whose elements stay what they are.
func (d *draft) addShared(key int32, elements []int32) {
	d.addRange(key, listRange{shared: elements[:len(elements):len(elements)]})
}

func (d *draft) addRange(key int32, l listRange) {
	d.ops = append(d.ops, draftOp{kind: history.Read, list: true, key: int64(key), value: d.keepList(l)})
}

// keepList keeps what a read of a list returned and returns its index.
func (d *draft) keepList(l listRange) int64 {
	d.lists = append(d.lists, l)
	return int64(len(d.lists) - 1)
}

// listOf returns the elements of a list read.
func (d *draft) listOf(op *draftOp) []int32 {
	l := &d.lists[op.value]
	if l.shared != nil {
		return l.shared
	}
	return d.elements[l.from:l.to]
}

// build gives the transaction to b and returns its index.
func (d *draft) build(b *history.Builder) int32 {
	t := b.Begin(d.TxnInfo)
	if !d.buildPlain(b) {
		d.buildOps(b)
	}
	if d.called {
		b.Call(d.asked)
	}
	if d.function != "" {
		b.Extra(t, history.Field{Name: "f", Text: d.function})
	}
	for _, f := range d.fields {
		b.Extra(t, f)
	}
	return t
}

// buildPlain gives the operations to b if there are no lists, neither here nor there.
func (d *draft) buildPlain(b *history.Builder) bool {
	for i := range d.ops {
		if op := &d.ops[i]; op.list || op.kind > history.Write {
			return false
		}
	}
	kinds, keys, values, ok := b.Accesses(len(d.ops))
	if !ok {
		return false
	}
	for i := range d.ops {
		op := &d.ops[i]
		kinds[i], keys[i], values[i] = op.kind, int32(op.key), int32(op.value)
	}
	return true
}

func (d *draft) buildOps(b *history.Builder) {
	for i := range d.ops {
		op := &d.ops[i]
		key := int32(op.key)
		switch {
		case op.list:
			b.ReadList(key, d.listOf(op))
		case op.kind == history.Read:
			b.Read(key, int32(op.value))
		case op.kind == history.Write:
			b.Write(key, int32(op.value))
		default:
			b.Append(key, int32(op.value))
		}
	}
}

// scalar is a key, a value or an element as it lies in the input.
type scalar struct {
	kind   history.ValueKind
	number int64
	text   []byte // of a String or an Other
}

func (s scalar) value() history.Value {
	switch s.kind {
	case history.Int:
		return history.IntValue(s.number)
	case history.String:
		return history.StringValue(string(s.text))
	case history.Bool:
		return history.BoolValue(s.number == 1)
	case history.Other:
		return history.OtherValue(string(s.text))
	}
	return history.Value{}
}

// keyID returns the id of s as a key.
func (s scalar) keyID(b *history.Builder) int32 {
	if s.kind == history.String {
		return b.KeyText(s.text)
	}
	return b.Key(s.value())
}

// valueID returns the id of s as a value.
func (s scalar) valueID(b *history.Builder) int32 {
	if s.kind == history.String {
		return b.ValueText(s.text)
	}
	return b.Value(s.value())
}

// texts keeps one copy of each string that is repeated over and over, such as
// the names of fields and nodes. It stops remembering when it is full, since a
// field may as well be different each time.
type texts map[string]string

const maxTexts = 1 << 12

func (t texts) of(b []byte) string {
	if s, ok := t[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(t) < maxTexts {
		t[s] = s
	}
	return s
}
