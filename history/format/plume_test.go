package format

import "testing"

func TestPlumeShapes(t *testing.T) {
	for text, want := range map[string]string{
		"w(1,2,0,10)\nr(1,2,1,11)\nr(2,0,1,11)\n": "initial 0\n10[0]: w(1,2)\n11[1]: r(1,2) r(2,_)",
		// The lines of transactions may be mixed; the first line of each counts.
		"w(1,1,0,5)\nw(1,2,1,3)\n\nr(1,2,0,5)\nw(1,3,0,4)\nr(1,1,1,3)": "initial 0\n5[0]: w(1,1) r(1,2)\n3[1]: w(1,2) r(1,1)\n4[0]: w(1,3)",
		// The aborted operations of session 0 are two transactions, since
		// transaction 7 of the same session comes between; session 1 does not part them.
		"w(1,1,0,-1)\nw(1,9,1,8)\nr(2,1,0,-1)\nw(1,2,0,7)\nw(1,3,0,-1)": "initial 0\nT1[0] aborted: w(1,1) r(2,1)\n8[1]: w(1,9)\n7[0]: w(1,2)\nT4[0] aborted: w(1,3)",
		// A first transaction that writes initial values only is the initial state.
		"w(1,0,0,0)\nw(2,0,0,0)\r\nr(1,0,1,1)": "initial 0\n1[1]: r(1,_)",
	} {
		if got := decode(t, text).String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestPlumeErrors(t *testing.T) {
	for text, want := range map[string]string{
		"w(1,2,0,1)\nr(1,2,1,1)":  "h:2:9: expected a transaction of session 1, got 1, which is one of session 0 (line 1)",
		"w(1,2,0,1)\nx(1,2,1,1)":  `h:2:1: expected r(KEY,VALUE,SESSION,TXN) or w(KEY,VALUE,SESSION,TXN), got "x(1"`,
		"w(1,2,0)":                `h:1:8: expected "," and a transaction, got ")"`,
		"w(1,-2,0,1)":             `h:1:5: expected a value that is a non-negative integer of 63 bits, got "-2"`,
		"w(1,2,0,-2)":             `h:1:9: expected a transaction that is a non-negative integer of 63 bits, got "-2"`,
		"w(1,9223372036854775808": `h:1:5: expected a value that is a non-negative integer of 63 bits, got "9223372036854775808"`,
		"w(1,2,0,1":               "h:1:10: expected a closing parenthesis, got the end of the line",
		"w(1,2,0,1) w(1,3,0,1)":   `h:1:12: expected the end of the line, got "w(1"`,
	} {
		if got := failure(t, text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Keys and values that are no integers are numbered, and Lossy says so.
func TestPlumeNumbersWhatItCannotHold(t *testing.T) {
	h := decode(t, "a[s]: w(x,one) r(y,_)\nb[s] aborted: w(x,two)\nc: r(x,one)")
	if got, want := encode(t, Plume, h), "w(0,1,0,1)\nr(1,0,0,1)\nw(0,2,0,-1)\nr(0,1,1,3)\n"; got != want {
		t.Errorf("wrote\n%s, want\n%s", got, want)
	}
	if lost := len(Plume.Lossy(h)); lost != 5 {
		t.Errorf("%d losses %q, want those of ids, sessions, keys, values and the initial value", lost, Plume.Lossy(h))
	}
}

// What readers would take for the initial state is left out, and said to be.
func TestPlumeInitialState(t *testing.T) {
	h := decode(t, "initial 0\nT1[0]: w(1,0)\nT2[1]: w(2,0)\nT3[0]: w(1,3) w(2,0)")
	if lost := Plume.Lossy(h); len(lost) != 2 || lost[1] != "first transactions that only write the initial value (they are the initial state)" {
		t.Errorf("lossy %q", lost)
	}
	if got, want := encode(t, Plume, h), "w(1,3,0,3)\nw(2,0,0,3)\n"; got != want {
		t.Errorf("wrote %s, want %s", got, want)
	}
}
