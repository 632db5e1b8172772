package checker

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"visar/history"
	"visar/history/dependency"
	"visar/history/format"
)

// recordings names a directory of more recordings for TestSurveyedEdgesAreThere.
var recordings = flag.String("recordings", "", "directory of histories to survey beside testdata/histories")

// TestSurveyedEdgesAreThere looks up every edge of every surveyed cycle in the
// operations of the recording.
func TestSurveyedEdgesAreThere(t *testing.T) {
	dirs := []string{filepath.Join("..", "testdata", "histories")}
	if *recordings != "" {
		dirs = append(dirs, *recordings)
	}
	paths, err := format.Find(dirs)
	if err != nil || len(paths) < 2 {
		t.Fatalf("%d recordings: %v", len(paths), err)
	}
	cycles, reads := 0, 0
	for _, path := range paths {
		h, err := format.ReadFile(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for _, name := range []string{"snapshot-isolation", "serializable", "strict-serializable",
			"read-committed", "monotonic-atomic-view", "read-atomic", "causal", "strong-session-causal", "monotonic-reads", "pram"} {
			c, r := lookUpSurvey(t, h, path, name)
			cycles, reads = cycles+c, reads+r
		}
	}
	t.Logf("%d recordings, %d kinds of cycles, %d kinds of reads", len(paths), cycles, reads)
	if cycles < 100 {
		t.Errorf("only %d cycles were looked up", cycles)
	}
}

// surveyed checks h against a model and returns the verdict and, if it is violated, what
// a survey finds.
func surveyed(t *testing.T, h *history.History, path, model string) (*Verdict, []Occurrence) {
	t.Helper()
	m := modelNamed(t, model)
	v, err := Check(context.Background(), h, m, Options{})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if v.Outcome != Violated {
		return v, nil
	}
	all, _, err := Survey(context.Background(), h, v, Options{})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v, all
}

func lookUpSurvey(t *testing.T, h *history.History, path, model string) (cycles, reads int) {
	t.Helper()
	_, all := surveyed(t, h, path, model)
	raw := newRawLookup(h)
	for _, o := range all {
		if o.Refutation.Cycle == nil {
			reads++
			continue
		}
		cycles++
		if err := raw.cycle(o.Refutation.Cycle); err != nil {
			t.Errorf("%s, %s: %v: %v", filepath.Base(path), model, err, o.Refutation.Cycle)
		}
	}
	return cycles, reads
}

// rawLookup knows where each value of a key was written, and nothing else.
type rawLookup struct {
	h      *history.History
	writer map[[2]int32]int32 // key and value → operation
}

func newRawLookup(h *history.History) *rawLookup {
	x := &rawLookup{h, map[[2]int32]int32{}}
	for i := range int32(h.NumOps()) {
		if h.OpKind(i) != history.Read {
			x.writer[[2]int32{h.OpKey(i), h.OpValue(i)}] = i
		}
	}
	return x
}

// cycle says what is wrong with c, if anything.
func (x *rawLookup) cycle(c dependency.Cycle) error {
	if len(c) < 2 {
		return fmt.Errorf("it has %d edges", len(c))
	}
	for i, e := range c {
		switch {
		case c[(i+1)%len(c)].From != e.To:
			return fmt.Errorf("edge %d does not lead to the next one", i)
		case e.Assumed:
			return fmt.Errorf("edge %d is assumed", i)
		case x.h.Status(e.From) == history.Aborted || x.h.Status(e.To) == history.Aborted:
			return fmt.Errorf("edge %d has an aborted transaction", i)
		}
		if why := x.edge(e); why != "" {
			return fmt.Errorf("edge %d: %s", i, why)
		}
		if e.Kind == dependency.CO {
			continue // what is forced may be forced both ways
		}
		back := dependency.Edge{From: e.To, To: e.From, Kind: e.Kind, Key: e.Key, FromOp: e.ToOp, ToOp: e.FromOp}
		if x.edge(back) == "" {
			return fmt.Errorf("edge %d holds in both directions", i)
		}
	}
	return nil
}

// edge says what is wrong with e, or "".
func (x *rawLookup) edge(e dependency.Edge) string {
	switch e.Kind {
	case dependency.CO:
		return x.forced(e)
	case dependency.SO:
		return unless(x.h.Session(e.From) == x.h.Session(e.To) && e.From < e.To && x.h.Status(e.From) == history.Committed, "not in session order")
	case dependency.RT:
		end, start := x.h.End(e.From), x.h.Start(e.To)
		return unless(end != history.NoTime && start != history.NoTime && end < start && x.h.Status(e.From) == history.Committed, "not in real time")
	}
	if x.h.TxnOf(e.FromOp) != e.From || x.h.TxnOf(e.ToOp) != e.To || x.h.OpKey(e.FromOp) != e.Key || x.h.OpKey(e.ToOp) != e.Key {
		return "operations of other transactions or keys"
	}
	switch e.Kind {
	case dependency.WR:
		return unless(x.h.OpKind(e.ToOp) == history.Read && x.last(e.ToOp) == e.FromOp, "another write was read")
	case dependency.WW:
		return unless(x.before(e.FromOp, e.ToOp), "the order of the versions is not shown")
	case dependency.RW:
		read := x.last(e.FromOp)
		return unless(x.h.OpKind(e.FromOp) == history.Read && (read < 0 || x.before(read, e.ToOp)), "what was read is not shown to be earlier")
	}
	return "a kind of edge that is not of a cycle"
}

// forced says what is wrong with an edge that a read forces: From is seen by way of
// Visible where To was read, or, without a key, where To is.
func (x *rawLookup) forced(e dependency.Edge) string {
	at := e.From
	for _, v := range e.Via.Visible {
		if why := x.edge(v); why != "" || v.From != at {
			return "the way by which it is seen: " + why
		}
		at = v.To
	}
	switch {
	case at != e.Via.Reader:
		return "the way by which it is seen leads elsewhere"
	case e.Key < 0:
		return unless(e.Via.Reader == e.To, "the way leads elsewhere")
	case x.h.TxnOf(e.FromOp) != e.From || x.h.OpKey(e.FromOp) != e.Key || x.h.OpKind(e.FromOp) == history.Read:
		return "what is seen does not write the key"
	}
	lo, hi := x.h.Ops(e.Via.Reader)
	for i := lo; i < hi; i++ {
		if x.h.OpKind(i) == history.Read && x.h.OpKey(i) == e.Key && x.last(i) == e.ToOp {
			return unless(x.h.TxnOf(e.ToOp) == e.To, "another transaction was read")
		}
	}
	return "the reader did not read it"
}

func unless(holds bool, why string) string {
	if holds {
		return ""
	}
	return why
}

// last returns the write behind a read, or -1 for the initial value.
func (x *rawLookup) last(read int32) int32 {
	k, value := x.h.OpKey(read), x.h.OpValue(read)
	if x.h.IsList(k) {
		list := x.h.Op(read).List
		if len(list) == 0 {
			return -1
		}
		value = list[len(list)-1]
	}
	if w, ok := x.writer[[2]int32{k, value}]; ok {
		return w
	}
	return -1
}

// before reports whether the recording shows that write a of a key precedes write
// b: of a list, whether the longest read has a, and b later or not at all; of a
// register, whether the transaction of b read a first.
func (x *rawLookup) before(a, b int32) bool {
	k := x.h.OpKey(a)
	if !x.h.IsList(k) {
		lo, _ := x.h.Ops(x.h.TxnOf(b))
		for i := lo; i < b; i++ {
			if x.h.OpKey(i) == k && x.h.OpKind(i) == history.Read && x.last(i) == a {
				return true
			}
		}
		return false
	}
	longest := x.h.Longest(k)
	at := slices.Index(longest, x.h.OpValue(a))
	next := slices.Index(longest, x.h.OpValue(b))
	return at >= 0 && (next < 0 || at < next)
}
