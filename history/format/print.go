package format

import (
	"strconv"
	"unicode/utf8"

	"visar/history"
)

const hexDigits = "0123456789abcdef"

// appendJSONString appends s, which is UTF-8, as a JSON string. Unlike
// encoding/json it leaves <, > and & alone, which EDN could not read back.
func appendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r == '\t':
			dst = append(dst, '\\', 't')
		case r == '\r':
			dst = append(dst, '\\', 'r')
		case r < ' ' || r == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// appendEDN appends v as EDN. Strings are written in the same way in JSON.
func appendEDN(dst []byte, v history.Value) []byte {
	switch v.Kind() {
	case history.Int:
		return strconv.AppendInt(dst, v.Int(), 10)
	case history.Bool:
		return strconv.AppendBool(dst, v.Int() == 1)
	case history.String:
		if isKeyword(v.Text()) {
			return append(dst, v.Text()...)
		}
		return appendJSONString(dst, v.Text())
	case history.Other:
		return append(dst, v.Text()...)
	}
	return append(dst, "nil"...)
}

// isKeyword reports whether s reads back from EDN as a keyword.
func isKeyword(s string) bool {
	if len(s) < 2 || s[0] != ':' {
		return false
	}
	for i := range len(s) {
		if ednClass[s[i]] != ednToken || s[i] == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}
