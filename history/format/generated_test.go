package format

import (
	"bytes"
	"context"
	"testing"

	"visar/history"
	"visar/history/generate"
)

// TestGeneratedInJepsensFormats reads the same histories in each of the formats of
// Jepsen's operations: all say the same as the native text.
func TestGeneratedInJepsensFormats(t *testing.T) {
	for _, workload := range []string{"list-append", "rw-register"} {
		cfg := generate.Config{Model: "serializable", Workload: workload, Txns: 3000, Ops: 4, Sessions: 20, Keys: 100,
			ReadShare: 0.5, BlindShare: 0.5, Abort: 0.1, Unknown: 0.05, Times: true}
		h := decodedAs(t, JepsenEDN, encoded(t, JepsenEDN, cfg))
		want := encode(t, Native, h)
		for _, f := range []*Format{Native, ElleJSON, JepsenStore} {
			if got := encode(t, Native, decodedAs(t, f, []byte(encode(t, f, h)))); got != want {
				t.Errorf("%s, %s: got\n%.800s\nwant\n%.800s", workload, f.Name, got, want)
			}
		}
	}
}

func decodedAs(t *testing.T, f *Format, text []byte) *history.History {
	t.Helper()
	h, err := f.Decode(context.Background(), bytes.NewReader(text), Options{})
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return h
}
