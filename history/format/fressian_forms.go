package format

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"time"

	"visar/history"
)

func atomForm(s scalar) fressianValue {
	return fressianValue{ednForm: ednForm{kind: 'a', atom: s}, size: 1}
}

func intForm(n int64) fressianValue { return atomForm(scalar{kind: history.Int, number: n}) }

// textForm counts the bytes of the string too: they are printed.
func textForm(text []byte) fressianValue {
	v := atomForm(scalar{kind: history.String, text: text})
	v.size += len(text)
	return v
}

func otherForm(text string) fressianValue {
	return atomForm(scalar{kind: history.Other, text: []byte(text)})
}

func floatForm(x float64) fressianValue {
	switch {
	case math.IsNaN(x):
		return otherForm("##NaN")
	case math.IsInf(x, 0):
		return otherForm(map[bool]string{true: "##Inf", false: "##-Inf"}[x > 0])
	case x == math.Trunc(x) && math.Abs(x) < 1e15:
		return otherForm(strconv.FormatFloat(x, 'f', 1, 64))
	}
	return otherForm(strconv.FormatFloat(x, 'g', -1, 64))
}

// typed reads the components of a value that has a type.
func (f *fressian) typed(t fressianStruct) (fressianValue, error) {
	parts := make([]fressianValue, 0, min(t.fields, 8))
	all := fressianValue{ednForm: ednForm{kind: '['}, size: 1}
	for range t.fields {
		part, err := f.value()
		if err != nil {
			return part, err
		}
		parts = append(parts, part)
		all.add(part)
	}
	v, ok := typedForm(t.tag, parts, all)
	if !ok {
		return v, f.fail("expected the components of a %s", strconv.Quote(t.tag))
	}
	return v, nil
}

// typedForm makes a form of the components of a value. Where EDN has no such
// value it is a string, or the components themselves.
func typedForm(tag string, parts []fressianValue, all fressianValue) (fressianValue, bool) {
	all.tag = tag
	if len(parts) == 2 {
		switch tag {
		case "key", "sym":
			return nameForm(tag, parts[0], parts[1])
		case "bigdec":
			return otherForm(fmt.Sprintf("%sE%dM", bigInt(parts[0].atom.text), -parts[1].atom.number)), parts[0].tag == "bytes"
		case "ratio":
			return otherForm(trimN(parts[0].atom) + "/" + trimN(parts[1].atom)), true
		case "record":
			return parts[1], true
		}
		all.pair = tag == "map-entry"
		return all, true
	}
	if len(parts) != 1 {
		return all, true
	}
	v := parts[0]
	switch tag {
	case "map", "multiset":
		if v.kind == '[' {
			v.kind = '{'
		}
		return v, v.kind == '{' && len(v.parts)%2 == 0
	case "set", "persistent-hash-set", "persistent-sorted-set":
		if v.kind == 'a' && v.atom.kind == history.Nil {
			v.ednForm = ednForm{kind: '['}
		}
		ok := v.kind == '['
		v.kind = '#'
		return v, ok
	case "bigint":
		return otherForm(bigInt(v.atom.text) + "N"), v.tag == "bytes"
	case "uuid":
		return textForm([]byte(hex.EncodeToString(v.atom.text))), v.tag == "bytes"
	case "inst":
		return textForm([]byte(time.UnixMilli(v.atom.number).UTC().Format(time.RFC3339Nano))), v.atom.kind == history.Int
	case "char":
		return textForm([]byte(string(rune(v.atom.number)))), v.atom.kind == history.Int
	}
	v.tag = tag // regex, uri, atom, vec, instant, date-time, throwable, block-ref, byte
	return v, true
}

func bigInt(b []byte) string {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n.String()
}

// trimN returns an integer of any size.
func trimN(s scalar) string {
	if s.kind == history.Int {
		return strconv.FormatInt(s.number, 10)
	}
	if n := len(s.text); n > 0 && s.text[n-1] == 'N' {
		return string(s.text[:n-1])
	}
	return string(s.text)
}

// nameForm makes a keyword or symbol of its namespace, if it has one, and name.
func nameForm(tag string, ns, name fressianValue) (fressianValue, bool) {
	if name.kind != 'a' || name.atom.kind != history.String || ns.kind != 'a' {
		return name, false
	}
	var text []byte
	if tag == "key" {
		text = append(text, ':')
	}
	if ns.atom.kind == history.String {
		text = append(append(text, ns.atom.text...), '/')
	}
	text = append(text, name.atom.text...)
	v := textForm(text)
	if p := (&ednText{cursor: cursor{src: append(append([]byte(nil), text...), '\n')}}); tag == "sym" {
		if s, err := p.scalar("a symbol"); err == nil && s.kind == history.Other && p.at == len(text) && text[0] != '#' && text[0] != '\\' && text[0] != '{' {
			v.atom.kind = history.Other
		}
	}
	return v, true
}
