package format

import (
	"encoding/binary"
	"slices"

	"visar/history"
)

// operations reads the operations in a block, or in those that it lists.
func (d *storeDecoder) operations(id uint32, independent bool) error {
	for ids := []uint32{id}; len(ids) > 0; { // a stack
		b, err := d.blockByID(ids[len(ids)-1])
		if err != nil {
			return err
		}
		ids = ids[:len(ids)-1]
		switch b.kind {
		case blockVector:
			chunks, err := d.chunks(b)
			if err != nil {
				return err
			}
			slices.Reverse(chunks)
			ids = append(ids, chunks...)
		case blockStream, blockFressian:
			if err := d.stream(b, independent); err != nil {
				return err
			}
		default:
			return d.errorAt(b.offset, "expected operations, got a block of type %d", b.kind)
		}
	}
	return nil
}

// chunks returns the blocks that a vector lists.
func (d *storeDecoder) chunks(b storeBlock) ([]uint32, error) {
	if len(b.data)%12 != 8 {
		return nil, d.errorAt(b.offset, "expected the blocks of a vector, got %d bytes", len(b.data))
	}
	var ids []uint32
	for rest := b.data[8:]; len(rest) > 0; rest = rest[12:] {
		ids = append(ids, binary.BigEndian.Uint32(rest[8:]))
	}
	return ids, nil
}

// takeForm reads a value, an operation or a history of some, and takes it into the
// history.
func (d *storeDecoder) takeForm() error {
	s := &d.s
	d.w.offset = s.offset + int64(s.at)
	v, err := s.value()
	if err != nil {
		return d.inBlock(s.storeBlock, err)
	}
	if s.total += v.size; s.total > s.most() {
		return d.errorAt(d.w.offset, "expected operations in proportion to the block")
	}
	ops := []ednForm{v.ednForm}
	if v.kind == '[' && v.tag != opTag {
		ops = v.parts
	} else if v.kind == 'a' {
		ops = nil // an empty history
	}
	for _, op := range ops {
		if op, ok := operationOf(op); ok {
			err = d.take(op, s.independent)
		} else {
			err = mistakef(0, "expected an operation")
		}
		if err != nil {
			return d.w.locate(err)
		}
	}
	return nil
}

const opTag = "jepsen.history.Op"

// operationOf returns an operation as a map: one that is a record has seven
// components.
func operationOf(f ednForm) (ednForm, bool) {
	if f.kind == '{' {
		return f, true
	}
	if f.kind != '[' || len(f.parts) != 7 {
		return f, false
	}
	op := ednForm{kind: '{'}
	for i, name := range []string{":index", ":time", ":type", ":process", ":f", ":value"} {
		op.parts = append(op.parts, textForm([]byte(name)).ednForm, f.parts[i])
	}
	if rest := f.parts[6]; rest.kind == '{' {
		op.parts = append(op.parts, rest.parts...)
	}
	return op, true
}

// take takes an operation into the history.
func (d *storeDecoder) take(op ednForm, independent bool) error {
	d.length, d.edn = 0, append(d.edn[:0], '{')
	d.opt.Independent = independent
	for i := 0; i < len(op.parts); i += 2 {
		name, value := op.parts[i], op.parts[i+1]
		if own := string(name.atom.text); own == ":value" && value.pair {
			d.opt.Independent = true
		} else if isAbsent(own, value) {
			continue
		}
		d.edn = append(name.appendPlain(d.edn), ' ')
		d.edn = append(value.appendPlain(d.edn), '\n')
	}
	return d.end()
}

// isAbsent reports whether a component of the record stands for a missing key.
func isAbsent(name string, value ednForm) bool {
	switch {
	case value.kind != 'a':
		return false
	case isCounter(name):
		return value.atom.kind == history.Int && value.atom.number == -1
	case name == ":f" || name == ":value":
		return value.atom.kind == history.Nil
	}
	return false
}

func isCounter(name string) bool { return name == ":index" || name == ":time" }

// appendPlain appends the form, its parts in their order.
func (f ednForm) appendPlain(dst []byte) []byte {
	if f.kind == 'a' {
		return appendEDN(dst, f.atom.value())
	}
	opener, closer := string(f.kind), byte(']')
	switch f.kind {
	case '{':
		closer = '}'
	case '#':
		opener, closer = "#{", '}'
	}
	dst = append(dst, opener...)
	for _, part := range f.parts {
		dst = append(part.appendPlain(dst), ' ')
	}
	return append(dst, closer)
}
