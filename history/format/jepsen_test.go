package format

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"visar/history"
)

// Each EDN text says what the notation says after it.
func TestJepsenShapes(t *testing.T) {
	for name, test := range map[string]struct{ edn, want string }{
		"one map a line": {`
			{:index 0, :time 5, :type :invoke, :process 0, :f :txn, :value [[:r 1 nil] [:append 2 7]]}
			{:index 1, :time 9, :type :ok, :process 0, :f :txn, :value [[:r 1 [3 4]] [:append 2 7]]}`,
			"T1[0] @0-1: r(1,[3 4]) a(2,7)"},
		"one vector, commas as white space": {
			`[{:type :invoke,,:process 3,:f :txn,:value [[:w :x 1]]},{:type :ok,:process 3,:f :txn,:value [[:w :x 1]]},]`,
			"T1[3] @0-1: w(:x,1)"},
		"one list": {
			`({:type :invoke :process 3 :f :txn :value ((:w "x" 1))} {:type :ok :process 3 :f :txn :value ((:w "x" 1))})`,
			"T1[3] @0-1: w(x,1)"},
		"tagged records, more than eight keys, any order of keys": {`
			#jepsen.history.Op{:value [[:r 1 nil]], :f :txn, :process 0, :type :invoke, :time 1, :index 4}
			#knossos.op.Op {:r 1/3, :a 1, :b 2, :c 3, :value [[:r 1 5]], :f :txn, :process 0, :type :ok, :time 1, :index 9}`,
			"T1[0] @4-9: r(1,5)"},
		"comments and discarded forms": {`
			; a comment {
			{:type :invoke #_:info :process #_ #_ 1 2 0 :f :txn :value [#_[:q] [:w 1 2 #_3] ; ]
			]} #_{:type :oops}
			{:type :ok :process 0 :f :txn :value [[:w 1 2]]} ; the end`,
			"T1[0] @0-1: w(1,2)"},
		"values of every kind": {`
			{:type :ok :process 0 :f :txn :value [[:w 1 "s\u00e9\n"] [:w 2 10N] [:w 3 1/3] [:w 4 1.5M] [:w 5 \c] [:w 6 \)]
			  [:w 7 #{2 1}] [:w 8 {:b 1 :a 2}] [:w 9 true] [:w 10 nil] [:w 11 ns/sym] [:w 12 :ns/key] [:w 13 ##NaN] [:w 14 99999999999999999999]
			  [:w 15 #inst "2020"] [:w 16 #"re\"x"] [:w 17 ^:meta sym] [:w 18 -5] [:w 19 +5]]}`,
			""},
		"jepsen.tests.long-fork": {`
			{:type :invoke :process 0 :f :write :value [[:w 5 1]]} {:type :ok :process 0 :f :write :value [[:w 5 1]]}
			{:type :invoke :process 1 :f :read :value [[:r 0 nil] [:r 5 nil]]} {:type :ok :process 1 :f :read :value [[:r 0 nil] [:r 5 1]]}`,
			"T1[0] @0-1: w(5,1)\nT2[1] @2-3: r(0,_) r(5,1)"},
		"knossos multi-register": {`
			{:type :invoke :process 0 :f :txn :value [[:read :x nil] [:write :y 2]]} {:type :ok :process 0 :f :txn :value [[:read :x 0] [:write :y 2]]}`,
			"T1[0] @0-1: r(:x,0) w(:y,2)"},
		"one register": {`
			{:type :invoke :process 0 :f :read :value nil} {:type :ok :process 0 :f :read :value nil}
			{:type :invoke :process 0 :f :write :value 2} {:type :ok :process 0 :f :write :value 2}
			{:type :invoke :process 0 :f :cas :value [2 3]} {:type :ok :process 0 :f :cas :value [2 3]}
			{:type :invoke :process 0 :f :cas :value [2 4]} {:type :fail :process 0 :f :cas :value [2 4]}
			{:type :invoke :process 0 :f :read} {:type :ok :process 0 :f :read :value 3}`,
			"T1[0] @0-1: r(register,_)\nT2[0] @2-3: w(register,2)\nT3[0] @4-5: cas(register,2,3)\n" +
				"T4[0] @6-7 aborted: cas(register,2,4)\nT5[0] @8-9: r(register,3)"},
		"unknown outcomes": {`
			{:type :invoke :process 0 :f :txn :value [[:r 1 nil] [:w 1 2]]}
			{:type :invoke :process 1 :f :txn :value [[:w 1 3]]}
			{:type :info :process 0 :f :txn :value [[:r 1 7] [:w 1 2]] :error :timeout}
			{:type :invoke :process 2 :f :read :value nil}
			{:type :info :process 2 :f :read :value :timed-out}`,
			"T1[0] @0- unknown: w(1,2)\nT2[1] @1- unknown: w(1,3)\nT3[2] @3- unknown:"},
		"transactions in order of invocation": {`
			{:type :invoke :process 0 :f :txn :value [[:w 1 1]]} {:type :invoke :process 1 :f :txn :value [[:w 1 2]]}
			{:type :ok :process 1 :f :txn :value [[:w 1 2]]} {:type :ok :process 0 :f :txn :value [[:w 1 1]]}`,
			"T1[0] @0-3: w(1,1)\nT2[1] @1-2: w(1,2)"},
		"completions only": {`
			{:index 1 :type :ok :process 0 :f :txn :value [[:w 1 1]]} {:index 3 :type :fail :process 1 :f :txn :value [[:r 1 nil] [:w 1 2]]}`,
			"T1[0] @-1: w(1,1)\nT2[1] @-3 aborted: w(1,2)"},
		"completions only, without index": {`
			{:type :ok :process 0 :f :txn :value [[:w 1 1]]} {:type :info :process 1 :f :txn :value [[:w 1 2]]}`,
			"T1[0]: w(1,1)\nT2[1] unknown: w(1,2)"},
		"completions only, without values": {`
			{:type :ok :process 0 :f :read} {:type :ok :process 0 :f :get} {:type :ok :process 0 :f :release}`,
			"T1[0]: r(register,_)\nT2[0]: get(register,_)\nT3[0]: release(lock)"},
		"a completed write that repeats no value": {`
			{:type :invoke :process 0 :f :write :value 2} {:type :ok :process 0 :f :write}`,
			"T1[0] @0-1: w(register,2)"},
		"nothing": {"[]", ""},
	} {
		h := decode(t, test.edn)
		if name == "values of every kind" {
			test.want = `T1[0]: w(1,"sé\n") w(2,10) w(3,#"1/3") w(4,#"1.5M") w(5,#"\\c") w(6,#"\\)") w(7,#"#{1 2}") w(8,#"{:a 2 :b 1}") ` +
				`w(9,true) w(10,_) w(11,#"ns/sym") w(12,:ns/key) w(13,#"##NaN") w(14,#"99999999999999999999") w(15,"2020") ` +
				`w(16,#"#\"re\\\"x\"") w(17,#"sym") w(18,-5) w(19,5)`
		}
		if got := h.String(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestJepsenIndependent(t *testing.T) {
	h := decode(t, `{:type :invoke :process 0 :f :read :value [7 nil]} {:type :ok :process 0 :f :read :value [7 1]}
{:type :invoke :process 0 :f :cas :value [7 [1 2]]} {:type :ok :process 0 :f :cas :value [7 [1 2]]}
{:type :invoke :process 0 :f :write :value ["k" 2]} {:type :info :process 0 :f :write :value ["k" 2]}`, Options{Independent: true})
	want := "T1[0] @0-1: r(7,1)\nT2[0] @2-3: cas(7,1,2)\nT3[0] @4- unknown: w(k,2)"
	if got := h.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJepsenKeepsWhatItDoesNotUse(t *testing.T) {
	h := decode(t, `{:type :info :process :nemesis :f :kill :value #{"n2" "n1"} :time 3}
{:type :invoke :process 0 :f :txn :value [[:w 1 1]] :time 7 :node "n1" :debug {:a [1.5 \x]}}
{:type :fail :process 0 :f :txn :value [[:w 1 1]] :time 9 :node "n2" :error [:aborted "why" #:x{:y nil}]}`)
	want := []history.Field{
		{Name: "node", Text: `"n2"`},
		{Name: "error", Text: `[":aborted","why",{":x/y":null}]`},
		{Name: "debug", Text: `{":a":[1.5,"\\x"]}`},
	}
	if got := h.Extras(0); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("fields\n%v, want\n%v", got, want)
	}
	if got, want := fmt.Sprint(h.Faults()), `[{:kill #{"n1" "n2"} 0 3 1}]`; got != want {
		t.Errorf("faults %s, want %s", got, want)
	}
	if h.Clock(0) != 9 || h.Start(0) != 1 || h.Line(0) != 2 {
		t.Errorf("clock %d, start %d, line %d; want 9, 1, 2", h.Clock(0), h.Start(0), h.Line(0))
	}
}

func TestJepsenProblems(t *testing.T) {
	h := decode(t, `{:index 5 :type :invoke :process 0 :f :txn :value [[:w 1 1]]}
{:index 3 :type :info :process 0 :f :txn :value [[:w 1 1]]}
{:index 4 :type :invoke :process 0 :f :txn :value [[:w 1 2]]}`)
	want := "[line 2: :index 3 comes after :index 5: the order of the operations in the file is used " +
		"line 3: process 0 goes on after an operation whose outcome is unknown; it is taken as the same session]"
	if got := fmt.Sprint(h.Problems()); got != want {
		t.Errorf("problems\n%s, want\n%s", got, want)
	}
	if got, want := h.String(), "T1[0] @5- unknown: w(1,1)\nT2[0] @7- unknown: w(1,2)"; got != want {
		t.Errorf("history\n%s, want\n%s", got, want)
	}
}

// failure reads text, which must be wrong, and returns the error.
func failure(t *testing.T, text string, opts ...Options) string {
	t.Helper()
	f, err := Read(context.Background(), strings.NewReader(text), "h", opts...)
	if err == nil {
		t.Fatalf("%.200s was read as\n%s", text, f.History)
	}
	return err.Error()
}

const (
	invoke0 = "{:type :invoke, :process 0, :f :txn, :value [[:w 1 1]]}\n"
	ok0     = "{:type :ok, :process 0, :f :txn, :value "
)

func TestJepsenErrors(t *testing.T) {
	for text, want := range map[string]string{
		invoke0 + ok0 + "[[:incr 1 2]]}":     "h:2:42: micro-op: expected [:r key value], [:w key value] or [:append key value], got [:incr 1 2]",
		invoke0 + ok0 + "[[:r 1 2 3]]}":      "h:2:42: micro-op: expected [:r key value], [:w key value] or [:append key value], got [:r 1 2 3]",
		invoke0 + ok0 + "[7]}":               "h:2:42: micro-op: expected [:r key value], [:w key value] or [:append key value], got \"7\"",
		invoke0 + ok0 + "[[:w nil 2]]}":      "h:2:42: micro-op: expected a key, got nil",
		invoke0 + ok0 + "[[:w 1 [2]]]}":      "h:2:48: expected a value, got [2]",
		invoke0 + ok0 + "[[:r 1 [nil]]]}":    "h:2:49: expected an element of the list that was read, got nil",
		invoke0 + ok0 + "[[:append 1 nil]]}": "h:2:53: micro-op: expected an element to append, got nil",
		invoke0 + ok0 + "nil}":               "h:2:28: expected the :value of a completed transaction, [[:r key value] …]",
		invoke0 + ok0 + "[[:r 1":             "h:2:47: expected the end of the vector that opens at 2:42, got the end of the input",
		invoke0 + ok0 + "[[:r \"x":           "h:2:48: expected the end of the string that opens at 2:46, got the end of the input",
		invoke0 + "[" + ok0 + "[]}\n":        "h:3:1: expected the end ']' of what opens at 2:1, got the end of the input",
		invoke0 + ok0 + "(]}":                "h:2:42: expected ')', got ']'",
		invoke0 + "}":                        "h:2:1: expected an operation, {:type …, :process …, :f …, :value …}, got }",
		invoke0 + invoke0:                    "h:2:26: expected the completion of process 0's operation at 1:1, got another invocation",
		"{:type :invoke, :process 0, :f :get}\n{:type :ok, :process 0, :f :put}": "h:2:22: expected the completion of process 0's get at 1:1, got another function",
		"{:type :invoke, :process 0, :f :put, :value 1}\n" + ok0 + "[[:r 1 2]]}": "h:2:22: expected the completion of process 0's put at 1:1, got another function",
		"{:type :ok, :process 0, :f :write}":                                     "h:1:22: expected the :value of what process 0 did, which no invocation says",
		"{:type :invoke, :process 1, :f :txn, :value []} " + ok0 + "[]}":         "h:1:70: expected an invocation by process 0 before this completion",
		ok0 + "[]}\n" + invoke0: "h:1:1: expected an invocation before this completion, as other operations have: line 2 has one",
		"{:type :invoke, :process 0, :f :transfer, :value {:from 1}}": "h:1:32: expected transactions of :r, :w and :append (:f :txn), or operations on a register, map, counter, set, queue, stack or lock, " +
			"got :f :transfer, which is another workload",
		"{:type :invoke, :process 0, :f :write, :value [1 2]}": "h:1:47: expected a value that is no collection " +
			"(pairs [key value] of jepsen.independent need the option independent), got [1 2]",
		"{:type :maybe, :process 0}":                              `h:1:8: expected a :type that is :invoke, :ok, :fail or :info, got ":maybe"`,
		"{:process 0, :f :txn}":                                   "h:1:1: expected an operation with a :type, :invoke, :ok, :fail or :info",
		"{:type :ok, :f :txn}":                                    "h:1:1: expected an operation with a :process",
		"{:type :ok, :type :ok}":                                  "h:1:22: expected each key of the operation once",
		"{:type :ok :process 0 :error \"\\q\" :f :txn :value []}": `h:1:31: expected one of the escapes \" \\ \/ \b \f \n \r \t and \u with four digits, in surrogate pairs beyond \uffff`,
		"{:type :ok :process 0 :error {:a} :f :txn :value []}":    "h:1:30: expected a value for each key of the map",
		"{:extra " + strings.Repeat("[", 100_000):                 "h:1:1009: expected at most 1000 levels of nesting",
		strings.Repeat("{:a ", 100_000):                           "h:1:4005: expected at most 1000 levels of nesting",
	} {
		if got := failure(t, text); got != want {
			t.Errorf("%.80s\n got %s\nwant %s", text, got, want)
		}
	}
}

// A history that is cut anywhere is an error at its end, unless the cut is
// between operations.
func TestJepsenTruncated(t *testing.T) {
	text := invoke0 + ok0 + `[[:w 1 1]], :error #{"a\"b" {:c \}}}}`
	for n := 1; n < len(text); n++ {
		f, err := Read(context.Background(), strings.NewReader(text[:n]), "h", Options{Format: "jepsen-edn"})
		whole := n == len(invoke0) || n == len(invoke0)-1
		var at *SyntaxError
		switch {
		case whole && err != nil:
			t.Errorf("%d bytes: %v", n, err)
		case !whole && err == nil:
			t.Errorf("%s: read as %s", text[:n], f.History)
		case !whole && (!errors.As(err, &at) || at.Offset != int64(n)):
			t.Errorf("%s: error %v, want one at offset %d", text[:n], err, n)
		}
	}
}

// Operations on a register that name it, and transactions under
// jepsen.independent, whose keys are pairs.
func TestJepsenKeys(t *testing.T) {
	for _, test := range []struct {
		text, want string
		opt        Options
	}{
		{`{:type :ok :process 0 :f :write :key 7 :value 1}{:type :ok :process 0 :f :read :key 7 :value 1}`, "T1[0]: w(7,1)\nT2[0]: r(7,1)", Options{}},
		{`{:type :ok :process 0 :f :txn :value [5 [[:r 1 nil] [:append "x" 2]]]}{:type :ok :process 1 :f :txn :value [6 [[:r "x" [2]]]]}` +
			`{:type :ok :process 1 :f :txn :value [:k []]}`,
			`T1[0]: r("[5 1]",_) a("[5 \"x\"]",2)` + "\n" + `T2[1]: r("[6 \"x\"]",[2])` + "\nT3[1]:", Options{Independent: true}},
		{`{:type :ok :process 0 :f :read :value [5 [[:r 1 3]]]}{:type :ok :process 0 :f :read :value [5 3]}`, "T1[0]: r(\"[5 1]\",3)\nT2[0]: r(5,3)", Options{Independent: true}},
	} {
		if got := decode(t, test.text, test.opt).String(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// The :f of an operation is kept and written again.
func TestJepsenFunctions(t *testing.T) {
	const text = `{:index 0, :type :invoke, :process 0, :f :transfer, :value [[:r 1 nil] [:w 1 2]]}
{:index 1, :type :ok, :process 0, :f :transfer, :value [[:r 1 nil] [:w 1 2]]}
{:index 2, :type :invoke, :process 0, :f :read, :value nil}
{:index 3, :type :fail, :process 0, :f :read, :value nil, :error :timeout}
{:index 4, :type :invoke, :process 1, :f :txn, :value [[:r 1 nil]]}
{:index 5, :type :ok, :process 1, :f :txn, :value [[:r 1 2]]}
`
	h := decode(t, text)
	if got := encode(t, JepsenEDN, h); got != text {
		t.Errorf("wrote\n%s\nwant\n%s", got, text)
	}
	if lost := JepsenEDN.Lossy(h); len(lost) > 0 {
		t.Errorf("lost %q", lost)
	}
	// What says nothing of a committed transaction would say something as a :read.
	odd := decode(t, `{"id":"T1","session":0,"f":":read","ops":[]}`)
	if lost := JepsenEDN.Lossy(odd); len(lost) != 1 || !strings.HasPrefix(lost[0], "fields whose names") {
		t.Errorf("lost %q, want the field f", lost)
	}
}

// Calls on single objects are written as they were read.
func TestJepsenCalls(t *testing.T) {
	const text = `{:index 0, :type :invoke, :process 0, :f :enqueue, :value 3}
{:index 1, :type :ok, :process 0, :f :enqueue, :value 3}
{:index 2, :type :invoke, :process 0, :f :cas, :value [1 2], :key 7}
{:index 3, :type :fail, :process 0, :f :cas, :value [1 2], :key 7, :error :no}
{:index 4, :type :invoke, :process 0, :f :dequeue, :value nil}
{:index 5, :type :ok, :process 0, :f :dequeue, :value nil}
{:index 6, :type :invoke, :process 0, :f :drain, :value nil}
{:index 7, :type :ok, :process 0, :f :drain, :value [3 4]}
{:index 8, :type :invoke, :process 0, :f :contains, :value 3}
{:index 9, :type :ok, :process 0, :f :contains, :value false}
{:index 10, :type :invoke, :process 0, :f :append, :value "x", :key "4"}
{:index 11, :type :ok, :process 0, :f :append, :value "x", :key "4"}
{:index 12, :type :invoke, :process 0, :f :acquire, :value nil}
`
	h := decode(t, text)
	if got := encode(t, JepsenEDN, h); got != text {
		t.Errorf("wrote\n%s\nwant\n%s", got, text)
	}
	if lost := JepsenEDN.Lossy(h); len(lost) > 0 {
		t.Errorf("lost %q", lost)
	}
	if lost := AWDIT.Lossy(h); !slices.ContainsFunc(lost, func(what string) bool { return strings.HasPrefix(what, "operations on single objects") }) {
		t.Errorf("awdit lost %q, want the calls too", lost)
	}
	if again := decode(t, encode(t, ElleJSON, h)); encode(t, JepsenEDN, again) != text {
		t.Errorf("through elle-cli's JSON\n%s", encode(t, JepsenEDN, again))
	}
	if err := JepsenText.Encode(&strings.Builder{}, h); err == nil {
		t.Error("history.txt took calls that name their objects")
	}
}
