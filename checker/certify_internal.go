package checker

import (
	"errors"
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// The breaches below set a read against another operation: one of its own
// transaction, or another read of the same list.

// contradicted checks what these have in common: the read follows an own
// operation on its key, and the value named is the one that it returned.
func (c *certifier) contradicted(b *dependency.Breach) error {
	k := c.h.OpKey(b.Op)
	lo, _ := c.h.Ops(b.Txn)
	switch {
	case b.External:
		return errors.New("the read is said to have no own operation before it")
	case b.Other < lo || b.Other >= b.Op || c.h.OpKey(b.Other) != k:
		return fmt.Errorf("operation %d is not an earlier own one on the key", b.Other)
	case b.Value != c.lastValue(b.Op):
		return fmt.Errorf("the read did not return value %d last", b.Value)
	}
	return nil
}

// lastValue returns the value that read op returned, or its list's last element,
// or the initial value for an empty list.
func (c *certifier) lastValue(op int32) int32 {
	if !c.h.IsList(c.h.OpKey(op)) {
		return c.h.OpValue(op)
	}
	list, _ := c.h.ListRead(op)
	if len(list) == 0 {
		return history.Initial
	}
	return list[len(list)-1]
}

// ownWrites returns the values that the transaction of read op, whose first
// operation is lo, wrote to the key from operation first on until the read.
func (c *certifier) ownWrites(first, op int32) []int32 {
	var own []int32
	for i := first; i < op; i++ {
		if c.h.OpKind(i) != history.Read && c.h.OpKey(i) == c.h.OpKey(op) {
			own = append(own, c.h.OpValue(i))
		}
	}
	return own
}

func (c *certifier) ownWriteMissed(b *dependency.Breach) error {
	if err := c.contradicted(b); err != nil {
		return err
	}
	if !c.has(axioms.COMMITTED) && !c.has(axioms.INT) {
		return fmt.Errorf("%s does not say that a transaction sees its own writes", c.set)
	}
	lo, _ := c.h.Ops(b.Txn)
	own := c.ownWrites(lo, b.Op)
	switch {
	case len(own) == 0:
		return errors.New("no own write precedes the read")
	case len(c.ownWrites(b.Other+1, b.Op)) > 0:
		return fmt.Errorf("an own write stands between operation %d and the read", b.Other)
	}
	if c.h.IsList(c.h.OpKey(b.Op)) {
		list, _ := c.h.ListRead(b.Op)
		if hasSuffix(list, own) {
			return errors.New("the list ends with the own appends")
		}
	} else if own[len(own)-1] == b.Value {
		return errors.New("the read returned the own write")
	}
	return nil
}

func hasSuffix(list, suffix []int32) bool {
	n := len(list) - len(suffix)
	return n >= 0 && slices.Equal(list[n:], suffix)
}

func (c *certifier) unrepeatable(b *dependency.Breach) error {
	if err := c.contradicted(b); err != nil {
		return err
	}
	if !c.has(axioms.INT) {
		return fmt.Errorf("%s does not say that reads repeat", c.set)
	}
	if c.h.OpKind(b.Other) != history.Read {
		return fmt.Errorf("operation %d is not a read", b.Other)
	}
	own := c.ownWrites(b.Other+1, b.Op)
	if c.h.IsList(c.h.OpKey(b.Op)) {
		before, _ := c.h.ListRead(b.Other)
		after, _ := c.h.ListRead(b.Op)
		if len(after) == len(before)+len(own) && slices.Equal(after[:len(before)], before) && hasSuffix(after, own) {
			return errors.New("the list repeats")
		}
		return nil
	}
	if len(own) > 0 {
		return errors.New("an own write stands between the reads")
	}
	if c.h.OpValue(b.Other) == b.Value {
		return errors.New("the read repeats")
	}
	return nil
}

// incompatibleOrder checks that two reads of a list by committed transactions
// part, where the axioms make all reads of a list show one order of it.
func (c *certifier) incompatibleOrder(b *dependency.Breach) error {
	k := c.h.OpKey(b.Op)
	other := int32(-1)
	if b.Other >= 0 {
		other = c.opTxn(b.Other)
	}
	switch {
	case !c.h.IsList(k):
		return errors.New("the key is not a list")
	case other < 0 || !c.isRead(other, b.Other) || c.h.OpKey(b.Other) != k || c.h.Status(other) != history.Committed:
		return fmt.Errorf("operation %d is not a read of the list by a committed transaction", b.Other)
	case b.Writer >= 0:
		return errors.New("two reads contradict each other; there is no writer")
	}
	list, _ := c.h.ListRead(b.Op)
	against, _ := c.h.ListRead(b.Other)
	at := 0
	for at < len(list) && at < len(against) && list[at] == against[at] {
		at++
	}
	switch {
	case at == len(list) || at == len(against):
		return errors.New("one list is a prefix of the other")
	case list[at] != b.Value:
		return fmt.Errorf("the lists do not part at element %d", b.Value)
	case !c.partingForbidden(rawWrite{txn: b.Txn, op: b.Op}, rawWrite{txn: other, op: b.Other}, at):
		return fmt.Errorf("%s does not say that the lists have one order", c.set)
	}
	return nil
}

// partingForbidden reports whether the axioms forbid that reads r and s of a list
// part at the given place. Versioned lists have one order as soon as reads return
// committed versions. Reads of a log contradict each other if each says that its
// own element there is the earlier one.
func (c *certifier) partingForbidden(r, s rawWrite, at int) bool {
	if c.lists == axioms.Versioned {
		return c.has(axioms.COMMITTED) ||
			c.has(axioms.EXT) && c.isExternal(r.txn, r.op) && c.isExternal(s.txn, s.op)
	}
	list, _ := c.h.ListRead(r.op)
	against, _ := c.h.ListRead(s.op)
	return c.shownBefore(r, list, list[at], against[at]) && c.shownBefore(s, against, against[at], list[at])
}

// shownBefore reports whether read r of a log, which returned list with element
// first, says that first is before then: then is not in front of first.
func (c *certifier) shownBefore(r rawWrite, list []int32, first, then int32) bool {
	k := c.h.OpKey(r.op)
	w, ok := c.onlyAppend(k, first)
	if _, sure := c.onlyAppend(k, then); !ok || !sure {
		return false
	}
	return slices.Contains(list, then) || c.unseenBy([]rawWrite{r}, w.txn)
}

// duplicateElement checks that the list has the element more often than anyone
// can have appended it. That contradicts that there is an order of versions at
// all.
func (c *certifier) duplicateElement(b *dependency.Breach) error {
	k := c.h.OpKey(b.Op)
	switch {
	case !c.h.IsList(k):
		return errors.New("the key is not a list")
	case b.External != c.isExternal(b.Txn, b.Op):
		return fmt.Errorf("that no own operation precedes the read is %t, not %t", !b.External, b.External)
	case b.Other != -1:
		return fmt.Errorf("operation %d does not contradict the read", b.Other)
	}
	list, _ := c.h.ListRead(b.Op)
	times := 0
	for _, v := range list {
		if v == b.Value {
			times++
		}
	}
	if times < 2 {
		return fmt.Errorf("the list has element %d %d times", b.Value, times)
	}
	appended := 0
	for _, w := range c.writes[rawValue{k, b.Value}] {
		if c.possible(w) {
			appended++
		}
	}
	if times <= appended {
		return fmt.Errorf("the element may have been appended %d times", appended)
	}
	return nil
}

// cyclicVersions checks that the list shows an append of the writer before, or
// without, an earlier append of the same transaction. No order of transactions
// gives that, since each stands at one place in the order. Of versioned lists
// only the longest says what the order is; in a log an element may be missing
// where nothing says that reads show whole transactions.
func (c *certifier) cyclicVersions(b *dependency.Breach) error {
	k := c.h.OpKey(b.Op)
	if !c.h.IsList(k) || b.Writer < 0 || b.Other != -1 {
		return errors.New("expected the append of an element of a list, and nothing that contradicts it")
	}
	if !c.takesPart(b.Writer) {
		return fmt.Errorf("%s need not take part", c.h.Name(b.Writer))
	}
	list, prefix := c.h.ListRead(b.Op)
	if c.lists == axioms.Versioned && !(prefix && len(list) == len(c.h.Longest(k))) {
		return errors.New("the list is not the longest that was read")
	}
	if w, ok := c.onlyAppend(k, b.Value); !ok || w.op != b.WriterOp {
		return fmt.Errorf("append %d is not the only possible source of the element", b.WriterOp)
	}
	at := slices.Index(list, b.Value)
	if at < 0 {
		return fmt.Errorf("the list does not have element %d", b.Value)
	}
	return c.misplaced(b, list[at+1:], list[:at])
}

// misplaced checks that an append of the writer before b.WriterOp is in after,
// or in neither half of the list.
func (c *certifier) misplaced(b *dependency.Breach, after, before []int32) error {
	k := c.h.OpKey(b.Op)
	lo, _ := c.h.Ops(b.Writer)
	whole := c.lists == axioms.Versioned || c.has(axioms.COMMITTED) || c.has(axioms.EXT) && c.isExternal(b.Txn, b.Op)
	for _, op := range c.appendsOutside(b.Writer, k, lo, b.WriterOp, before) {
		_, sure := c.onlyAppend(k, c.h.OpValue(op))
		if sure && (whole || slices.Contains(after, c.h.OpValue(op))) {
			return nil
		}
	}
	return errors.New("the earlier appends of the writer come before the element")
}
