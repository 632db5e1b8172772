package format

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"visar/history"
)

func lossyJepsenStore(h *history.History) []string {
	return append(lossyJepsen(h), lossesOf(h, []loss{
		{"values that are no integers, strings or booleans (they become strings)", hasOtherValues},
		{"details of faults", hasFaults},
		{"numbers that are no integers, in fields that are only kept (they become strings)", hasFields},
	})...)
}

// storeChunk is how many operations Jepsen puts in one block.
const storeChunk = 16384

// storeWriter writes the blocks of operations. It runs twice: the index, which
// comes first, wants their lengths.
type storeWriter struct {
	out     func(block []byte) error
	buf     []byte
	ops     int // in buf
	total   int
	started bool // the type of an operation has been named in this block
}

// encodeJepsenStore writes the file: the index, the map of the test, the vector
// of the history and its chunks, in blocks 2, 1 and from 3 on.
func encodeJepsenStore(w io.Writer, h *history.History) error {
	var lengths []int
	s := &storeWriter{out: func(block []byte) error {
		lengths = append(lengths, len(block))
		return nil
	}}
	if err := s.operations(h); err != nil {
		return err
	}
	if len(lengths) == 0 {
		return errNoOps
	}
	if _, err := w.Write(storeHead(lengths, s.total)); err != nil {
		return err
	}
	s = &storeWriter{out: func(block []byte) error {
		_, err := w.Write(block)
		return err
	}}
	return s.operations(h)
}

// storeHead returns everything before the operations, total in blocks of those
// lengths.
func storeHead(lengths []int, total int) []byte {
	test := appendBlock(nil, blockFressian, testMap())
	vector := binary.BigEndian.AppendUint64(nil, uint64(total))
	for i := range lengths {
		vector = binary.BigEndian.AppendUint64(vector, uint64(i*storeChunk))
		vector = binary.BigEndian.AppendUint32(vector, uint32(i+3))
	}
	vector = appendBlock(nil, blockVector, vector)
	offset := storeHeader + blockHeader + 4 + 12*(2+len(lengths))
	index := binary.BigEndian.AppendUint32(nil, 2)
	place := func(id, length int) {
		index = binary.BigEndian.AppendUint32(index, uint32(id))
		index = binary.BigEndian.AppendUint64(index, uint64(offset))
		offset += length
	}
	place(2, len(test))
	place(1, len(vector))
	for i, length := range lengths {
		place(i+3, length)
	}
	head := append([]byte(storeMagic), 0, 0, 0, 1)
	head = binary.BigEndian.AppendUint64(head, storeHeader)
	head = appendBlock(head, blockIndex, index)
	return append(append(head, test...), vector...)
}

// testMap is {:name "converted by visar" :history block 1}.
func testMap() []byte {
	out := appendKeyword([]byte{0xc0, 0xe4 + 4}, ":name")
	out = appendKeyword(appendFressianText(out, convertedBy), ":history")
	out = append(appendFressianText(append(out, 0xef), "block-ref"), 1)
	return append(out, 1)
}

// appendBlock appends a block.
func appendBlock(dst []byte, kind byte, data []byte) []byte {
	var head [blockHeader]byte
	binary.BigEndian.PutUint64(head[:], uint64(blockHeader+len(data)))
	head[13] = kind
	binary.BigEndian.PutUint32(head[8:], blockSum(head, data))
	return append(append(dst, head[:]...), data...)
}

func (s *storeWriter) operations(h *history.History) error {
	err := encodeOperations(h, func(op ednForm) error {
		s.operation(op)
		if s.ops < storeChunk {
			return nil
		}
		return s.flush()
	})
	if err != nil || s.ops == 0 {
		return err
	}
	return s.flush()
}

func (s *storeWriter) flush() error {
	s.total += s.ops
	err := s.out(appendBlock(nil, blockStream, s.buf))
	s.buf, s.ops, s.started = s.buf[:0], 0, false
	return err
}

// operation appends an operation as Jepsen's record of seven components.
func (s *storeWriter) operation(op ednForm) {
	s.ops++
	if s.started {
		s.buf = append(s.buf, 0xa0)
	} else {
		s.buf = append(appendFressianText(append(s.buf, 0xef), opTag), 7)
		s.started = true
	}
	for _, name := range []string{":index", ":time", ":type", ":process", ":f", ":value"} {
		part, ok := op.field(name)
		switch {
		case !ok && isCounter(name):
			part.kind, part.atom = 'a', scalar{kind: history.Int, number: -1}
		case !ok:
			part.kind = 'a'
		}
		s.buf = appendFressian(s.buf, part)
	}
	rest := ednForm{kind: '{'}
	for i := 0; i < len(op.parts); i += 2 {
		if name := string(bytes.TrimPrefix(op.parts[i].atom.text, []byte{':'})); !isJepsenField(name) {
			rest.parts = append(rest.parts, op.parts[i], op.parts[i+1])
		}
	}
	s.buf = appendFressian(s.buf, rest)
}

// appendFressian appends a form. Its recursion is as deep as the form. Sets and
// what is no integer, string or boolean become strings.
func appendFressian(dst []byte, f ednForm) []byte {
	switch f.kind {
	case '[', '(':
		return appendFressianParts(dst, f.parts)
	case '{':
		return appendFressianParts(append(dst, 0xc0), f.parts)
	case '#':
		return appendFressianText(dst, string(f.append(nil)))
	}
	switch s := f.atom; s.kind {
	case history.Nil:
		return append(dst, 0xf7)
	case history.Int:
		return appendFressianInt(dst, s.number)
	case history.Bool:
		return append(dst, byte(0xf6-s.number))
	case history.String:
		if isKeyword(string(s.text)) {
			return appendKeyword(dst, string(s.text))
		}
		return appendFressianText(dst, string(s.text))
	}
	return appendFressianText(dst, string(f.atom.text))
}

func appendFressianParts(dst []byte, parts []ednForm) []byte {
	if len(parts) < 8 {
		dst = append(dst, byte(0xe4+len(parts)))
	} else {
		dst = appendFressianInt(append(dst, 0xec), int64(len(parts)))
	}
	for _, part := range parts {
		dst = appendFressian(dst, part)
	}
	return dst
}

// appendFressianInt appends an integer in one, four, five or nine bytes.
func appendFressianInt(dst []byte, n int64) []byte {
	switch {
	case n >= 0 && n < 0x40:
		return append(dst, byte(n))
	case n >= -1<<25 && n < 1<<25:
		return append(dst, byte(0x72+n>>24), byte(n>>16), byte(n>>8), byte(n))
	case n >= math.MinInt32 && n <= math.MaxInt32:
		return binary.BigEndian.AppendUint32(append(dst, byte(0x76+n>>32)), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(dst, 0xf8), uint64(n))
}

// appendKeyword appends a keyword: its namespace, if it has one, and its name.
func appendKeyword(dst []byte, text string) []byte {
	return appendFressianText(append(dst, 0xca, 0xf7), text[1:])
}

// appendFressianText appends a string: a character beyond 0xffff as the halves
// that UTF-16 has, since Java counts them so.
func appendFressianText(dst []byte, s string) []byte {
	var text []byte
	for _, r := range s {
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			for _, half := range []rune{high, low} {
				text = append(text, 0xe0|byte(half>>12), 0x80|byte(half>>6)&0x3f, 0x80|byte(half)&0x3f)
			}
			continue
		}
		text = utf8.AppendRune(text, r)
	}
	if len(text) < 8 {
		dst = append(dst, byte(0xda+len(text)))
	} else {
		dst = appendFressianInt(append(dst, 0xe3), int64(len(text)))
	}
	return append(dst, text...)
}
