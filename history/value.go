package history

import (
	"fmt"
	"strconv"
	"strings"
)

// ValueKind says which kind of scalar a [Value] is.
type ValueKind uint8

const (
	// Nil is the absence of a value: what a read of a key that was never
	// written returns where the recording names no other initial value.
	Nil ValueKind = iota
	Int
	String
	Bool
	// Other is a value that is none of the above (a decimal, a ratio, a
	// collection stored as one value), kept as its canonical text.
	Other
)

// Value is a scalar as the recording has it: a key, a written value or an
// element of a list. Values are comparable with ==.
//
// The integer 1 and the string "1" are different values. A Clojure keyword is
// the string that begins with a colon.
type Value struct {
	text   string
	number int64
	kind   ValueKind
}

// IntValue returns the integer n as a Value.
func IntValue(n int64) Value { return Value{number: n, kind: Int} }

// StringValue returns the string s as a Value.
func StringValue(s string) Value { return Value{text: s, kind: String} }

// BoolValue returns the boolean b as a Value.
func BoolValue(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.number = 1
	}
	return v
}

// OtherValue returns a value that is known by its canonical text only.
func OtherValue(text string) Value { return Value{text: text, kind: Other} }

// Kind returns the kind of v; the zero Value is Nil.
func (v Value) Kind() ValueKind { return v.kind }

// Int returns the integer, or 0 if v is not an Int. A Bool is 0 or 1.
func (v Value) Int() int64 { return v.number }

// Text returns the string of a String or the canonical text of an Other.
func (v Value) Text() string { return v.text }

// String returns v for people and for the notation: integers and booleans
// plain, nil as _, strings plain where the notation can read them back so and
// quoted otherwise. Control characters never appear in it.
func (v Value) String() string {
	switch v.kind {
	case Nil:
		return "_"
	case Int:
		return strconv.FormatInt(v.number, 10)
	case Bool:
		return strconv.FormatBool(v.number == 1)
	case String:
		if plainWord(v.text) {
			return v.text
		}
		return strconv.QuoteToGraphic(v.text)
	case Other:
		return "#" + strconv.QuoteToGraphic(v.text)
	}
	panic(fmt.Sprintf("history: value of unknown kind %d", v.kind))
}

// plainWord reports whether s reads back as a string without quotes: it looks
// like a name and like nothing else.
func plainWord(s string) bool {
	if s == "" || s == "_" || s == "true" || s == "false" {
		return false
	}
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		inner := i > 0 && (r >= '0' && r <= '9' || strings.ContainsRune("-./", r) && s[i-1] != ':')
		if !letter && !inner && !(i == 0 && r == ':' && len(s) > 1) {
			return false
		}
	}
	return true
}
