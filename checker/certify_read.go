package checker

import (
	"errors"
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// breach checks that b is a read that no execution under the axioms explains.
func (c *certifier) breach(b *dependency.Breach) error {
	if err := c.breachedRead(b); err != nil {
		return err
	}
	check := map[dependency.BreachKind]func(*dependency.Breach) error{
		dependency.ThinAir:           c.thinAir,
		dependency.AbortedRead:       c.abortedRead,
		dependency.IntermediateRead:  c.intermediateRead,
		dependency.FutureRead:        c.futureRead,
		dependency.OwnWriteMissed:    c.ownWriteMissed,
		dependency.Unrepeatable:      c.unrepeatable,
		dependency.IncompatibleOrder: c.incompatibleOrder,
		dependency.DuplicateElement:  c.duplicateElement,
		dependency.CyclicVersions:    c.cyclicVersions,
	}[b.Kind]
	if check == nil {
		return fmt.Errorf("there is no breach of kind %d", b.Kind)
	}
	if err := check(b); err != nil {
		return fmt.Errorf("%s by %s, operation %d: %w", b.Kind, c.h.Name(b.Txn), b.Op, err)
	}
	return nil
}

// breachedRead checks that the breach is about a read by a committed
// transaction, and that the write it names is one of the value it names.
func (c *certifier) breachedRead(b *dependency.Breach) error {
	switch {
	case c.h.Status(b.Txn) != history.Committed:
		return fmt.Errorf("%s did not commit: its reads are no evidence", c.h.Name(b.Txn))
	case !c.isRead(b.Txn, b.Op):
		return fmt.Errorf("operation %d is not a read by %s", b.Op, c.h.Name(b.Txn))
	case (b.Writer < 0) != (b.WriterOp < 0):
		return errors.New("a writer and its operation go together")
	case b.Writer >= 0 && !c.isWriteOf(b.Writer, b.WriterOp, c.h.OpKey(b.Op)):
		return fmt.Errorf("operation %d is not a write of key %s by %s", b.WriterOp, c.h.Key(c.h.OpKey(b.Op)), c.h.Name(b.Writer))
	case b.Writer >= 0 && c.h.OpValue(b.WriterOp) != b.Value:
		return fmt.Errorf("operation %d does not write value %d", b.WriterOp, b.Value)
	}
	return nil
}

// isRead reports whether op is a read by t.
func (x *rawIndex) isRead(t, op int32) bool {
	lo, hi := x.h.Ops(t)
	return lo <= op && op < hi && x.h.OpKind(op) == history.Read
}

// isWriteOf reports whether op is a write or an append to key k by t.
func (x *rawIndex) isWriteOf(t, op, k int32) bool {
	lo, hi := x.h.Ops(t)
	return lo <= op && op < hi && x.h.OpKind(op) != history.Read && x.h.OpKey(op) == k
}

// unexplained checks that the read returned b.Value, that the axioms say where
// it may come from, and that it comes from nowhere.
func (c *certifier) unexplained(b *dependency.Breach) error {
	external := c.isExternal(b.Txn, b.Op)
	switch {
	case b.External != external:
		return fmt.Errorf("that no own operation precedes the read is %t, not %t", external, b.External)
	case b.Other != -1:
		return fmt.Errorf("operation %d does not contradict the read", b.Other)
	case !c.returned(b.Op, b.Value):
		return fmt.Errorf("the read did not return value %d", b.Value)
	case !c.has(axioms.COMMITTED) && !(c.has(axioms.EXT) && external):
		return fmt.Errorf("%s does not say what the read may return", c.set)
	}
	if c.h.IsList(c.h.OpKey(b.Op)) {
		return c.unexplainedElement(b)
	}
	return c.unexplainedValue(b)
}

// returned reports whether read op returned value v, or a list that has it.
func (c *certifier) returned(op, v int32) bool {
	if !c.h.IsList(c.h.OpKey(op)) {
		return c.h.OpValue(op) == v
	}
	list, _ := c.h.ListRead(op)
	return slices.Contains(list, v)
}

func (c *certifier) unexplainedValue(b *dependency.Breach) error {
	k := c.h.OpKey(b.Op)
	if w, wrote := c.txn(b.Txn).firstWrite[k]; wrote && w < b.Op {
		return fmt.Errorf("own operation %d precedes the read", w)
	}
	if b.Value == history.Initial {
		return errors.New("the value is the initial one")
	}
	for _, w := range c.writes[rawValue{k, b.Value}] {
		if w.final && w.txn != b.Txn && c.possible(w) {
			return fmt.Errorf("the final write %d by %s explains the read", w.op, c.h.Name(w.txn))
		}
	}
	return nil
}

// unexplainedElement checks that no append put b.Value where the read has it. Own
// appends explain what is read after them. Of other transactions any append
// does, unless it should have been hidden by a later one that is not there.
func (c *certifier) unexplainedElement(b *dependency.Breach) error {
	for _, w := range c.writes[rawValue{c.h.OpKey(b.Op), b.Value}] {
		if w.txn == b.Txn && w.op < b.Op || w.txn != b.Txn && c.possible(w) && !c.superseded(b, w) {
			return fmt.Errorf("append %d by %s explains the element", w.op, c.h.Name(w.txn))
		}
	}
	return nil
}

// superseded reports whether the list that was read, which has the element that
// w appended, shows a state in the middle of w's transaction: it ends with the
// element, or as a log lacks a later one.
func (c *certifier) superseded(b *dependency.Breach, w rawWrite) bool {
	list := c.shown(b.Txn, b.Op)
	if w.final || len(list) == 0 {
		return false
	}
	if list[len(list)-1] == c.h.OpValue(w.op) {
		return true
	}
	_, hi := c.h.Ops(w.txn)
	return c.lists == axioms.Log && len(c.appendsOutside(w.txn, c.h.OpKey(b.Op), w.op+1, hi, list)) > 0
}

// appendsOutside returns the appends of t to list k from operation lo until hi
// whose elements are not in list.
func (c *certifier) appendsOutside(t, k, lo, hi int32, list []int32) []int32 {
	var found []int32
	for op := lo; op < hi; op++ {
		if c.isWriteOf(t, op, k) && !slices.Contains(list, c.h.OpValue(op)) {
			found = append(found, op)
		}
	}
	return found
}

func (c *certifier) thinAir(b *dependency.Breach) error {
	if b.Writer >= 0 {
		return fmt.Errorf("%s wrote the value", c.h.Name(b.Writer))
	}
	if found := c.writes[rawValue{c.h.OpKey(b.Op), b.Value}]; len(found) > 0 {
		return fmt.Errorf("%s wrote the value", c.h.Name(found[0].txn))
	}
	return c.unexplained(b)
}

func (c *certifier) abortedRead(b *dependency.Breach) error {
	if b.Writer < 0 || c.h.Status(b.Writer) != history.Aborted {
		return errors.New("the writer did not abort")
	}
	return c.unexplained(b)
}

func (c *certifier) intermediateRead(b *dependency.Breach) error {
	if b.Writer < 0 || b.Writer == b.Txn || c.h.Status(b.Writer) == history.Aborted {
		return errors.New("the writer is not another transaction that may have committed")
	}
	for _, w := range c.writes[rawValue{c.h.OpKey(b.Op), b.Value}] {
		if w.op == b.WriterOp && w.final {
			return fmt.Errorf("%s does not overwrite the value", c.h.Name(b.Writer))
		}
	}
	return c.unexplained(b)
}

func (c *certifier) futureRead(b *dependency.Breach) error {
	if b.Writer != b.Txn || b.WriterOp < b.Op {
		return errors.New("the writer is not the reader itself, later")
	}
	return c.unexplained(b)
}
