package format

import (
	"math"

	"visar/history"
)

// fressian reads Fressian, the binary counterpart of EDN, as far as Jepsen
// writes it. Values become forms of EDN, since that is what they are.
type fressian struct {
	src     []byte
	at      int
	depth   int
	objects []fressianValue // the priority cache
	structs []fressianStruct
	size    int // of what plainOp has read
}

// fressianValue is a form, and how many forms and bytes of strings it is made of. Those that come
// from the cache are shared, so that a few bytes could stand for many.
type fressianValue struct {
	ednForm
	size  int
	tag   string // of a value that has a type of its own
	ready bool   // in the cache: it has been read
}

// fressianStruct is a type: a tag and the number of components.
type fressianStruct struct {
	tag    string
	fields int
}

// What the bytes of a block stand for is bounded: one value is at most maxGrowth
// times as large, all of them together maxTotal times.
const (
	maxGrowth = 16
	maxTotal  = 256
)

func (f *fressian) fail(format string, args ...any) error { return mistakef(f.at, format, args...) }

// raw consumes n bytes.
func (f *fressian) raw(n int) ([]byte, error) {
	if n < 0 || n > len(f.src)-f.at {
		return nil, f.fail("expected %d bytes of a value, got the end of the block", n)
	}
	f.at += n
	return f.src[f.at-n : f.at], nil
}

// big reads a signed number of n bytes.
func (f *fressian) big(n int) (int64, error) {
	b, err := f.raw(n)
	v := uint64(0)
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return int64(v), err
}

// value reads the next value.
func (f *fressian) value() (v fressianValue, err error) {
	if f.depth++; f.depth > maxDepth {
		return v, f.fail("expected at most %d levels of nesting", maxDepth)
	}
	defer func() { f.depth-- }()
	from := f.at
	code, err := f.raw(1)
	if err != nil {
		return v, err
	}
	v, err = f.coded(code[0])
	if err == nil && v.size > maxGrowth*(len(f.src)+64) {
		f.at = from
		err = f.fail("expected a value in proportion to the block, got one of %d parts", v.size)
	}
	return v, err
}

func (f *fressian) coded(code byte) (fressianValue, error) {
	switch {
	case code < 0x80 || code == 0xff:
		n, err := f.packed(code)
		return intForm(n), err
	case code < 0xa0:
		return f.cached(int(code - 0x80))
	case code < 0xb0:
		return f.cachedStruct(int(code - 0xa0))
	case code < 0xb6:
		return f.array()
	case code >= 0xd0 && code < 0xd8:
		return f.bytes(int(code - 0xd0))
	case code >= 0xda && code < 0xe2:
		return f.text(int(code-0xda), false)
	case code >= 0xe4 && code < 0xec:
		return f.list(int(code - 0xe4))
	}
	return f.rest(code)
}

// The types that have a code of their own.
var fressianTypes = map[byte]fressianStruct{
	0xc0: {"map", 1}, 0xc1: {"set", 1}, 0xc3: {"uuid", 1}, 0xc4: {"regex", 1}, 0xc5: {"uri", 1},
	0xc6: {"bigint", 1}, 0xc7: {"bigdec", 2}, 0xc8: {"inst", 1}, 0xc9: {"sym", 2}, 0xca: {"key", 2},
}

func (f *fressian) rest(code byte) (fressianValue, error) {
	if t, ok := fressianTypes[code]; ok {
		return f.typed(t)
	}
	switch code {
	case 0xcc: // an object of the cache
		return f.counted(f.cached)
	case 0xcd:
		return f.cache()
	case 0xd8, 0xd9:
		return f.counted(f.bytes)
	case 0xe2, 0xe3:
		return f.counted(func(n int) (fressianValue, error) { return f.text(n, code == 0xe2) })
	case 0xec:
		return f.counted(f.list)
	case 0xed, 0xee:
		return f.open()
	case 0xef:
		return f.newStruct()
	case 0xf0:
		return f.counted(f.cachedStruct)
	case 0xf5, 0xf6:
		return atomForm(scalar{kind: history.Bool, number: int64(0xf6 - int(code))}), nil
	case 0xf7:
		return atomForm(scalar{}), nil
	case 0xf8:
		n, err := f.big(8)
		return intForm(n), err
	case 0xf9:
		b, err := f.big(4)
		return floatForm(float64(math.Float32frombits(uint32(b)))), err
	case 0xfa:
		b, err := f.big(8)
		return floatForm(math.Float64frombits(uint64(b))), err
	case 0xfb, 0xfc:
		return floatForm(float64(code - 0xfb)), nil
	case 0xfe:
		f.objects, f.structs = f.objects[:0], f.structs[:0]
		return f.value()
	}
	f.at--
	return fressianValue{}, f.fail("expected a value in Fressian, got the code 0x%02x", code)
}

// fressianPacked has the codes of small numbers: their upper bits and how many bytes
// follow.
var fressianPacked = [...]struct {
	below, zero byte
	bytes       int
}{{0x60, 0x50, 1}, {0x70, 0x68, 2}, {0x74, 0x72, 3}, {0x78, 0x76, 4}, {0x7c, 0x7a, 5}, {0x80, 0x7e, 6}}

// packed reads the rest of a small number.
func (f *fressian) packed(code byte) (int64, error) {
	if code < 0x40 {
		return int64(code), nil
	}
	for i := range fressianPacked {
		if p := &fressianPacked[i]; code < p.below {
			low, err := f.big(p.bytes)
			return (int64(code)-int64(p.zero))<<(8*p.bytes) | low, err
		}
	}
	return -1, nil
}

// number reads an integer.
func (f *fressian) number(what string) (int64, error) {
	from := f.at
	v, err := f.value()
	if err == nil && (v.kind != 'a' || v.atom.kind != history.Int) {
		f.at = from
		err = f.fail("expected %s, an integer", what)
	}
	return v.atom.number, err
}

// counted reads a count and what it is the count or index of.
func (f *fressian) counted(read func(n int) (fressianValue, error)) (fressianValue, error) {
	n, err := f.number("a count")
	if err != nil {
		return fressianValue{}, err
	}
	if n < 0 || n > math.MaxInt32 {
		return fressianValue{}, f.fail("expected a count, got %d", n)
	}
	return read(int(n))
}

// cache reads an object and keeps it. Its place is taken before it is read.
func (f *fressian) cache() (fressianValue, error) {
	n := len(f.objects)
	f.objects = append(f.objects, fressianValue{})
	v, err := f.value()
	if err == nil && n < len(f.objects) {
		v.ready = true
		f.objects[n] = v
	}
	return v, err
}

func (f *fressian) cached(n int) (fressianValue, error) {
	if n >= len(f.objects) || !f.objects[n].ready {
		return fressianValue{}, f.fail("expected an object that has been read, got number %d of %d", n, len(f.objects))
	}
	return f.objects[n], nil
}

func (f *fressian) newStruct() (fressianValue, error) {
	tag, err := f.value()
	if err != nil {
		return tag, err
	}
	fields, err := f.number("the number of components")
	if err != nil {
		return tag, err
	}
	if fields < 0 || fields > int64(len(f.src)) {
		return tag, f.fail("expected the number of components, got %d", fields)
	}
	f.structs = append(f.structs, fressianStruct{string(tag.append(nil)), int(fields)})
	if tag.kind == 'a' {
		f.structs[len(f.structs)-1].tag = string(tag.atom.text)
	}
	return f.typed(f.structs[len(f.structs)-1])
}

func (f *fressian) cachedStruct(n int) (fressianValue, error) {
	if n >= len(f.structs) {
		return fressianValue{}, f.fail("expected a type that has been named, got number %d of %d", n, len(f.structs))
	}
	return f.typed(f.structs[n])
}

// list reads n values. They are vectors, as Jepsen reads them.
func (f *fressian) list(n int) (fressianValue, error) {
	v := fressianValue{ednForm: ednForm{kind: '['}, size: 1}
	for range n {
		part, err := f.value()
		if err != nil {
			return v, err
		}
		v.add(part)
	}
	return v, nil
}

func (v *fressianValue) add(part fressianValue) {
	v.parts = append(v.parts, part.ednForm)
	v.size = min(v.size+part.size, math.MaxInt/4)
}

// open reads values up to the end of the list.
func (f *fressian) open() (fressianValue, error) {
	v := fressianValue{ednForm: ednForm{kind: '['}, size: 1}
	for f.at < len(f.src) && f.src[f.at] != 0xfd {
		part, err := f.value()
		if err != nil {
			return v, err
		}
		v.add(part)
	}
	_, err := f.raw(1)
	return v, err
}

// array reads an array: its length and its elements.
func (f *fressian) array() (fressianValue, error) { return f.counted(f.list) }
