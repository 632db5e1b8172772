package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"visar/history"
	"visar/history/format"
)

func historySchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../schema/history.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// fits returns what the schema has against a line, or nil.
func fits(schema *jsonschema.Schema, line string) error {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// everyLine is all that a line of the native format can be: each operation, each call with
// each kind of answer, and without one where the outcome is not known.
const everyLine = `T1[a] @1-2: r(x,_) r(x,1) w(x,1) w(x,"b c") w(x,true)
T2[a] @3-4: a(y,1) r(y,[1]) r(y,[])
T3[b] @1-2 aborted: w(x,2)
T4[b] @3- unknown: w(x,3)
C1: get(x,1)
C2: get(x,_)
C3: get(s,[1 b true])
C4: put(k,a)
C5: put(k,a,false)
C6: cas(x,_,1)
C7: cas(x,1,2,false)
C8: extend(k,b)
C9: delete(k)
C10: add(n,-1)
C11: add(n,1,5)
C12: add(s,b,false)
C13: remove(s,b)
C14: remove(s,b,false)
C15: contains(s,b,true)
C16: contains(s,b,false)
C17: enqueue(q,1)
C18: dequeue(q,1)
C19: dequeue(q,_)
C20: drain(q,[])
C21: drain(q,[1 2])
C22: push(7,1)
C23: pop(7,1)
C24: acquire(l)
C25: acquire(l,false)
C26: release(l)
U1 unknown: get(x)
U2 aborted: contains(s,b)
U3 unknown: dequeue(q)
U4 unknown: drain(q)
U5 unknown: pop(7)
U6 unknown: cas(x,1,2)
U7 unknown: delete(k)
U8 aborted: add(n,1)`

// TestSchemaHasEveryLine writes histories with every operation and every call in the
// native format; each line fits the schema.
func TestSchemaHasEveryLine(t *testing.T) {
	h, err := history.Parse(everyLine)
	if err != nil {
		t.Fatal(err)
	}
	called := map[history.Func]bool{}
	for txn := range int32(h.Len()) {
		if c, ok := h.Call(txn); ok {
			called[c.Func] = true
		}
	}
	for f := history.Get; f <= history.Release; f++ {
		if !called[f] {
			t.Errorf("no line has %s", f)
		}
	}
	var b bytes.Buffer
	if err := format.Native.Encode(&b, h); err != nil {
		t.Fatal(err)
	}
	b.WriteString(`{"visar":1,"initial":0}` + "\n" + `{"fault":"crash","start":3}` + "\n")
	schema := historySchema(t)
	for line := range strings.Lines(b.String()) {
		if err := fits(schema, line); err != nil {
			t.Errorf("%v\n%s", err, line)
		}
	}
}

// TestSchemaAgreesWithTheDecoder gives both the same lines.
func TestSchemaAgreesWithTheDecoder(t *testing.T) {
	schema := historySchema(t)
	for line, good := range map[string]bool{
		`{"visar":1,"initial":0}`:                      true,
		`{"visar":2}`:                                  false,
		`{"ops":[]}`:                                   true,
		`{"ops":[["r","x",null],["w",7,true]]}`:        true,
		`{"ops":[["append","y",2],["r","y",[1,"b"]]]}`: true,
		`{"id":"T1","session":3,"start":1,"end":4,"node":"n1","error":["x"],"other":{},"ops":[]}`: true,
		`{"arbitration":1,"visible":[],"ops":[]}`:                                                 true,
		`{"snapshot_ts":1,"commit_ts":2,"ops":[]}`:                                                true,
		`{"fault":"crash"}`: true,
		`{"fault":"crash","detail":"kill -9","start":7,"clock":900}`: true,
		`{"fault":"crash","ops":[]}`:                                 false,
		`{"fault":7}`:                                                false,
		`{"fault":"crash","start":"now"}`:                            false,
		`{"id":"T1"}`:                                                false,
		`{"ops":[["r","x"]]}`:                                        false,
		`{"ops":[["read","x",1]]}`:                                   false,
		`{"ops":[["w",null,1]]}`:                                     false,
		`{"ops":[["w","x",[1]]]}`:                                    false,
		`{"ops":[["append","x",null]]}`:                              false,
		`{"ops":[["r","x",[null]]]}`:                                 false,
		`{"ops":[["r","x",1.5]]}`:                                    false,
		`{"ops":[],"status":"ok"}`:                                   false,
		`{"ops":[],"start":"now"}`:                                   false,
		`{"ops":[],"visible":["T2"]}`:                                false,
		`{"ops":[],"id":""}`:                                         false,
		`{"ops":[],"arbitration":1,"snapshot_ts":1}`:                 false,
		`[]`: false,
		// Calls of single objects.
		`{"ops":[["get","x",1]]}`:                         true,
		`{"ops":[["get","x"]]}`:                           false,
		`{"ops":[["get","x"]],"status":"unknown"}`:        true,
		`{"ops":[["get","x"]],"status":"committed"}`:      false,
		`{"ops":[["contains","s",1]]}`:                    false,
		`{"ops":[["contains","s",1]],"status":"aborted"}`: true,
		`{"ops":[["contains","s",1,false]]}`:              true,
		`{"ops":[["cas","x",1]]}`:                         false,
		`{"ops":[["cas","x",null,"b",false]]}`:            true,
		`{"ops":[["dequeue","q"]]}`:                       false,
		`{"ops":[["drain","q",[]]]}`:                      true,
		`{"ops":[["enqueue","q"]]}`:                       false,
		`{"ops":[["acquire","l",false]]}`:                 true,
		`{"ops":[["acquire",null]]}`:                      false,
		`{"ops":[["acquire","l"],["release","l"]]}`:       false,
		`{"ops":[["acquire","l"],["r","x",1]]}`:           false,
		`{"ops":[["r","x",1],["acquire","l"]]}`:           false,
		`{"ops":[["add","n",1,5]]}`:                       true,
		`{"ops":[["add","n",1,5,6]]}`:                     false,
		`{"ops":[["lock","l"]]}`:                          false,
	} {
		if got := fits(schema, line) == nil; got != good {
			t.Errorf("the schema says %v of %s", got, line)
		}
		_, err := format.Read(context.Background(), strings.NewReader(line), "h", format.Options{Format: "native"})
		if got := err == nil; got != good {
			t.Errorf("the decoder says %v of %s: %v", got, line, err)
		}
	}
}
