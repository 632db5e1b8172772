package format

import (
	"io"
	"strconv"
	"unicode/utf8"

	"visar/history"
)

// printer writes text in chunks. The first error stays.
type printer struct {
	w   io.Writer
	buf []byte
	err error
}

// text appends the strings.
func (p *printer) text(texts ...string) {
	for _, s := range texts {
		p.buf = append(p.buf, s...)
	}
}

func (p *printer) int(n int64) { p.buf = strconv.AppendInt(p.buf, n, 10) }

// endLine ends a line.
func (p *printer) endLine() {
	p.buf = append(p.buf, '\n')
	p.pass()
}

// pass writes what has come together if it is enough.
func (p *printer) pass() {
	if len(p.buf) >= chunk {
		p.flush()
	}
}

func (p *printer) flush() error {
	if p.err == nil && len(p.buf) > 0 {
		_, p.err = p.w.Write(p.buf)
	}
	p.buf = p.buf[:0]
	return p.err
}

const hexDigits = "0123456789abcdef"

// appendJSONString appends s, which is UTF-8, as a JSON string. It is a string
// in EDN too, which lacks escapes that encoding/json would use.
func appendJSONString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	for _, r := range string(s) {
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

// appendJSON appends v as JSON. What JSON lacks is a string of its text.
func appendJSON(dst []byte, v history.Value) []byte {
	switch v.Kind() {
	case history.Nil:
		return append(dst, "null"...)
	case history.Int:
		return strconv.AppendInt(dst, v.Int(), 10)
	case history.Bool:
		return strconv.AppendBool(dst, v.Int() == 1)
	}
	return appendJSONString(dst, v.Text())
}

// appendEDN appends v as EDN.
func appendEDN(dst []byte, v history.Value) []byte {
	switch v.Kind() {
	case history.Int:
		return strconv.AppendInt(dst, v.Int(), 10)
	case history.Bool:
		return strconv.AppendBool(dst, v.Int() == 1)
	case history.String:
		return appendEDNString(dst, v.Text())
	case history.Other:
		return append(dst, v.Text()...)
	}
	return append(dst, "nil"...)
}

// appendEDNString appends s, which is UTF-8, as EDN.
func appendEDNString[T string | []byte](dst []byte, s T) []byte {
	if isKeyword(s) {
		return append(dst, s...)
	}
	return appendJSONString(dst, s)
}

// isKeyword reports whether s reads back from EDN as a keyword.
func isKeyword[T string | []byte](s T) bool {
	if len(s) < 2 || s[0] != ':' {
		return false
	}
	high := byte(0)
	for i := range len(s) {
		if ednClass[s[i]] != ednToken {
			return false
		}
		high |= s[i]
	}
	return high < utf8.RuneSelf || utf8.ValidString(string(s))
}
