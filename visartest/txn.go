package visartest

import (
	"reflect"
	"slices"

	"visar/history"
)

// Txn is a transaction, or a single operation.
type Txn struct {
	session     *Session
	number      int // in its session, from 1
	ops         []operation
	start, stop int64
	clock       int64 // nanoseconds, at the end or, before that, at the start
	status      history.Status
	state       state
}

// state says whether a transaction is over.
type state uint8

const (
	open state = iota
	ended
	dropped // the recorder is full
)

// operation is a read, a write or an append. A read of a list has elements, and
// list set.
type operation struct {
	key, value history.Value
	elements   []history.Value
	kind       history.OpKind
	list       bool
}

// Read records that the transaction read v from key k, and is called once the
// database has answered. A nil v says that the key was absent. A slice is the
// whole of a list that grows by [Txn.Append]; a []byte is a string.
//
// Keys are integers or strings. Values are these or booleans, or pointers to any
// of them.
func (tx *Txn) Read(k, v any) {
	key, ok := keyOf(k)
	if !ok {
		tx.mistake("read of a key: %s", unfitKey(reflect.TypeOf(k)))
		return
	}
	op := operation{kind: history.Read, key: key}
	if op.value, ok = valueOf(v); !ok {
		op.elements, op.list = listOf(v)
		if !op.list {
			tx.mistake("read of %s: %s", key, unfit(reflect.TypeOf(v)))
			return
		}
	}
	tx.add(op)
}

// Write records that the transaction writes v to key k. It is called before the
// database is: a write whose answer never comes may have happened. Values must be
// different for each write of a key, or nobody can tell which of them was
// read.
func (tx *Txn) Write(k, v any) { tx.put(history.Write, "write of", k, v) }

// Append records that the transaction appends element v to the list at key k. Like
// Write it is called before the database is, and wants different elements.
func (tx *Txn) Append(k, v any) { tx.put(history.Append, "append to", k, v) }

func (tx *Txn) put(kind history.OpKind, what string, k, v any) {
	key, ok := keyOf(k)
	if !ok {
		tx.mistake("%s a key: %s", what, unfitKey(reflect.TypeOf(k)))
		return
	}
	value, ok := valueOf(v)
	switch {
	case !ok:
		tx.mistake("%s %s: %s", what, key, unfit(reflect.TypeOf(v)))
	case kind == history.Append && value.Kind() == history.Nil:
		tx.mistake("append to %s: expected an element, got nil", key)
	default:
		tx.add(operation{kind: kind, key: key, value: value})
	}
}

// add records an operation.
func (tx *Txn) add(op operation) {
	s := tx.session
	s.mu.Lock()
	switch {
	case tx.state == dropped:
	case tx.state == ended:
		s.mu.Unlock()
		tx.mistake("%s of %s after the transaction had ended", kindNames[op.kind], op.key)
		return
	case s.has(1 + int64(len(op.elements))):
		tx.ops = append(tx.ops, op)
	}
	s.mu.Unlock()
}

var kindNames = [...]string{history.Read: "read", history.Write: "write", history.Append: "append"}

// Commit records that the database has confirmed the transaction.
func (tx *Txn) Commit() {
	if !tx.end(history.Committed, "commit") {
		tx.mistake("commit after the transaction had ended")
	}
}

// Abort records that the transaction certainly takes no effect: it was rolled
// back, or failed before its commit was sent. After another end it does nothing,
// so that it can be deferred.
func (tx *Txn) Abort() { tx.end(history.Aborted, "abort") }

// Unknown records that nobody knows whether the transaction takes effect: the
// answer to its commit was lost. That is also the outcome of a transaction that is
// never ended. After another end it does nothing.
func (tx *Txn) Unknown() { tx.end(history.Unknown, "unknown outcome") }

// end records the outcome, and reports whether there was none before.
func (tx *Txn) end(status history.Status, what string) bool {
	s := tx.session
	s.mu.Lock()
	if tx.state != open {
		s.mu.Unlock()
		return tx.state == dropped
	}
	tx.state, tx.status = ended, status
	tx.stop = s.rec.position()
	if status != history.Unknown { // such a transaction has no end that its clock could be of
		tx.clock = s.rec.clock()
	}
	if s.spare == nil {
		s.spare = tx.ops[len(tx.ops):]
	}
	tx.ops = slices.Clip(tx.ops)
	late := s.last() != tx && status == history.Committed
	s.mu.Unlock()
	if late {
		tx.mistake("%s after a later transaction of the session had begun: what is concurrent needs a session of its own", what)
	}
	return true
}

func (tx *Txn) mistake(format string, args ...any) {
	args = append([]any{tx.number, tx.session.name}, args...)
	tx.session.rec.mistake("transaction %d of session %s: "+format, args...)
}
