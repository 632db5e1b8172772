package history

import "sort"

// Func is what a [Call] asks of its object.
type Func uint8

// The functions, by the objects that have them. Which object a history is about
// is not written in it: an Add may be to a counter or to a set.
const (
	Get      Func = iota + 1 // the value of a register, the number of a counter, all elements of a set
	Put                      // replaces the value of a register
	CAS                      // replaces the first argument by the second where it is the value
	Extend                   // puts text at the end of the text that a register holds
	Delete                   // makes a register hold its initial value again
	Add                      // of a number to a counter, of an element to a set
	Remove                   // of an element from a set
	Contains                 // whether a set has an element
	Enqueue                  // at the end of a queue
	Dequeue                  // from the front of a queue
	Drain                    // dequeues until the queue is empty
	Push                     // on a stack
	Pop                      // from a stack
	Acquire                  // of a lock
	Release                  // of a lock
)

var funcNames = [...]string{
	Get: "get", Put: "put", CAS: "cas", Extend: "extend", Delete: "delete", Add: "add", Remove: "remove", Contains: "contains",
	Enqueue: "enqueue", Dequeue: "dequeue", Drain: "drain", Push: "push", Pop: "pop", Acquire: "acquire", Release: "release",
}

// String returns the name, such as "dequeue".
func (f Func) String() string { return funcNames[f] }

// Answer says what the answer to a [Call] holds.
type Answer uint8

const (
	// Done: the call took effect, and the answer says no more.
	Done Answer = iota
	// Refused: the call had no effect, since the object was in no state for it: a
	// compare-and-set met another value, a lock was held, a set had no such element.
	Refused
	// One value is the answer; Initial says that there was none, as of an empty queue.
	One
	// Many values are the answer: the elements of a set, what a drain returned.
	Many
)

// Call is an operation on a single object that is more than a read or a write of
// a register. A transaction has at most one. Beside it, it may hold reads and
// writes that say as much of the call as they can.
type Call struct {
	Func   Func
	Answer Answer // of a committed transaction
	Key    int32
	Args   []int32 // ids of values
	Result []int32 // ids of values
}

// callTable holds the calls of a history in order of their transactions. The
// values of call i are values[first[i]:first[i+1]], its arguments before its
// result.
type callTable struct {
	txn, key, first []int32
	args            []uint8
	fn              []Func
	answer          []Answer
	values          []int32
}

func (c *callTable) add(t int32, call Call) {
	c.txn = append(c.txn, t)
	c.key = append(c.key, call.Key)
	c.first = append(c.first, int32(len(c.values)))
	c.args = append(c.args, uint8(len(call.Args)))
	c.fn = append(c.fn, call.Func)
	c.answer = append(c.answer, call.Answer)
	c.values = append(append(c.values, call.Args...), call.Result...)
}

func (c *callTable) of(t int32) (Call, bool) {
	i := sort.Search(len(c.txn), func(i int) bool { return c.txn[i] >= t })
	if i == len(c.txn) || c.txn[i] != t {
		return Call{}, false
	}
	from, to := c.first[i], int32(len(c.values))
	if i+1 < len(c.first) {
		to = c.first[i+1]
	}
	mid := from + int32(c.args[i])
	return Call{Func: c.fn[i], Answer: c.answer[i], Key: c.key[i],
		Args: c.values[from:mid:mid], Result: c.values[mid:to:to]}, true
}

// Call says that the transaction which was begun last is the call c, whose slices
// are copied. It has at most two arguments.
func (b *Builder) Call(c Call) { b.h.calls.add(int32(len(b.h.session)-1), c) }

// Call returns the call that transaction t is, if it is one. Its slices are
// shared: do not change them. It takes a binary search.
func (h *History) Call(t int32) (Call, bool) { return h.calls.of(t) }

// Calls returns how many transactions are calls.
func (h *History) Calls() int { return len(h.calls.txn) }

// Asked returns how many operations clients asked for: a call is one, whatever reads and
// writes say the same.
func (h *History) Asked() int {
	n := h.NumOps() + h.Calls()
	for _, t := range h.calls.txn {
		lo, hi := h.Ops(t)
		n -= int(hi - lo)
	}
	return n
}
