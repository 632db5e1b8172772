package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// edge checks that e is what it says it is, in the raw operations. An order of
// versions that the history leaves open stands only if it is marked as assumed
// and is one of assumed.
func (c *certifier) edge(e *dependency.Edge, assumed map[Order]bool) error {
	check := [...]func(*dependency.Edge, map[Order]bool) error{
		dependency.SO: c.sessionEdge,
		dependency.RT: c.realTimeEdge,
		dependency.WR: c.readEdge,
		dependency.WW: c.versionEdge,
		dependency.RW: c.antiDependencyEdge,
		dependency.CO: c.forcedEdge,
	}[e.Kind]
	if err := c.edgeShape(e); err != nil {
		return err
	}
	return check(e, assumed)
}

// edgeShape checks what all kinds of edges have in common.
func (c *certifier) edgeShape(e *dependency.Edge) error {
	keyed := e.Kind != dependency.SO && e.Kind != dependency.RT
	lawful := e.Kind == dependency.CO && e.Key < 0 // a law on arbitration needs no key
	switch {
	case e.From == e.To && !lawful:
		return errors.New("it leads from a transaction to itself")
	case !c.takesPart(e.From):
		return fmt.Errorf("%s need not take part", c.h.Name(e.From))
	case !c.takesPart(e.To):
		return fmt.Errorf("%s need not take part", c.h.Name(e.To))
	case (e.Via != nil) != (e.Kind == dependency.CO):
		return errors.New("CO edges and no others have a reason")
	case e.Assumed && e.Kind != dependency.WW && e.Kind != dependency.RW:
		return errors.New("only orders of versions can be assumed")
	case !keyed || lawful:
		if e.Key != -1 || e.FromOp != -1 || e.ToOp != -1 {
			return errors.New("it has a key or operations")
		}
	case e.Key < 0:
		return errors.New("it has no key")
	}
	return nil
}

func (c *certifier) sessionEdge(e *dependency.Edge, _ map[Order]bool) error {
	switch {
	case c.h.Session(e.From) != c.h.Session(e.To):
		return errors.New("the sessions differ")
	case e.From > e.To:
		return errors.New("the session has them in the opposite order")
	case c.h.Status(e.From) != history.Committed:
		return errors.New("a transaction of unknown outcome may take effect at any later time")
	}
	return nil
}

func (c *certifier) realTimeEdge(e *dependency.Edge, _ map[Order]bool) error {
	end, start := c.h.End(e.From), c.h.Start(e.To)
	switch {
	case c.h.Status(e.From) != history.Committed:
		return errors.New("a transaction of unknown outcome may take effect at any later time")
	case end == history.NoTime || start == history.NoTime:
		return errors.New("an end or a start is not recorded")
	case end >= start:
		return fmt.Errorf("the end %d is not before the start %d", end, start)
	}
	return nil
}

// reads checks that op is a read of the edge's key by the committed transaction
// t, of which the axioms say that it returns a version others left.
func (c *certifier) reads(e *dependency.Edge, t, op int32) error {
	switch {
	case c.h.Status(t) != history.Committed:
		return fmt.Errorf("%s did not commit: its reads are no evidence", c.h.Name(t))
	case !c.isRead(t, op) || c.h.OpKey(op) != e.Key:
		return fmt.Errorf("operation %d is not a read of the key by %s", op, c.h.Name(t))
	case !c.judged(t, op):
		return fmt.Errorf("the axioms do not say which version read %d returns", op)
	}
	return nil
}

func (c *certifier) writesKey(e *dependency.Edge, t, op int32) error {
	if !c.isWriteOf(t, op, e.Key) {
		return fmt.Errorf("operation %d is not a write of the key by %s", op, c.h.Name(t))
	}
	return nil
}

func (c *certifier) readEdge(e *dependency.Edge, _ map[Order]bool) error {
	if err := c.writesKey(e, e.From, e.FromOp); err != nil {
		return err
	}
	if err := c.reads(e, e.To, e.ToOp); err != nil {
		return err
	}
	if c.lists == axioms.Log && c.h.IsList(e.Key) {
		return c.logEdge(e)
	}
	if w, ok := c.source(e.To, e.ToOp); !ok || w.op != e.FromOp {
		return fmt.Errorf("write %d is not the only possible source of read %d", e.FromOp, e.ToOp)
	}
	return nil
}

// logEdge checks a read of a log: each of its elements was visible.
func (c *certifier) logEdge(e *dependency.Edge) error {
	w, ok := c.onlyAppend(e.Key, c.h.OpValue(e.FromOp))
	if !ok || w.op != e.FromOp || !c.returned(e.ToOp, c.h.OpValue(e.FromOp)) {
		return fmt.Errorf("append %d is not the only possible source of an element of read %d", e.FromOp, e.ToOp)
	}
	return nil
}

func (c *certifier) versionEdge(e *dependency.Edge, assumed map[Order]bool) error {
	if err := c.writesKey(e, e.From, e.FromOp); err != nil {
		return err
	}
	if err := c.writesKey(e, e.To, e.ToOp); err != nil {
		return err
	}
	return c.ordered(e, rawWrite{txn: e.From, op: e.FromOp}, assumed)
}

// ordered checks that the version that w left of the edge's key is before the
// one that the edge's To leaves: the history says so, or it is assumed.
func (c *certifier) ordered(e *dependency.Edge, w rawWrite, assumed map[Order]bool) error {
	switch {
	case e.Assumed && assumed == nil:
		return errors.New("nothing can be assumed here")
	case e.Assumed && !assumed[Order{Before: w.txn, After: e.To}]:
		return fmt.Errorf("that %s is before %s is not assumed", c.h.Name(w.txn), c.h.Name(e.To))
	case !e.Assumed && !c.knownOrder(e.Key, w, rawWrite{txn: e.To, op: e.ToOp}):
		return fmt.Errorf("the history does not say that the version of %s is before that of %s", c.h.Name(w.txn), c.h.Name(e.To))
	}
	return nil
}

func (c *certifier) antiDependencyEdge(e *dependency.Edge, assumed map[Order]bool) error {
	if err := c.writesKey(e, e.To, e.ToOp); err != nil {
		return err
	}
	if err := c.reads(e, e.From, e.FromOp); err != nil {
		return err
	}
	w, ok := c.source(e.From, e.FromOp)
	switch {
	case !ok || w.txn != e.Source:
		return fmt.Errorf("read %d is not known to return the version that is said to be its source", e.FromOp)
	case w.txn == dependency.Init && e.Assumed:
		return errors.New("that the initial version is the first needs no assumption")
	case w.txn == dependency.Init:
		return nil
	case w.txn == e.To:
		return fmt.Errorf("read %d returned the version of %s", e.FromOp, c.h.Name(e.To))
	case c.missing(e) && !e.Assumed:
		return nil
	}
	return c.ordered(e, w, assumed)
}

// missing reports whether the edge's read is one of a log that lacks what To
// appended: To was not visible, wherever it is in the order.
func (c *certifier) missing(e *dependency.Edge) bool {
	return c.lists == axioms.Log && c.h.IsList(e.Key) && !c.returned(e.FromOp, c.h.OpValue(e.ToOp))
}

// forcedEdge checks a commit-order edge.
func (c *certifier) forcedEdge(e *dependency.Edge, _ map[Order]bool) error {
	if len(e.Via.Visible) == 0 {
		return errors.New("nothing says how the first transaction was seen")
	}
	if err := c.path(e.Via.Visible, e.From, e.Via.Reader); err != nil {
		return err
	}
	if e.Key < 0 {
		return c.lawEdge(e)
	}
	if err := c.writesKey(e, e.From, e.FromOp); err != nil {
		return err
	}
	if err := c.writesKey(e, e.To, e.ToOp); err != nil {
		return err
	}
	if e.Via.Reader == e.From {
		return errors.New("the reader wrote the key itself")
	}
	if !c.losesView(e) && !c.overwrites(e) {
		return fmt.Errorf("that %s reads from %s does not force %s to be earlier",
			c.h.Name(e.Via.Reader), c.h.Name(e.To), c.h.Name(e.From))
	}
	return nil
}

// path checks that the edges are real and lead from one transaction to another.
func (c *certifier) path(path []dependency.Edge, from, to int32) error {
	at := from
	for i := range path {
		e := &path[i]
		if e.From != at {
			return fmt.Errorf("the path is at %s, and its next edge starts at %s", c.h.Name(at), c.h.Name(e.From))
		}
		if err := c.edge(e, nil); err != nil {
			return c.edgeError("edge", i, e, err)
		}
		at = e.To
	}
	if at != to {
		return fmt.Errorf("the path ends at %s, expected %s", c.h.Name(at), c.h.Name(to))
	}
	return nil
}

func (c *certifier) edgeError(what string, i int, e *dependency.Edge, err error) error {
	return fmt.Errorf("%s %d (%s %s→%s): %w", what, i+1, e.Kind, c.h.Name(e.From), c.h.Name(e.To), err)
}

// lawEdge checks an edge that a law on arbitration demands of a path whatever is
// read at its end.
func (c *certifier) lawEdge(e *dependency.Edge) error {
	if e.Via.Reader != e.To {
		return fmt.Errorf("the path leads to %s, expected %s", c.h.Name(e.Via.Reader), c.h.Name(e.To))
	}
	if _, before := c.follow(e.Via.Visible); !before {
		return fmt.Errorf("%s does not say that the path orders its ends", c.set)
	}
	return nil
}

// losesView reports whether the edge follows from the monotonic view: the reader
// read from From, and later the key from To.
func (c *certifier) losesView(e *dependency.Edge) bool {
	if len(e.Via.Visible) != 1 || e.Via.Visible[0].Kind != dependency.WR || !c.has(axioms.MONOTONICVIEW|axioms.COMMITTED) {
		return false
	}
	op, ok := c.lastRead(e.Via.Reader, e.Key, e.To)
	return ok && e.Via.Visible[0].ToOp < op
}

// overwrites reports whether the edge follows from EXT: From was visible to the
// reader, who read the key from To.
func (c *certifier) overwrites(e *dependency.Edge) bool {
	op, ok := c.lastRead(e.Via.Reader, e.Key, e.To)
	if !ok {
		return false
	}
	if !c.has(axioms.INT) {
		op = c.txn(e.Via.Reader).firstRead[e.Key]
		if w, ok := c.source(e.Via.Reader, op); !ok || w.txn != e.To {
			return false
		}
	}
	visible, _ := c.follow(e.Via.Visible)
	return visible && c.fromView(e.Via.Reader, op)
}

// fromView reports whether read op of t returns what visibility makes it return:
// EXT says so for the transaction's first event on the key, and INT carries it
// over to the reads that repeat it.
func (c *certifier) fromView(t, op int32) bool {
	return c.has(axioms.EXT) && (c.has(axioms.INT) || c.isExternal(t, op))
}
