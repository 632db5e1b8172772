package format

import (
	"context"
	"strings"
	"testing"

	"visar/history"
)

// decode reads text, which is known as h, and fails the test on an error.
func decode(t *testing.T, text string, opts ...Options) *history.History {
	t.Helper()
	f, err := Read(context.Background(), strings.NewReader(text), "h", opts...)
	if err != nil {
		t.Fatalf("reading %s: %v", text, err)
	}
	return f.History
}

func TestSameHistoryInTwoFormats(t *testing.T) {
	native := decode(t, `{"session":0,"start":0,"end":1,"ops":[["append","x",1]]}
{"session":1,"start":2,"end":3,"ops":[["r","x",[1]],["append","x",2]]}`)
	edn := decode(t, `{:type :invoke :process 0 :f :txn :value [[:append "x" 1]]}
{:type :ok :process 0 :f :txn :value [[:append "x" 1]]}
{:type :invoke :process 1 :f :txn :value [[:r "x" nil] [:append "x" 2]]}
{:type :ok :process 1 :f :txn :value [[:r "x" [1]] [:append "x" 2]]}`)
	for name, h := range map[string]*history.History{"native": native, "edn": edn} {
		if h.Len() != 2 || h.NumOps() != 3 || h.Sessions() != 2 || !h.IsList(0) {
			t.Errorf("%s: %d transactions, %d operations, %d sessions, list %v; want 2, 3, 2, true",
				name, h.Len(), h.NumOps(), h.Sessions(), h.IsList(0))
		}
		if h.Start(1) != 2 || h.End(1) != 3 {
			t.Errorf("%s: T2 from %d to %d, want 2 to 3", name, h.Start(1), h.End(1))
		}
		if read := h.Op(1); len(read.List) != 1 || h.Value(read.List[0]) != history.IntValue(1) {
			t.Errorf("%s: T2 read %v, want [1]", name, read.List)
		}
	}
}
