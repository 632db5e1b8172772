package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/history/dependency"
)

// literal holds a refutation against the axioms word for word: it computes the
// least visibility as a matrix and looks each edge up.
type literal struct {
	r   *dependency.Resolved
	set axioms.Set
}

func (l literal) refutes(ref *Refutation) error {
	if ref.Read != nil {
		return nil
	}
	c := ref.Cycle
	vis := l.visibility()
	stale := c.Count(dependency.RW)
	for i, e := range c {
		if e.To != c[(i+1)%len(c)].From {
			return fmt.Errorf("breaks off after edge %d", i)
		}
		if e.Kind == dependency.RW {
			if err := l.stale(vis, e, c); err != nil {
				return err
			}
			continue
		}
		if err := l.edge(vis, e); err != nil {
			return fmt.Errorf("edge %d: %w", i, err)
		}
		if stale > 0 {
			continue // a path of visibility
		}
		if err := l.inAR(vis, e); err != nil {
			return fmt.Errorf("edge %d: %w", i, err)
		}
	}
	if stale > 1 {
		return errors.New("has several anti-dependencies")
	}
	return nil
}

// stale checks an anti-dependency from a reader of the initial value, the last
// edge, to a writer that it sees.
func (l literal) stale(vis [][]bool, e dependency.Edge, c dependency.Cycle) error {
	from, to := l.r.Node[e.From], l.r.Node[e.To]
	h := l.r.History
	switch {
	case e.Source != dependency.Init || l.source(from, e.FromOp, e.Key) != dependency.Init:
		return errors.New("the anti-dependency is not from the initial value")
	case e.ToOp < 0 || l.r.WriteOf(to, e.Key) != e.ToOp || h.OpKey(e.FromOp) != e.Key:
		return errors.New("the anti-dependency names the wrong operations")
	case l.set.Has(axioms.EXT) && vis[to][from]:
		return nil
	case l.set.Has(axioms.MONOTONICVIEW) && len(c) == 2 && c[0].Kind == dependency.WR && c[0].ToOp < e.FromOp:
		return nil
	}
	return errors.New("the writer is not visible")
}

// source returns the source of read op of key k by node n, -2 if there is no such.
func (l literal) source(n, op, k int32) int32 {
	for _, rd := range l.r.NodeReads(n) {
		if rd.Op == op && rd.Key == k {
			return rd.Source
		}
	}
	return -2
}

// edge checks that an edge is what it says.
func (l literal) edge(vis [][]bool, e dependency.Edge) error {
	from, to := l.r.Node[e.From], l.r.Node[e.To]
	ok := false
	switch e.Kind {
	case dependency.SO:
		ok = l.r.SessionBefore(from, to)
	case dependency.RT:
		ok = l.r.RealTimeBefore(from, to)
	case dependency.WR:
		ok = l.source(to, e.ToOp, e.Key) == from && l.r.WriteOf(from, e.Key) == e.FromOp
	case dependency.WW:
		l.r.ListOrder(true, func(f, t, key, fromOp, toOp int32) {
			ok = ok || f == from && t == to && key == e.Key && fromOp == e.FromOp && toOp == e.ToOp
		})
	case dependency.CO:
		return l.forced(vis, e)
	}
	if !ok {
		return fmt.Errorf("%s %d→%d does not exist", e.Kind, e.From, e.To)
	}
	return nil
}

func (l literal) forced(vis [][]bool, e dependency.Edge) error {
	from, to := l.r.Node[e.From], l.r.Node[e.To]
	at := e.From
	for _, v := range e.Via.Visible {
		if v.From != at || v.Kind == dependency.CO {
			return errors.New("the path breaks off")
		}
		if err := l.edge(vis, v); err != nil {
			return err
		}
		at = v.To
	}
	if e.Key < 0 {
		if at != e.To || e.Via.Reader != e.To || !l.lawful(vis, from, to) {
			return errors.New("no law orders the two")
		}
		return nil
	}
	reader := l.r.Node[e.Via.Reader]
	if at != e.Via.Reader || len(e.Via.Visible) == 0 {
		return errors.New("the path does not lead to the reader")
	}
	if l.r.WriteOf(from, e.Key) != e.FromOp || l.r.WriteOf(to, e.Key) != e.ToOp || e.FromOp < 0 || e.ToOp < 0 {
		return errors.New("the writers do not write the key")
	}
	for _, rd := range l.r.NodeReads(reader) {
		if rd.Key != e.Key || rd.Source != to {
			continue
		}
		if rd.External && l.set.Has(axioms.EXT) && vis[from][reader] {
			return nil
		}
		first := e.Via.Visible[0]
		if l.set.Has(axioms.MONOTONICVIEW) && len(e.Via.Visible) == 1 && first.Kind == dependency.WR && first.ToOp < rd.Op {
			return nil
		}
	}
	return errors.New("no read forces the edge")
}

// inAR checks that the model puts an edge that exists into AR.
func (l literal) inAR(vis [][]bool, e dependency.Edge) error {
	from, to := l.r.Node[e.From], l.r.Node[e.To]
	ok := true
	switch e.Kind {
	case dependency.SO:
		ok = l.set.Has(axioms.ARSESSION) || l.set.Has(axioms.EXT) && vis[from][to]
	case dependency.RT:
		ok = l.set.Has(axioms.ARREALTIME) || l.set.Has(axioms.ARREALTIMEUPDATE) && l.writes(to) ||
			l.set.Has(axioms.ARREALTIMEKEY) && l.shareKey(from, to)
	case dependency.WR:
		ok = l.set.Has(axioms.COMMITTED) || vis[from][to]
	}
	if !ok {
		return fmt.Errorf("%s does not put %s %d→%d into AR", l.set, e.Kind, e.From, e.To)
	}
	return nil
}

func (l literal) writes(n int32) bool { return len(l.r.NodeWrites(n)) > 0 }

func (l literal) reads(n int32) bool {
	for _, rd := range l.r.NodeReads(n) {
		if rd.External {
			return true
		}
	}
	return false
}

func (l literal) shareKey(a, b int32) bool {
	keys := map[int32]bool{}
	for _, n := range []int32{a, b} {
		lo, hi := l.r.History.Ops(l.r.Txn[n])
		for i := lo; i < hi; i++ {
			k := l.r.History.OpKey(i)
			if n == a {
				keys[k] = true
			} else if keys[k] {
				return true
			}
		}
	}
	return false
}

// lawful reports whether VIS, MW or WFR put a before b.
func (l literal) lawful(vis [][]bool, a, b int32) bool {
	if vis[a][b] || l.set.Has(axioms.MW) && l.r.SessionBefore(a, b) && l.writes(a) && l.writes(b) {
		return true
	}
	for c := range int32(l.r.Len()) {
		if l.set.Has(axioms.WFR) && vis[a][c] && l.reads(c) && l.writes(b) && (c == b || l.r.SessionBefore(c, b)) {
			return true
		}
	}
	return false
}

// visibility returns the least visibility of the set by trying every rule on
// every triple until nothing changes.
func (l literal) visibility() [][]bool {
	n := int32(l.r.Len())
	vis := make([][]bool, n)
	for a := range vis {
		vis[a] = make([]bool, n)
	}
	changed := true
	see := func(a, b int32, holds bool) {
		if holds && !vis[a][b] {
			vis[a][b], changed = true, true
		}
	}
	for changed {
		changed = false
		for _, rd := range l.r.Reads {
			if rd.Source >= 0 && rd.External {
				see(rd.Source, rd.Node, l.set.Has(axioms.EXT))
			}
		}
		for a := range n {
			for b := range n {
				so := l.r.SessionBefore(a, b)
				see(a, b, l.set.Has(axioms.SESSION) && so)
				see(a, b, l.set.Has(axioms.REALTIME) && l.r.RealTimeBefore(a, b))
				see(a, b, l.set.Has(axioms.RYW) && so && l.writes(a) && l.reads(b))
				for c := range n {
					see(c, b, l.set.Has(axioms.MR) && so && l.reads(a) && l.reads(b) && vis[c][a])
					see(a, c, l.set.Has(axioms.MW) && so && l.writes(a) && l.writes(b) && l.reads(c) && vis[b][c])
					see(a, c, l.set.Has(axioms.TRANSVIS) && vis[a][b] && vis[b][c])
					if l.set.Has(axioms.WFR) && (a == b || so) && l.reads(a) && l.writes(b) && vis[b][c] {
						for w := range n {
							see(w, c, vis[w][a])
						}
					}
				}
			}
		}
	}
	return vis
}

// consistent decides the set by its definition: the least visibility, and an
// arbitration that contains it and everything that the laws name, all as
// matrices.
func (l literal) consistent() bool {
	vis, n := l.visibility(), int32(l.r.Len())
	ar := make([][]bool, n)
	for a := range ar {
		ar[a] = make([]bool, n)
	}
	l.r.ListOrder(true, func(from, to, _, _, _ int32) { ar[from][to] = true })
	for a := range n {
		for b := range n {
			so, rt := l.r.SessionBefore(a, b), l.r.RealTimeBefore(a, b)
			ar[a][b] = ar[a][b] || l.lawful(vis, a, b) ||
				so && l.set.Has(axioms.ARSESSION) ||
				rt && (l.set.Has(axioms.ARREALTIME) || l.set.Has(axioms.ARREALTIMEUPDATE) && l.writes(b) ||
					l.set.Has(axioms.ARREALTIMEKEY) && l.shareKey(a, b))
		}
	}
	for _, rd := range l.r.Reads {
		if rd.Source >= 0 && l.set.Has(axioms.COMMITTED) {
			ar[rd.Source][rd.Node] = true
		}
		for w := range n {
			if w == rd.Source || l.r.WriteOf(w, rd.Key) < 0 || !l.mustBeOlder(vis, w, rd) {
				continue
			}
			if rd.Source < 0 {
				return false
			}
			ar[w][rd.Source] = true
		}
	}
	return acyclic(ar)
}

// mustBeOlder reports whether rd shows that the version of w is older than the
// one that it returned.
func (l literal) mustBeOlder(vis [][]bool, w int32, rd dependency.Read) bool {
	if l.set.Has(axioms.EXT) && rd.External && vis[w][rd.Node] {
		return true
	}
	for _, earlier := range l.r.NodeReads(rd.Node) {
		if l.set.Has(axioms.MONOTONICVIEW) && earlier.Op < rd.Op && earlier.Source == w {
			return true
		}
	}
	return false
}

func acyclic(rel [][]bool) bool {
	for k := range rel {
		for a := range rel {
			for b := range rel {
				rel[a][b] = rel[a][b] || rel[a][k] && rel[k][b]
			}
		}
	}
	for a := range rel {
		if rel[a][a] {
			return false
		}
	}
	return true
}
