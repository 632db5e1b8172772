package format

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape appends to dst the string that stands between quotes as s, in the
// escapes that JSON and EDN share. Where s is wrong, it returns the index and
// what was expected there.
func unescape(dst, s []byte) (text []byte, at int, expected string) {
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			dst = append(dst, s[i])
			i++
			continue
		}
		r, length := escape(s[i:])
		if length == 0 {
			return nil, i, `one of the escapes \" \\ \/ \b \f \n \r \t and \u with four digits, in surrogate pairs beyond \uffff`
		}
		dst = utf8.AppendRune(dst, r)
		i += length
	}
	return dst, 0, ""
}

// escape returns the character that the escape at the beginning of s stands
// for, and the length of the escape, which is 0 for a wrong one.
func escape(s []byte) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return unicodeEscape(s)
	}
	return 0, 0
}

func unicodeEscape(s []byte) (rune, int) {
	r, ok := hex4(s)
	if !ok || !utf16.IsSurrogate(r) {
		return r, 6 * btoi(ok)
	}
	low, ok := hex4(s[6:])
	pair := utf16.DecodeRune(r, low)
	return pair, 12 * btoi(ok && pair != utf8.RuneError)
}

// hex4 parses an escape \uXXXX.
func hex4(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 32)
	return rune(n), err == nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
