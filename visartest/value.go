package visartest

import (
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"strings"
	"unicode/utf8"

	"visar/history"
)

// valueOf returns what a test calls a value as a history has it. It reports
// whether it can be one. It keeps no reference to v.
func valueOf(v any) (history.Value, bool) {
	switch v := v.(type) {
	case nil:
		return history.Value{}, true
	case int:
		return history.IntValue(int64(v)), true
	case string:
		return text(v), true
	case int64:
		return history.IntValue(v), true
	case []byte:
		if v == nil {
			return history.Value{}, true
		}
		return text(string(v)), true
	case bool:
		return history.BoolValue(v), true
	}
	return reflected(reflect.ValueOf(v))
}

// keyOf returns a key, which must be an integer or a string.
func keyOf(k any) (history.Value, bool) {
	key, ok := valueOf(k)
	return key, ok && (key.Kind() == history.Int || key.Kind() == history.String)
}

// maxPointers bounds how many pointers are followed: a type may point to itself.
const maxPointers = 4

// reflected returns the value of a type that is less usual: of another size, with
// a name of its own, behind a pointer.
func reflected(v reflect.Value) (history.Value, bool) {
	for range maxPointers {
		if v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
			break
		}
		if v.IsNil() {
			return history.Value{}, true
		}
		v = v.Elem()
	}
	switch {
	case v.CanInt():
		return history.IntValue(v.Int()), true
	case v.CanUint():
		return history.IntValue(int64(v.Uint())), v.Uint() <= math.MaxInt64
	case v.Kind() == reflect.String:
		return text(v.String()), true
	case v.Kind() == reflect.Bool:
		return history.BoolValue(v.Bool()), true
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		if v.IsNil() {
			return history.Value{}, true
		}
		return text(string(v.Bytes())), true
	}
	return history.Value{}, false
}

// hexMark begins the names of strings that a file cannot hold.
const hexMark = "hex:"

// text returns a string. One that is not UTF-8, as a binary key may be, is named
// by its bytes in hexadecimal, and so is one that looks like such a name: different
// strings stay different.
func text(s string) history.Value {
	if !utf8.ValidString(s) || strings.HasPrefix(s, hexMark) {
		s = hexMark + hex.EncodeToString([]byte(s))
	}
	return history.StringValue(s)
}

// listOf returns the elements of a slice.
func listOf(v any) ([]history.Value, bool) {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return nil, false
	}
	elements := make([]history.Value, list.Len())
	for i := range elements {
		e, ok := reflected(list.Index(i))
		if !ok || e.Kind() == history.Nil {
			return nil, false
		}
		elements[i] = e
	}
	return elements, true
}

// unfit says why a value of a type is none. It is not given the value, which would
// have to be copied for every operation then, mistake or not.
func unfit(t reflect.Type) string {
	return fmt.Sprintf("expected an integer of 64 bits, a string, a boolean, nil, or a slice of such elements without nil, got a value of type %s", t)
}

// unfitKey says why a key of a type is none.
func unfitKey(t reflect.Type) string {
	return fmt.Sprintf("expected an integer of 64 bits or a string, got a value of type %v", t)
}
