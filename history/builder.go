package history

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrTooLarge says that a history exceeds what int32 indices can name.
var ErrTooLarge = errors.New("history has more than 2,147,483,647 operations or values")

// Builder collects transactions in order of appearance and makes a [History].
// Transactions of one session must be begun in session order. The zero Builder
// is not usable; see [NewBuilder].
type Builder struct {
	h        *History
	keys     interner
	values   interner
	sessions map[string]int32
	uses     []keyUse // by key
	someList bool     // a key was used as a list
	err      error
}

// keyUse says when a key was first used in either way.
type keyUse struct {
	list  int32 // the operation that takes it for a list, or notList
	plain int32 // the transaction that takes it for a register, or -1: known of lists alone
}

// TxnInfo describes a transaction that begins.
type TxnInfo struct {
	Name string // the recording's own id, or "" for none
	// Session names the client's sequence; a transaction with Alone set is in a
	// session of its own.
	Session string
	Alone   bool
	Status  Status
	Start   int64 // or NoTime
	End     int64 // or NoTime; ignored if Status is Unknown
	Clock   int64 // nanoseconds, for show, or NoTime
	Line    int32
}

// NewBuilder returns an empty Builder whose initial value is initial.
func NewBuilder(initial Value) *Builder {
	b := &Builder{h: &History{}, sessions: map[string]int32{}}
	b.values.id(initial)
	return b
}

// Key returns the id of key k, naming it if it is new.
func (b *Builder) Key(k Value) int32 { return b.known(b.keys.id(k)) }

// KeyInt is Key for the integer i.
func (b *Builder) KeyInt(i int64) int32 { return b.known(b.keys.intID(i)) }

// KeyFrom is Key for the key with an id that another Builder gave.
func (b *Builder) KeyFrom(other *Builder, id int32) int32 {
	return b.known(b.keys.idFrom(&other.keys.values, id))
}

// known makes room for the key with that id.
func (b *Builder) known(id int32) int32 {
	for int(id) >= len(b.uses) {
		b.h.longest = append(b.h.longest, nil)
		b.uses = append(b.uses, keyUse{list: notList, plain: -1})
	}
	return id
}

// KeyText is Key for the string text, which is copied only if it is new.
func (b *Builder) KeyText(text []byte) int32 {
	if id, ok := b.keys.known(String, text); ok {
		return id
	}
	return b.Key(StringValue(string(text)))
}

// ValueText is Value for the string text, which is copied only if it is new.
func (b *Builder) ValueText(text []byte) int32 {
	if id, ok := b.values.known(String, text); ok {
		return id
	}
	return b.Value(StringValue(string(text)))
}

// Value returns the id of value v, naming it if it is new. Nil is the initial
// value whatever that is.
func (b *Builder) Value(v Value) int32 {
	if v.kind == Nil {
		return Initial
	}
	return b.values.id(v)
}

// ValueInt is Value for the integer i.
func (b *Builder) ValueInt(i int64) int32 { return b.values.intID(i) }

// Known returns the ids of two integers as a key and as a value, or -1 where one is
// not known at once. Asking for many before they are named saves waiting for memory.
func (b *Builder) Known(key, value int64) (k, v int32) {
	return b.keys.near.find(key), b.values.near.find(value)
}

// ValueFrom is Value for the value with an id that another Builder gave.
func (b *Builder) ValueFrom(other *Builder, id int32) int32 {
	return b.values.idFrom(&other.values.values, id)
}

// KeyOf returns the key with an id that Key gave.
func (b *Builder) KeyOf(id int32) Value { return b.keys.values.at(id) }

// ValueOf returns the value with an id that Value gave.
func (b *Builder) ValueOf(id int32) Value { return b.values.values.at(id) }

// ForgetNames makes an empty Builder, which was used for its names alone, as good as
// new.
func (b *Builder) ForgetNames(initial Value) {
	b.keys.clear()
	b.values.clear()
	b.values.id(initial)
}

// Names returns the numbers of keys and of values that have an id.
func (b *Builder) Names() (keys, values int) { return b.keys.values.len(), b.values.values.len() }

// Len returns the number of transactions begun.
func (b *Builder) Len() int { return len(b.h.session) }

// Name returns the name that transaction t will have; see [History.Name].
func (b *Builder) Name(t int32) string { return b.h.Name(t) }

// Begin starts the next transaction and returns its index.
func (b *Builder) Begin(t TxnInfo) int32 {
	h := b.h
	id := int32(len(h.session))
	if len(h.session) == math.MaxInt32-1 {
		b.err = ErrTooLarge
	}
	h.firstOp = append(h.firstOp, int32(len(h.opKind)))
	if t.Name != "" && !isDefaultName(t.Name, id) {
		h.names.set(id, t.Name)
	}
	s := int32(len(h.sessions))
	if t.Alone {
		h.sessions = append(h.sessions, "")
	} else if known, ok := b.sessions[t.Session]; ok {
		s = known
	} else {
		b.sessions[t.Session] = s
		h.sessions = append(h.sessions, t.Session)
	}
	if t.Status == Unknown {
		t.End = NoTime
	}
	h.session = append(h.session, s)
	h.status = append(h.status, t.Status)
	h.start = append(h.start, t.Start)
	h.end = append(h.end, t.End)
	h.clock = append(h.clock, t.Clock)
	h.line = append(h.line, t.Line)
	if t.Start != NoTime && t.End != NoTime && t.End < t.Start {
		b.Problem(Problem{Line: t.Line, Txn: id, Fatal: true,
			Message: fmt.Sprintf("transaction %s ends at %d, before its start at %d", h.Name(id), t.End, t.Start)})
	}
	return id
}

// Read adds a read of register k that returned v; Initial is what a read of an
// empty list returns too.
func (b *Builder) Read(k, v int32) {
	if v != Initial && b.someList && b.uses[k].list != notList {
		// The key is used in both ways, which History reports. Until then the
		// operation must be one that a list can have.
		b.usePlain(k, int32(len(b.h.session)-1))
		b.ReadList(k, []int32{v})
		return
	}
	b.op(Read, k, v)
}

// Write adds a write of v to register k.
func (b *Builder) Write(k, v int32) { b.op(Write, k, v) }

// Append adds an append of element v to list k.
func (b *Builder) Append(k, v int32) {
	b.useList(k)
	b.op(Append, k, v)
}

// ReadList adds a read of list k that returned elements, which is copied.
func (b *Builder) ReadList(k int32, elements []int32) {
	h := b.h
	b.useList(k)
	longest := h.longest[k]
	shared := min(len(longest), len(elements))
	// Only what committed transactions read is evidence of the order of a list.
	committed := h.status[len(h.status)-1] == Committed
	switch {
	case !slices.Equal(longest[:shared], elements[:shared]),
		len(elements) > len(longest) && !committed:
		b.op(Read, k, int32(^len(h.lists)))
		h.lists = append(h.lists, slices.Clone(elements))
	default:
		if len(elements) > len(longest) {
			h.longest[k] = append(longest, elements[len(longest):]...)
		}
		b.op(Read, k, int32(len(elements)))
	}
}

// Accesses adds n reads and writes of registers to the transaction that was begun last
// and returns where their kinds, keys and values go. It does nothing and returns false
// once there is a list, or if the history gets too large.
func (b *Builder) Accesses(n int) (kinds []OpKind, keys, values []int32, ok bool) {
	h := b.h
	from := len(h.opKind)
	if from+n >= math.MaxInt32-1 {
		b.err = ErrTooLarge
	}
	if b.someList || b.err != nil {
		return nil, nil, nil, false
	}
	h.opKind = slices.Grow(h.opKind, n)[:from+n]
	h.opKey = slices.Grow(h.opKey, n)[:from+n]
	h.opValue = slices.Grow(h.opValue, n)[:from+n]
	return h.opKind[from:], h.opKey[from:], h.opValue[from:], true
}

func (b *Builder) op(kind OpKind, k, v int32) {
	h := b.h
	if len(h.opKind) >= math.MaxInt32-1 {
		b.err = ErrTooLarge
		return
	}
	h.opKind = append(h.opKind, kind)
	h.opKey = append(h.opKey, k)
	h.opValue = append(h.opValue, v)
}

// notList is the place of the first list operation of a key that has none.
const notList = math.MaxInt32

// useList remembers the first operation that takes k for a list: the next one.
func (b *Builder) useList(k int32) {
	b.someList = true
	b.uses[k].list = min(b.uses[k].list, int32(len(b.h.opKind)))
}

// usePlain remembers that transaction t used k as a register.
func (b *Builder) usePlain(k, t int32) {
	if p := &b.uses[k].plain; *p < 0 || t < *p {
		*p = t
	}
}

// Record sets the recorded execution of transaction t.
func (b *Builder) Record(t int32, r Recorded) {
	if b.h.recorded == nil {
		b.h.recorded = map[int32]Recorded{}
	}
	b.h.recorded[t] = r
}

// Extra keeps a field of transaction t.
func (b *Builder) Extra(t int32, f Field) { b.h.extras.add(t, f) }

// Fault adds a fault.
func (b *Builder) Fault(f Fault) { b.h.faults = append(b.h.faults, f) }

// Problem adds a remark about the recording.
func (b *Builder) Problem(p Problem) { b.h.problems = append(b.h.problems, p) }

// History returns what was built. The Builder must not be used afterwards.
//
// What is not well-formed is in [History.Problems]; the error is for a history
// that cannot be held at all.
func (b *Builder) History() (*History, error) {
	if b.err != nil {
		return nil, b.err
	}
	h := b.h
	h.firstOp = append(h.firstOp, int32(len(h.opKind)))
	h.keys, h.values = b.keys.values, b.values.values
	h.extras.build()
	b.findLists()
	b.refineLists()
	b.orderSessions()
	b.findDuplicateNames()
	slices.SortStableFunc(h.problems, func(x, y Problem) int { return cmp.Compare(x.Line, y.Line) })
	return h, nil
}
