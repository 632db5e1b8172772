package format

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"

	"visar/history"
)

// maxPlainDepth bounds how deep the values of plain operations are nested.
const maxPlainDepth = 8

// plainOp reads the operation that comes next and appends it to dst on a line, in the
// layout of history.edn that [jepsenReader.plain] reads, if it is a transaction as nearly
// all are: without a value that enters the cache, and with nothing that EDN writes in
// another way. It is several times as fast as value, to which it leaves all else: it
// reports false then, with nothing changed but f.at. It counts f.size as value does.
func (f *fressian) plainOp(dst []byte) ([]byte, bool) {
	if t, ok := f.plainStruct(); !ok || t.tag != opTag || t.fields != 7 {
		return dst, false
	}
	f.size, dst = 1, append(dst, '{')
	ok := true
	for _, name := range []string{":index ", ":time ", ":type ", ":process ", ":f ", ":value "} {
		from := len(dst)
		dst = append(dst, name...)
		begin := len(dst)
		if dst, ok = f.plainForm(dst, maxPlainDepth); !ok {
			return dst, false
		}
		if isPlainAbsent(name, dst[begin:]) {
			dst = dst[:from]
		} else {
			dst = append(dst, ", "...)
		}
	}
	dst = append(bytes.TrimSuffix(dst, []byte(", ")), "}\n"...)
	return dst, f.plainRest()
}

// isPlainAbsent is isAbsent for text.
func isPlainAbsent(name string, text []byte) bool {
	switch name {
	case ":index ", ":time ":
		return string(text) == "-1"
	case ":f ", ":value ":
		return string(text) == "nil"
	}
	return false
}

// plainRest skips what other keys the operation has if it has none: nil or an empty
// map.
func (f *fressian) plainRest() bool {
	f.size++
	if hasByte(f.src, f.at, 0xf7) {
		f.at++
		return true
	}
	if hasByte(f.src, f.at, 0xc0) && hasByte(f.src, f.at+1, 0xe4) {
		f.at += 2
		return true
	}
	return false
}

// plainStruct reads which of the types that have been named comes next.
func (f *fressian) plainStruct() (fressianStruct, bool) {
	if f.at == len(f.src) || f.src[f.at]&0xf0 != 0xa0 {
		return fressianStruct{}, false
	}
	n := int(f.src[f.at] - 0xa0)
	if n >= len(f.structs) {
		return fressianStruct{}, false
	}
	f.at++
	return f.structs[n], true
}

// plainForm reads a value and appends it to dst.
func (f *fressian) plainForm(dst []byte, depth int) ([]byte, bool) {
	if f.at == len(f.src) || depth == 0 {
		return dst, false
	}
	code := f.src[f.at]
	f.at++
	switch {
	case code < 10:
		f.size++
		return append(dst, '0'+code), true
	case code < 0x80 || code == 0xff:
		n, err := f.packed(code)
		f.size++
		return strconv.AppendInt(dst, n, 10), err == nil
	case code >= 0xe4 && code < 0xec:
		return f.plainList(dst, int(code-0xe4), depth-1)
	case code == 0xca:
		return f.plainKeyword(dst)
	}
	switch code {
	case 0xec:
		n, ok := f.plainCount()
		if !ok {
			return dst, false
		}
		return f.plainList(dst, n, depth-1)
	case 0xf5, 0xf6:
		f.size++
		return strconv.AppendBool(dst, code == 0xf5), true
	case 0xf7:
		f.size++
		return append(dst, "nil"...), true
	case 0xf8:
		n, err := f.big(8)
		f.size++
		return strconv.AppendInt(dst, n, 10), err == nil
	}
	f.at--
	text, ok := f.plainText()
	f.size += 1 + len(text)
	return appendEDNString(dst, text), ok
}

// plainCount reads a count.
func (f *fressian) plainCount() (int, bool) {
	if f.at == len(f.src) || f.src[f.at] >= 0x80 {
		return 0, false
	}
	code := f.src[f.at]
	f.at++
	n, err := f.packed(code)
	return int(n), err == nil && n >= 0 && n <= math.MaxInt32
}

// plainList reads n values.
func (f *fressian) plainList(dst []byte, n, depth int) ([]byte, bool) {
	f.size++
	dst = append(dst, '[')
	ok := true
	for i := range n {
		if i > 0 {
			dst = append(dst, ' ')
		}
		if dst, ok = f.plainForm(dst, depth); !ok {
			return dst, false
		}
	}
	return append(dst, ']'), true
}

// plainKeyword reads a keyword that has no namespace.
func (f *fressian) plainKeyword(dst []byte) ([]byte, bool) {
	if !hasByte(f.src, f.at, 0xf7) {
		return dst, false
	}
	f.at++
	name, ok := f.plainText()
	f.size += 2 + len(name)
	return appendFieldName(dst, name), ok
}

// plainText reads a short string, or one or a keyword that has been read.
func (f *fressian) plainText() ([]byte, bool) {
	if f.at == len(f.src) {
		return nil, false
	}
	code := f.src[f.at]
	f.at++
	switch {
	case code >= 0xda && code < 0xe2:
		text, err := f.raw(int(code - 0xda))
		return text, err == nil && utf8.Valid(text)
	case code >= 0x80 && code < 0xa0:
		n := int(code - 0x80)
		if n >= len(f.objects) || !f.objects[n].ready {
			return nil, false
		}
		v := &f.objects[n]
		return v.atom.text, v.kind == 'a' && v.atom.kind == history.String && v.tag == "" && v.size == 1+len(v.atom.text)
	}
	return nil, false
}
