package format

import (
	"fmt"
	"strings"
	"testing"

	"visar/history"
)

// Each line of the native format says what the notation says after it.
func TestNativeShapes(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":"T1","session":"a","status":"committed","start":1,"end":4,"ops":[["r","x",null],["w","x",1],["append","y",2],["r","y",[1,2]]]}`: "T1[a] @1-4: r(x,_) w(x,1) a(y,2) r(y,[1 2])",
		`{"visar":1,"initial":0}` + "\n" + `{"ops":[["r","x",0],["r","x",null],["w","x",0]]}`:                                                  "initial 0\nT1: r(x,_) r(x,_) w(x,_)",
		` { "ops" : [ [ "w" , 1 , "\u0041\ud83d\ude00" ] ] , "id" : 7 , "session" : 3 } ` + "\r\n\n":                                           "7[3]: w(1,\"A😀\")",
		`{"ops":[["r","l",[]],["w","b",true],["w","c",-9223372036854775808]],"status":"unknown","start":-1,"end":5}`:                           "T1 @(-1)- unknown: r(l,[]) w(b,true) w(c,-9223372036854775808)",
		`{"session":null,"ops":[],"status":"aborted"}` + "\n" + `{"session":"","ops":[]}`:                                                      "T1 aborted:\nT2:",
		"\ufeff\n\n" + `{"visar":1}`: "",
	} {
		if got := decode(t, text).String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestNativeKeepsUnknownFields(t *testing.T) {
	h := decode(t, `{"node":"n1","ops":[],"error":{"a": [1.50, null, "x"]},"clock":12}`)
	want := []history.Field{{Name: "node", Text: `"n1"`}, {Name: "error", Text: `{"a":[1.50,null,"x"]}`}}
	if got := h.Extras(0); fmt.Sprint(got) != fmt.Sprint(want) || h.Clock(0) != 12 {
		t.Errorf("fields %v, clock %d; want %v, 12", got, h.Clock(0), want)
	}
}

func TestNativeRecordedExecution(t *testing.T) {
	h := decode(t, `{"id":"a","arbitration":1,"visible":["T2",3],"ops":[]}
{"arbitration":0,"ops":[]}
{"id":3,"snapshot_ts":4,"commit_ts":5,"ops":[]}
{"ops":[]}`)
	got := ""
	for i := range int32(h.Len()) {
		r, ok := h.Recorded(i)
		got += fmt.Sprint(ok, r.Arbitration == history.NoTime, r.Visible, r.SnapshotTS, r.CommitTS == 5, "; ")
	}
	none := history.NoTime
	want := fmt.Sprintf("true false [1 2] %d false; true false [] %d false; true true [] 4 true; false false [] 0 false; ", none, none)
	if got != want {
		t.Errorf("recorded\n%s, want\n%s", got, want)
	}
}

func TestNativeErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{"ops":[["r","x",1.5]]}`:                                  "h:1:18: expected an integer, got a number that is no integer",
		`{"ops":[["r","x",9223372036854775808]]}`:                  `h:1:18: expected an integer between -9223372036854775808 and 9223372036854775807, got "9223372036854775808"`,
		`{"ops":[["r","x",{"a":1}]]}`:                              `h:1:18: expected a value that is an integer, a string, a boolean or null, got "{\"a\":1"`,
		`{"ops":[["r","x",[null]]]}`:                               "h:1:19: expected an element that is an integer, a string or a boolean, got null",
		`{"ops":[["w","x",[1]]]}`:                                  `h:1:18: expected a value that is an integer, a string, a boolean or null, got "[1"`,
		`{"ops":[["append","x",null]]}`:                            "h:1:23: expected an element to append, got null",
		`{"ops":[["r",true,1]]}`:                                   "h:1:14: expected a key that is a string or an integer, got true",
		`{"ops":[["read","x",1]]}`:                                 `h:1:10: expected the kind of an operation, "r", "w" or "append", got "\"read\""`,
		`{"ops":[["r","x"]]}`:                                      `h:1:17: expected a comma and the value, got "]"`,
		`{"ops":[["r","x",1,2]]}`:                                  `h:1:19: expected ] after the value of the operation, got ","`,
		`{"ops":[["r","x",01]]}`:                                   `h:1:18: expected an integer between -9223372036854775808 and 9223372036854775807, got "01"`,
		"{\"visar\":1}\n{\"ops\":[[\"r\",\"x\",1]":                 "h:2:20: expected a comma or ], got the end of the line",
		`{"ops":[["r","x`:                                          "h:1:16: expected the end of the string that begins in column 14, got the end of the line",
		`{"ops":[["r","\ud800",1]]}`:                               `h:1:15: expected one of the escapes \" \\ \/ \b \f \n \r \t and \u with four digits, in surrogate pairs beyond \uffff`,
		"{\"ops\":[[\"r\",\"\xff\",1]]}":                           `h:1:15: expected a string in UTF-8, got "\xff"`,
		"{\"ops\":[[\"r\",\"a\x01\",1]]}":                          "h:1:16: expected no control character in a string, got 0x01",
		`{"id":"T1"}`:                                              `h:1:1: expected a transaction with "ops"`,
		`{"ops":[],"ops":[]}`:                                      `h:1:17: expected each field once, got "ops" again`,
		`{"ops":[],"status":"ok"}`:                                 `h:1:20: expected status committed, aborted or unknown, got "ok"`,
		`{"ops":[],"start":"1"}`:                                   `h:1:19: expected an integer "start", got "\"1\""`,
		`{"ops":[],"session":true}`:                                `h:1:25: expected a "session" that is a string or an integer, got a boolean`,
		`{"ops":[]} {"ops":[]}`:                                    `h:1:12: expected the end of the line after the transaction, got "{\"ops\":["`,
		`{"ops":[],"x":[1}`:                                        `h:1:15: expected a JSON value, got "[1"`,
		`{"ops":[],"x":` + strings.Repeat("[", 5000):               "h:1:1015: expected at most 1000 levels of nesting",
		`{"visar":2}`:                                              "h:1:10: expected version 1 of the format, got 2",
		`{"visar":1,"initial":[]}`:                                 `h:1:22: expected an initial value that is an integer, a string, a boolean or null, got "["`,
		`{"ops":[],"arbitration":1,"visible":["b"]}`:               `h:1:38: expected the id of a transaction of this history in "visible", got "b"`,
		`{"ops":[],"visible":[]}`:                                  `h:1:1: expected "arbitration" beside "visible"`,
		`{"ops":[],"snapshot_ts":1}`:                               `h:1:1: expected "commit_ts" beside "snapshot_ts"`,
		`{"ops":[],"snapshot_ts":1,"commit_ts":2,"arbitration":1}`: `h:1:1: expected either "arbitration" with "visible" or "snapshot_ts" with "commit_ts", got some of both`,
	} {
		if got := failure(t, text); got != want {
			t.Errorf("%.80s\n got %s\nwant %s", text, got, want)
		}
	}
}
