package format

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"visar/history"
)

// TestNativeCalls: what the native format writes of calls it reads again.
func TestNativeCalls(t *testing.T) {
	h, err := history.Parse("T1[a] @1-2: enqueue(q,1)\nT2[a] @3-4: dequeue(q,_)\nT3[b] @1-2: cas(x,_,1)\nT4[b] @3-4: cas(x,2,3,false)\n" +
		"T5[c] @1- unknown: pop(7)\nT6[d] @1-2: get(all,[1 2])\nT7[d] @3-4: contains(all,1,true)\nT8[d] @5-6: add(n,1,5)")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Native.Encode(&b, h); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"ops":[["cas","x",2,3,false]]`) {
		t.Errorf("the refused compare-and-set is not there:\n%s", b.String())
	}
	again, err := Native.Decode(context.Background(), &b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if again.String() != h.String() {
		t.Errorf("got\n%s\nwant\n%s", again, h)
	}
	if lo, hi := again.Ops(2); hi-lo != 2 {
		t.Errorf("the compare-and-set has %d reads and writes, want 2", hi-lo)
	}
}

func TestNativeCallErrors(t *testing.T) {
	for line, want := range map[string]string{
		`{"ops":[["dequeue","q"]]}`:                    "expected the answer to the dequeue",
		`{"ops":[["enqueue","q"]]}`:                    "expected a comma and an argument",
		`{"ops":[["acquire","l"],["release","l"]]}`:    "expected one operation where that is a call",
		`{"ops":[["r","x",1],["acquire","l"]]}`:        "the kind of an operation",
		`{"ops":[["get","s",[1,{}]]]}`:                 "expected an element",
		`{"status":"unknown","ops":[["push","s",1,[2]`: "expected",
	} {
		if _, err := Native.Decode(context.Background(), strings.NewReader(line), Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", line, err, want)
		}
	}
}
