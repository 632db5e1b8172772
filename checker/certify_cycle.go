package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/history/dependency"
)

// cycle checks that the edges are real and form a cycle that no execution has
// under the axioms.
func (c *certifier) cycle(cycle dependency.Cycle, assumed map[Order]bool) error {
	for i := range cycle {
		e, next := &cycle[i], &cycle[(i+1)%len(cycle)]
		if e.To != next.From {
			return fmt.Errorf("edge %d leads to %s, and the one after it starts at %s", i+1, c.h.Name(e.To), c.h.Name(next.From))
		}
		if err := c.edge(e, assumed); err != nil {
			return c.edgeError("edge", i, e, err)
		}
	}
	return c.forbidden(cycle)
}

// forbidden checks that no execution has the cycle, whose edges are real. An RW
// edge says that its To is not visible to its From, every other edge of use that
// it lies in AR.
//
//   - Without RW, it is a cycle in AR.
//   - TOTALVIS: what is not visible is not before, so RW lies in AR.
//   - PREFIX: if S VIS R and R RW T then S AR T, for T AR S would make T visible
//     to R. So RW may stand after an edge in VIS.
//   - Otherwise a single RW stands against a path that makes its To visible to
//     its From.
func (c *certifier) forbidden(cycle dependency.Cycle) error {
	rw := cycle.Count(dependency.RW)
	if rw == 1 && (c.closesView(cycle) || c.closesMonotonicView(cycle)) {
		return nil
	}
	if rw > 0 && !c.has(axioms.TOTALVIS) && !c.has(axioms.PREFIX) {
		return fmt.Errorf("%s does not forbid a cycle with these %d RW edges", c.set, rw)
	}
	for i := range cycle {
		before := &cycle[(i+len(cycle)-1)%len(cycle)]
		if err := c.arbitrates(&cycle[i], before); err != nil {
			return c.edgeError("edge", i, &cycle[i], err)
		}
	}
	return nil
}

// arbitrates checks that e lies in AR, alone or after the edge before it.
func (c *certifier) arbitrates(e, before *dependency.Edge) error {
	switch {
	case e.Kind != dependency.RW && !c.inAR(e):
		return fmt.Errorf("%s does not order the two", c.set)
	case e.Kind != dependency.RW:
		return nil
	case !c.fromView(e.From, e.FromOp):
		return fmt.Errorf("%s does not say that the read shows what is visible", c.set)
	case !c.has(axioms.TOTALVIS) && !c.inVIS(before):
		return errors.New("the edge before it does not make its transaction visible")
	}
	return nil
}

// closesView reports whether the one RW edge of the cycle reads what visibility
// makes it read, and the other edges make the transaction visible that it
// misses.
func (c *certifier) closesView(cycle dependency.Cycle) bool {
	e, path := splitAtRW(cycle)
	seen, _ := c.follow(path)
	return seen && c.fromView(e.From, e.FromOp)
}

// closesMonotonicView reports whether the cycle is a read from a transaction and
// a later read, by the same reader, that misses a write of that transaction.
func (c *certifier) closesMonotonicView(cycle dependency.Cycle) bool {
	e, path := splitAtRW(cycle)
	return len(path) == 1 && path[0].Kind == dependency.WR && path[0].ToOp < e.FromOp &&
		c.has(axioms.MONOTONICVIEW|axioms.COMMITTED)
}

// splitAtRW returns the first RW edge of the cycle, and the others from there
// on.
func splitAtRW(cycle dependency.Cycle) (dependency.Edge, []dependency.Edge) {
	for i, e := range cycle {
		if e.Kind == dependency.RW {
			return e, append(append([]dependency.Edge(nil), cycle[i+1:]...), cycle[:i]...)
		}
	}
	return dependency.Edge{}, nil
}
