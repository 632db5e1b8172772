package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const viperSample = `{"value": [["range", "nil", "nil", [{"id": 1, "sk": 1, "val": 5}], [{"id": 2, "sk": 2, "val": 6}]]], "isInitial": true, "isFinal": false}
{"value": [["r", "k", 5, true], ["w", 2, 7, false], ["i", 3, 8, 0, false, true], ["d", 1, 9, 5, false, false], ["range", 1, 4, [{"id":1,"val":5}], []]]}

{"preBeginTS": 3, "postBeginTS": 4, "preCommitTS": 5, "postCommitTS": 6, "value": [{"opType": "i", "key": 4, "value": 1, "readValue": 0, "isDead": false, "succ": true, "reqTS": 1, "resTS": 2}]}`

func TestShapesOfPeers(t *testing.T) {
	for name, test := range map[string]struct {
		text, want string
		opt        Options
	}{
		"viper": {viperSample, "initial 0\nT1[0]: w(1,5) w(2,6)\nT2[0]: r(k,5) r(3,_) w(3,8) r(1,5) r(1,5)\nT3[0] @3-6: r(4,_) w(4,1)", Options{}},
		"chronos with null": {`[{"tid":"a","sid":"s","sts":{"p":1,"l":0},"cts":{"p":2,"l":0},"ops":[{"t":"R","k":1},{"t":"write","k":1,"v":0},{"t":"r","k":2,"v":0}]}]`,
			"a[s]: r(1,_) w(1,0) r(2,0)", Options{}},
		"chronos with lists": {`[{"ops":[{"v":[3,0],"k":1,"t":"r"},{"t":"a","k":1,"v":2},{"t":"r","k":2,"v":[]}],"cts":{"p":"2"},"sts":{"p":"1"}}]`,
			"T1: r(1,[3 0]) a(1,2) r(2,[])", Options{}},
		"dbcop tuples": {`[[],[{"committed":false,"events":[["r",0,null],["w",0,0],{"Read":{"variable":"x","version":3}},{"Read":{"variable":1}}]}]]`,
			"T1[1] aborted: r(0,_) w(0,0) r(x,3) r(1,_)", Options{}},
		".hist": {"// c\n---\n [x:=1  y==?][]! // d\n[7==1]!\n--\n[x==1]", "T1[1]: w(x,1) r(y,_)\nT2[1] aborted:\nT3[1] aborted: r(7,1)\nT4[2]: r(x,1)", Options{Format: "dbcop-hist"}},
		"history.txt": {"2\t:ok\t:txn\t[[:append 9 1] [:r 9 [1]]]\t[:x #<Object> no]\n:nemesis\t:info\t:kill\tnil\n3\t:fail\t:write\t4\t:why",
			"T1[2]: a(9,1) r(9,[1])\nT2[3] aborted: w(register,4)", Options{}},
		"etcd logs": {"INFO  jepsen.util - 1   :invoke :write  3\nINFO  jepsen.util - 2\t:invoke\t:cas\t[3 4]\n2026-01-02 03:04:05,6 INFO [jepsen worker 1] jepsen.util - 1\t:info\t:write\t:timed-out\n" +
			"INFO  jepsen.util - 2\t:ok\t:cas\t[3 4]", "T1[1] @0- unknown: w(register,3)\nT2[2] @1-3: cas(register,3,4)", Options{}},
		"elle-cli without f": {`[{"index":5,"type":"invoke","process":1,"value":[["append","x",1],["r",2,null]]},{"type":"info","process":"nemesis","f":"kill"},
			{"index":9,"process":1,"value":[["append","x",1],["r",2,[3]]],"type":"ok","time":7}]`, "T1[1] @5-9: a(x,1) r(2,[3])", Options{}},
		"awdit": {"w 0 0\r\n\n===\n=\n---\n  r 0 0\nw 1 5\n-\nr 1 5", "T1[0]: w(0,0)\nT2[1]: r(0,0) w(1,5)\nT3[1]: r(1,5)", Options{}},
	} {
		if got := decode(t, test.text, test.opt).String(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}

// Timestamps with logical parts become ranks, as others stay what they are.
func TestChronosTimestamps(t *testing.T) {
	const txn = `{"sts":{"p":5,"l":1},"cts":{"p":"5","l":2},"ops":[]},{"sts":{"p":7,"l":0},"cts":{"p":5,"l":2},"ops":[]}]`
	for text, want := range map[string][4]int64{
		"[" + txn: {0, 1, 2, 1},
		"[" + strings.ReplaceAll(txn, `"l"`, `"x"`): {5, 5, 7, 5},
	} {
		h := decode(t, text)
		a, _ := h.Recorded(0)
		b, _ := h.Recorded(1)
		if got := [4]int64{a.SnapshotTS, a.CommitTS, b.SnapshotTS, b.CommitTS}; got != want {
			t.Errorf("%s: timestamps %v, want %v", text, got, want)
		}
	}
}

func TestErrorsOfPeers(t *testing.T) {
	for text, want := range map[string]string{
		"1\t:ok\t:txn\t[[:r 1 2 3]]":            "h:1:13: micro-op: expected [:r key value], [:w key value] or [:append key value], got [:r 1 2 3]",
		"1\t:ok\t:txn\t[[:r 1 2":                `h:1:12: expected a form of EDN that ends on the line, got "[[:r"`,
		"1\t:ok\t:txn\t[]\n1\t:ok":              `h:2:1: expected an operation, its process, type, function and value, got "1\t:ok"`,
		`[{"type":"ok"}]`:                       `h:1:2: expected an operation with a "type" and a "process"`,
		`[{"type":"ok","process":1,"f":"a b"}]`: `h:1:31: expected a function that is a name, got "a b"`,
		"w 0 1\nr 0":                            "h:2:4: expected a blank and a value that is a non-negative integer of 63 bits, got the end of the line",
		"w 0 1\nr 0 -1":                         `h:2:5: expected a blank and a value that is a non-negative integer of 63 bits, got "-1"`,
		"w 0 1\nw 0 2\nx":                       `h:3:1: expected r KEY VALUE, w KEY VALUE, or a line of - or =, got "x"`,
		"w 0 1\nr 0 1 2":                        `h:2:7: expected the end of the line, got "2"`,
		"[x:=1":                                 "h:1:6: expected an operation, key:=value, key==value or key==?, got the end of the line",
		"[x:=1]\n[x=2]":                         `h:2:3: expected := or == after the key, got "=2"`,
		"[x:=1]\n[x:=?]":                        `h:2:5: expected a value that is a non-negative integer of 63 bits, got "?"`,
		"[x:=1] y":                              `h:1:8: expected a transaction, [key:=value key==value …], a line of dashes or a comment, got "y"`,
		`{"params":{},"data":[[{"events":[],"committed":true},]]}`:            `h:1:54: expected a transaction, {"events":[…],"committed":true}, got "]"`,
		`{"params":{},"data":[[{"events":[],"committed":1}]]}`:                `h:1:48: expected "committed" that is true or false, got "1"`,
		`{"params":{},"data":[[{"events":[]}]]}`:                              `h:1:23: expected a transaction with "events" and "committed"`,
		`{"params":{}}`:                                                       `h:1:14: expected "data", the sessions, in the object, got the end of the input`,
		`{"params":{},"data":[[`:                                              `h:1:23: expected a transaction, {"events":[…],"committed":true}, got the end of the input`,
		`{"params":{},"data":[[{"events":[["w",0,null]],"committed":true}]]}`: `h:1:41: expected a version that is a non-negative integer, or null in a read, got _`,
		`[[{"events":[{"Read":{"variable":-1}}],"committed":true}]]`:          `h:1:34: expected a variable that is a non-negative integer or a string, got -1`,
		"[[{\"events\":[],\n\"committed\":true}]] x":                          `h:2:21: expected the end of the input, got "x"`,
		"{\"value\":[]}\n{\"value\":[[\"r\",1]]}":                             `h:2:11: expected an operation, ["r",key,value,dead], ["w",key,value,success], ["i" or "d",key,value,read,dead,success] or ["range",from,to,live,dead]`,
		"{\"value\":[]}\n{\"value\":[[\"r\",1,true]]}":                        `h:2:18: expected a value that is an integer or null, got true`,
		"{\"value\":[]}\n{\"x\":[]}":                                          `h:2:1: expected a transaction with a "value", its operations`,
		`[{"tid":1,"sts":{"p":1},"ops":[]}]`:                                  `h:1:2: expected a transaction with "cts"`,
		`[{"sts":{"l":1},"cts":{"p":2},"ops":[]}]`:                            `h:1:9: expected a timestamp with one "p"`,
		`[{"sts":{"p":1},"cts":{"p":2},"ops":[{"t":"x","k":1}]}]`:             `h:1:43: expected the type of an operation, r, w or a, got "x"`,
		`[{"sts":{"p":1},"cts":{"p":2},"ops":[{"t":"a","k":1}]}]`:             `h:1:38: expected a "v" to append`,
		`[{"sts":{"p":"y"},"cts":{"p":2},"ops":[]}]`:                          `h:1:14: expected the part p of a timestamp, an integer, got y`,
	} {
		if got := failure(t, text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// binaryOf returns a file of the corpus.
func binaryOf(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "format", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A binary file that is cut anywhere is an error at its end; so is one that goes
// on.
func TestBinaryFilesAreWhole(t *testing.T) {
	for name, f := range map[string]*Format{"lost_update.bincode": DBCopBincode, "lost_update_cobra/T12.log": Cobra} {
		data := binaryOf(t, name)
		for n := 1; n < len(data); n++ {
			got := failure(t, string(data[:n]), Options{Format: f.Name})
			if !strings.Contains(got, "got the end of the file") {
				t.Errorf("%s, %d bytes: error %s", name, n, got)
			}
		}
		if got := failure(t, string(data)+"x", Options{Format: f.Name}); !strings.HasPrefix(got, "h: byte ") {
			t.Errorf("%s, a byte more: error %s", name, got)
		}
	}
}

func TestBinaryErrors(t *testing.T) {
	change := func(name string, at int, bytes ...byte) string {
		data := binaryOf(t, name)
		copy(data[at:], bytes)
		return string(data)
	}
	huge := binary.LittleEndian.AppendUint64(nil, 1<<63)
	for _, test := range []struct{ data, want string }{
		// The description has 18 bytes from 48, each date 25 bytes after its
		// length; sessions follow at 132, the first event at 156 and the second session at 220.
		{change("lost_update.bincode", 156, 2), "h: byte 156: expected whether the event is a write, 0 or 1, got 2"},
		{change("lost_update.bincode", 157, huge...), "h: byte 157: expected the variable below 2^63, got 9223372036854775808"},
		{change("lost_update.bincode", 132, 1), "h: byte 220: expected the end of the file after the last session"},
		{change("lost_update_cobra/T12.log", 67, 'A'), `h: byte 67: expected a read R, a write W or the commit C of transaction 2, got "A"`},
		{change("lost_update_cobra/T12.log", 75, 9), "h: byte 68: expected the commit of transaction 2, got that of 9"},
	} {
		if got := failure(t, test.data); got != test.want {
			t.Errorf("got %s\nwant %s", got, test.want)
		}
	}
}

// The first chunk of lost_update.jepsen begins after the test's map; whatever
// bit of a block changes, its checksum tells.
func TestStoreChecksums(t *testing.T) {
	data := binaryOf(t, "lost_update.jepsen")
	for at := storeHeader; at < len(data); at++ {
		changed := slices.Clone(data)
		changed[at] ^= 4
		f, err := Read(t.Context(), bytes.NewReader(changed), "h")
		var where *SyntaxError
		switch {
		case err == nil && f.History.String() != lostUpdateLines:
			t.Errorf("byte %d changed: read as\n%s", at, f.History)
		case err == nil && at >= storeHeader+blockHeader+1: // an empty block that nothing refers to
			t.Errorf("byte %d changed, and nobody noticed", at)
		case err != nil && (!errors.As(err, &where) || where.Line != 0):
			t.Errorf("byte %d changed: error %v, want one with an offset", at, err)
		}
	}
	if got := failure(t, string(data[:len(data)-30])); !strings.HasPrefix(got, "h: byte ") {
		t.Errorf("cut: error %s", got)
	}
}

// A write that failed in a transaction that succeeded is one that aborted.
func TestBincodeFailedEvents(t *testing.T) {
	data := binaryOf(t, "lost_update.bincode")
	data[156+17], data[156+18+17] = 0, 0 // the first read and the write after it
	got := decode(t, string(data)).String()
	if want := "initial 0\nT1[0]:\nT2[0] aborted: w(7,1)\nT3[0]: r(7,2)\n"; !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant it to begin with\n%s", got, want)
	}
}

func TestSessionDirectories(t *testing.T) {
	const line = `{"value":[["w",1,1,true]]}` + "\n"
	root := tree(t, map[string]string{
		"run/json/J2.log": line, "run/json/J10.log": line[:15], "run/json/notes.txt": "notes",
		"run/cobra/T1.log": string(binaryOf(t, "lost_update_cobra/T11.log")), "run/cobra/T2.log": "",
		"run/other/server.log": "INFO started",
	})
	found, err := Find([]string{root})
	if want := root + "/run/cobra " + root + "/run/json"; err != nil || strings.Join(found, " ") != want {
		t.Errorf("found %v, %v; want %s", found, err, want)
	}
	f, err := Open(t.Context(), root+"/run/cobra")
	if err != nil {
		t.Fatal(err)
	}
	// cd run/cobra && sha256sum *.log | sha256sum
	if got := f.History.String(); got != "1[T1]: r(7,_) w(7,1)\n4[T1]: r(7,2)" || f.Format != "cobra" {
		t.Errorf("%s: %s", f.Format, got)
	}
	_, err = Open(t.Context(), root+"/run/json")
	if want := root + `/run/json/J10.log:1:16: `; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %v, want one at %s", err, want)
	}
	_, err = Open(t.Context(), root+"/run/other")
	if err == nil || !strings.Contains(err.Error(), "a directory of logs of sessions (cobra, viper)") {
		t.Errorf("error %v, want that there are no logs of sessions", err)
	}
	err = Viper.Encode(&strings.Builder{}, decode(t, "a[x]: w(1,1)\nb[y]: w(1,2)"))
	if want := "the history has 2 sessions: Viper's JSON logs need a directory, with a file of each"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// An index in which many numbers name one block does not make it be read many
// times: all that is read is at most as large as the file.
func TestStoreReadsNoMoreThanTheFile(t *testing.T) {
	const ids = 1000
	vector := binary.BigEndian.AppendUint64(nil, 0)
	for i := range uint32(ids) {
		vector = binary.BigEndian.AppendUint64(vector, 0)
		vector = binary.BigEndian.AppendUint32(vector, i+3)
	}
	vector = appendBlock(nil, blockVector, vector)
	test := appendBlock(nil, blockFressian, testMap())
	at := uint64(storeHeader + blockHeader + 4 + 12*(2+ids))
	index := binary.BigEndian.AppendUint32(nil, 2)
	place := func(id uint32, offset uint64) {
		index = binary.BigEndian.AppendUint32(index, id)
		index = binary.BigEndian.AppendUint64(index, offset)
	}
	place(2, at)
	place(1, at+uint64(len(test)))
	for i := range uint32(ids) {
		place(i+3, at+uint64(len(test))) // the vector itself
	}
	data := append([]byte(storeMagic), 0, 0, 0, 1)
	data = binary.BigEndian.AppendUint64(data, storeHeader)
	data = append(append(appendBlock(data, blockIndex, index), test...), vector...)
	if got := failure(t, string(data)); !strings.Contains(got, "expected each block once, got number 3 again") {
		t.Errorf("error %s", got)
	}
}
