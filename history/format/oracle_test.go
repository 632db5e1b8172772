package format

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"olympos.io/encoding/edn"
)

// oracleOp is an operation as a general EDN reader sees it.
type oracleOp struct {
	Index   int64       `edn:"index"`
	Type    edn.Keyword `edn:"type"`
	Process int64       `edn:"process"`
	Value   [][]any     `edn:"value"`
}

// oracle reads a recording with a general EDN reader and returns it in the
// notation: slowly, and with no code in common.
func oracle(t *testing.T, text []byte) string {
	type txn struct {
		invoked, completed oracleOp
	}
	var txns []*txn
	open := map[int64]*txn{}
	d := edn.NewDecoder(bytes.NewReader(text))
	for {
		var op oracleOp
		if err := d.Decode(&op); err != nil {
			break
		}
		if op.Type == "invoke" {
			open[op.Process] = &txn{invoked: op}
			txns = append(txns, open[op.Process])
		} else {
			open[op.Process].completed = op
		}
	}
	var out strings.Builder
	for i, x := range txns {
		fmt.Fprintf(&out, "T%d[%d] @%d-", i+1, x.invoked.Process, x.invoked.Index)
		ops := x.completed.Value
		switch x.completed.Type {
		case "ok":
			fmt.Fprintf(&out, "%d:", x.completed.Index)
		case "fail":
			fmt.Fprintf(&out, "%d aborted:", x.completed.Index)
			ops = x.invoked.Value
		default:
			t.Fatalf("operation %d has no outcome", x.invoked.Index)
		}
		for _, op := range ops {
			kind := string(op[0].(edn.Keyword))[:1]
			if kind != "r" || x.completed.Type == "ok" {
				fmt.Fprintf(&out, " %s(%v,%v)", kind, op[1], op[2])
			}
		}
		out.WriteByte('\n')
	}
	return strings.ReplaceAll(out.String(), "<nil>", "_")
}

func TestRecordingsAsAGeneralReaderSeesThem(t *testing.T) {
	for name, workload := range map[string]string{listRecording: "list-append", registerRecording: "rw-register"} {
		f, err := Open(context.Background(), recordingPath(name))
		if err != nil {
			t.Fatal(err)
		}
		if f.Format != "jepsen-edn" || f.Workload != workload {
			t.Errorf("%s: %s of %s, want %s of jepsen-edn", name, f.Workload, f.Format, workload)
		}
		want := strings.Split(oracle(t, recording(t, name)), "\n")
		got := strings.Split(f.History.String(), "\n")
		if len(got)+1 != len(want) {
			t.Fatalf("%s: %d transactions, want %d", name, len(got), len(want)-1)
		}
		for i := range got {
			// The oracle does not know that a list never read is empty.
			if g := strings.ReplaceAll(got[i], "[]", "_"); g != want[i] {
				t.Fatalf("%s:\n got %s\nwant %s", name, g, want[i])
			}
		}
	}
}
