package format

import (
	"math"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string of n bytes, and what follows if it is only a part.
func (f *fressian) text(n int, more bool) (fressianValue, error) {
	b, err := f.raw(n)
	if err != nil {
		return fressianValue{}, err
	}
	text := slices.Clone(b)
	for more {
		code, err := f.raw(1)
		if err != nil {
			return fressianValue{}, err
		}
		n := int64(code[0]) - 0xda
		if n >= 8 {
			n, err = f.number("the length of a string")
		}
		if err != nil || code[0] < 0xda || code[0] > 0xe3 || n > math.MaxInt32 {
			return fressianValue{}, f.fail("expected the next part of a string")
		}
		if b, err = f.raw(int(n)); err != nil {
			return fressianValue{}, err
		}
		text = append(text, b...)
		more = code[0] == 0xe2
	}
	return textForm(javaText(text)), nil
}

// bytes reads n bytes. They have no form of their own.
func (f *fressian) bytes(n int) (fressianValue, error) {
	b, err := f.raw(n)
	v := textForm(slices.Clone(b))
	v.tag = "bytes"
	return v, err
}

// javaText returns text in UTF-8. Fressian writes a character beyond 0xffff as
// the two halves of UTF-16, each as if it were a character.
func javaText(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	var out []byte
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if h, ok := surrogate(b); ok {
			if l, low := surrogate(b[3:]); low && utf16.DecodeRune(h, l) != utf8.RuneError {
				r, n = utf16.DecodeRune(h, l), 6
			}
		}
		out = utf8.AppendRune(out, r)
		b = b[n:]
	}
	return out
}

func surrogate(b []byte) (rune, bool) {
	if len(b) < 3 || b[0] != 0xed || b[1]&0xe0 != 0xa0 || b[2]&0xc0 != 0x80 {
		return 0, false
	}
	return 0xd000 | rune(b[1]&0x3f)<<6 | rune(b[2]&0x3f), true
}
