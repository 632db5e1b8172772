package history_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"visar/history"
)

func ExampleParse() {
	h, err := history.Parse(`
		T1[a] @1-4: w(x,1) a(l,3)
		T2[b] @2-3 aborted: w(x,2) ; T3[b]: r(x,1) r(l,[3])   # b goes on`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Len(), "transactions in", h.Sessions(), "sessions")
	fmt.Println(h.TxnString(2))
	// Output:
	// 3 transactions in 2 sessions
	// T3[b]: r(x,1) r(l,[3])
}

// Each text is in the form that String prints.
func TestNotationPrintsWhatItParsed(t *testing.T) {
	for _, text := range []string{
		"",
		"T1:",
		"T1: r(x,_)",
		"T1[a] @1-4 aborted: r(x,_) w(x,1)\nT2[a] @5-9: a(l,3) r(l,[1 2 3])",
		"T1 @1-: w(x,1)\nT2 @-7: w(x,2)\nT3 @(-5)-(-2): w(x,3)",
		"T1 @3- unknown: w(x,1)",
		"T1: r(l,[])\nT2: a(l,1)",
		"initial 0\nT1: r(x,_) w(x,_) w(x,1)",
		"initial \"two words\"\nT1: r(x,_)",
		"first[3]: w(:k,:v) w(\"two words\",true) w(1,\"1\") w(\"true\",-9223372036854775808)",
		"\"a b\"[\"s;#\"]: w(x,#\"1/3\") w(\"x\\n;#\",\"\u00e9\")",
		"initial[initial]: r(initial,_)\ninitial2: w(x,1)",
		"initial: w(x,1)",
	} {
		h, err := history.Parse(text)
		if err != nil {
			t.Errorf("%s\n%v", text, err)
			continue
		}
		if got := h.String(); got != text {
			t.Errorf("parsed\n%s\nprinted\n%s", text, got)
		}
	}
}

// Each text means the same as the second.
func TestNotationAllowsVariety(t *testing.T) {
	for text, want := range map[string]string{
		"# nothing":                      "",
		";; T1:w(x,1)r(x,1);":            "T1: w(x,1) r(x,1)",
		"a: w( x , 1 ) # why\n\n b:":     "a: w(x,1)\nb:",
		"T1 committed: r( l,[1, 2 ,3 ])": "T1: r(l,[1 2 3])",
		"T1: r(l,_) a(l,1)":              "T1: r(l,[]) a(l,1)",
		"initial 0 # zero\nT1: r(x,0)":   "initial 0\nT1: r(x,_)",
		"T1 @5-6 unknown: w(x,1)":        "T1 @5- unknown: w(x,1)",
		"T1: w(x,\"plain\")\r\nT2:":      "T1: w(x,plain)\nT2:",
	} {
		h, err := history.Parse(text)
		if err != nil {
			t.Errorf("%s\n%v", text, err)
			continue
		}
		if got := h.String(); got != want {
			t.Errorf("%s\nprinted\n%s\nwant\n%s", text, got, want)
		}
	}
}

func TestNotationErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"T1", "1:3: expected a colon before the operations, got the end of the transaction"},
		{"T1: w(x,1)\nT2: q(x,1)", `2:5: expected an operation, r(key,value), w(key,value) or a(key,value), or one call of a single object, got "q"`},
		{"T1: w (x,1)", `1:5: expected an operation, r(key,value), w(key,value) or a(key,value), or one call of a single object, got "w"`},
		{"T1: w(x)", `1:8: expected a comma after the key, got ")"`},
		{"T1: w(x,1.5)", `1:10: expected ) after the value, got "."`},
		{"T1: w(x,", "1:9: expected a value, got the end of the transaction"},
		{"T1: w(x,1", "1:10: expected ) after the value, got the end of the transaction"},
		{"T1: r(l,[1 2)", `1:13: expected an element or ], got ")"`},
		{"T1: r(l,[1 _])", `1:12: expected an element that has a value, got "_"`},
		{"T1: a(l,_)", `1:9: expected an element to append, got "_"`},
		{"T1: w(x,9223372036854775808)", `1:9: expected a value that is an integer of 64 bits, got "9223372036854775808"`},
		{"T1: w(x,\"1)", "1:9: expected a quoted string, got \"\\\"\""},
		{"T1[]: w(x,1)", `1:4: expected the name of a session, got "]"`},
		{"T1[a: w(x,1)", `1:5: expected ] after the session, got ":"`},
		{"T1 @4: w(x,1)", `1:6: expected - between start and end, got ":"`},
		{"T1 @x-4: w(x,1)", `1:5: expected a time, an integer of 64 bits, got "x-4"`},
		{"T1 maybe: w(x,1)", `1:4: expected committed, aborted or unknown, got "maybe"`},
		{": w(x,1)", `1:1: expected the name of a transaction, got ":"`},
		{"initial", "1:8: expected a colon before the operations, got the end of the transaction"},
		{"initial 0 1", `1:11: expected the end of the line after the initial value, got "1"`},
	} {
		_, err := history.Parse(test.text)
		var at *history.ParseError
		if !errors.As(err, &at) {
			t.Errorf("%s: error %v, want %s", test.text, err, test.want)
		} else if at.Error() != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.text, at, test.want)
		}
	}
}

func FuzzNotation(f *testing.F) {
	f.Add("initial 0\nT1[a] @1-4 aborted: r(x,_) w(:k,\"a b\"); T2: a(l,3) r(l,[1 2]) # end")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := history.Parse(text)
		if err != nil {
			return
		}
		once := h.String()
		again, err := history.Parse(once)
		if err != nil {
			t.Fatalf("%q printed as %q, which is wrong: %v", text, once, err)
		}
		if twice := again.String(); twice != once {
			t.Errorf("%q printed as %q and then as %q", text, once, twice)
		}
	})
}

func TestProblems(t *testing.T) {
	for _, test := range []struct {
		text, want string
		fatal      bool
	}{
		{"T1: w(x,1)\nT1: w(x,2)", `line 2: two transactions have the id "T1": the other is on line 1`, true},
		{"T2: w(x,1)\nT2: w(x,2)", `line 2: two transactions have the id "T2": the other is on line 1`, true},
		{"a: w(x,1)\nb: a(x,2)", "line 1: transaction a uses key x as a register; elsewhere it is a list", true},
		{"a: r(x,7)\nb: a(x,2)", "line 1: transaction a uses key x as a register; elsewhere it is a list", true},
		{"a: r(x,[2])\nb: r(x,7)", "line 2: transaction b uses key x as a register; elsewhere it is a list", true},
		{"a @5-3: w(x,1)", "line 1: transaction a ends at 3, before its start at 5", true},
		{"a[s] @1-5: w(x,1)\nb[s] @4-6: w(x,2)",
			"line 2: transaction b of session s starts at 4, before a of the same session ends at 5", false},
	} {
		h, err := history.Parse(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		problems := h.Problems()
		if len(problems) != 1 || problems[0].String() != test.want || problems[0].Fatal != test.fatal {
			t.Errorf("%s: problems %v, want %s (fatal %v)", test.text, problems, test.want, test.fatal)
		}
	}
}

// A key that is used as a register and as a list still has operations that can
// be shown: the value that was read stands for a list of one element.
func TestMixedKeyIsAList(t *testing.T) {
	for text, want := range map[string]string{
		"T1: r(x,7)\nT2: a(x,2) r(x,[2])":    "T1: r(x,[7])\nT2: a(x,2) r(x,[2])",
		"T1: a(x,2) r(x,[2 3])\nT2: r(x,99)": "T1: a(x,2) r(x,[2 3])\nT2: r(x,[99])",
	} {
		h, err := history.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.String(); got != want {
			t.Errorf("%s\nprinted\n%s\nwant\n%s", text, got, want)
		}
	}
}

func TestExtrasComeBackByTransaction(t *testing.T) {
	b := history.NewBuilder(history.Value{})
	for range 3 {
		b.Begin(history.TxnInfo{Alone: true})
	}
	node := history.Field{Name: "node", Text: `"n1"`}
	fault := history.Field{Name: "error", Text: `"timeout"`}
	b.Extra(2, node)
	b.Extra(0, fault)
	b.Extra(2, fault)
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range int32(3) {
		got = append(got, fmt.Sprint(h.Extras(i)))
	}
	want := `[{error "timeout"}] [] [{node "n1"} {error "timeout"}]`
	if strings.Join(got, " ") != want {
		t.Errorf("fields %s, want %s", strings.Join(got, " "), want)
	}
}
