package format

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"slices"

	"visar/history"
)

// JepsenStore is the binary file that Jepsen writes of a run, test.jepsen.
var JepsenStore = &Format{
	Name:  "jepsen-store",
	Title: "Jepsen's test.jepsen",
	Doc: `Binary: blocks of Fressian with checksums, found through an index. The operations are those of history.edn; pairs of ` +
		`jepsen.independent are told from vectors without being asked for.`,
	Sniff: func(head []byte) bool {
		return len(head) >= storeHeader && string(head[:6]) == storeMagic && head[6] == 0
	},
	Binary: true,
	Decode: decodeJepsenStore,
	Encode: encodeJepsenStore,
	Lossy:  lossyJepsenStore,
}

const (
	storeMagic  = "JEPSEN"
	storeHeader = 18 // the magic, the version, the offset of the index
	blockHeader = 28 // length, checksum, type and 14 bytes of nothing
)

// The types of blocks.
const (
	blockIndex = 1 + iota
	blockFressian
	blockPartialMap
	blockStream
	blockVector
)

// storeDecoder reads the file, a block at a time. The operations of a block are
// read as those of history.edn.
type storeDecoder struct {
	*translatedDecoder
	ctx    context.Context
	r      io.ReaderAt
	size   int64
	path   string
	blocks map[uint32]int64 // offsets by id
	root   uint32
	left   int64 // how many more bytes may be read: none is needed twice
}

// storeBlock is a block that has been read.
type storeBlock struct {
	kind   int
	offset int64 // of data
	data   []byte
}

func decodeJepsenStore(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	file, size, closer, err := randomAccess(r)
	if err != nil {
		return nil, err
	}
	defer closer()
	independent := opt.Independent
	d := &storeDecoder{translatedDecoder: newTranslatedDecoder(ctx, nil, opt), ctx: ctx, r: file, size: size, path: opt.path}
	d.w.binary, d.w.line = true, 0
	if err := d.index(); err != nil {
		return nil, err
	}
	d.left = size
	id, found, err := d.historyBlock()
	if err == nil && !found {
		err = d.errorAt(0, "expected a test with a :history")
	}
	if err == nil {
		err = d.operations(id, independent)
	}
	if err == nil {
		err = d.finish()
	}
	if err != nil {
		return nil, err
	}
	return d.b.History()
}

// sizedReaderAt is an input that can be read anywhere.
type sizedReaderAt interface {
	io.ReaderAt
	Size() int64
}

// randomAccess returns r as a file: itself if it can be read anywhere, else a
// temporary copy.
func randomAccess(r io.Reader) (file io.ReaderAt, size int64, closer func(), err error) {
	if s, ok := r.(sizedReaderAt); ok {
		return s, s.Size(), func() {}, nil
	}
	tmp, err := os.CreateTemp("", "visar-*.jepsen")
	if err != nil {
		return nil, 0, nil, err
	}
	closer = func() {
		tmp.Close()
		os.Remove(tmp.Name())
	}
	if size, err = io.Copy(tmp, r); err != nil {
		closer()
		return nil, 0, nil, err
	}
	return tmp, size, closer, nil
}

func (d *storeDecoder) errorAt(at int64, format string, args ...any) error {
	d.w.offset = at
	return d.w.errorAt(0, format, args...)
}

// index reads the header and the index, which says where each block is.
func (d *storeDecoder) index() error {
	var head [storeHeader]byte
	if n, err := d.r.ReadAt(head[:], 0); n < len(head) {
		return d.readError(int64(n), err)
	}
	if version := binary.BigEndian.Uint32(head[6:]); version > 1 {
		return d.errorAt(6, "expected version 0 or 1 of the format, got %d", version)
	}
	block, err := d.block(int64(binary.BigEndian.Uint64(head[10:])))
	if err != nil {
		return err
	}
	if block.kind != blockIndex || len(block.data)%12 != 4 {
		return d.errorAt(block.offset, "expected the index of blocks, got a block of type %d with %d bytes", block.kind, len(block.data))
	}
	d.root = binary.BigEndian.Uint32(block.data)
	d.blocks = map[uint32]int64{}
	for rest := block.data[4:]; len(rest) > 0; rest = rest[12:] {
		d.blocks[binary.BigEndian.Uint32(rest)] = int64(binary.BigEndian.Uint64(rest[4:]))
	}
	return nil
}

func (d *storeDecoder) readError(at int64, err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return d.errorAt(at, "expected more of the file, got its end")
	}
	return err
}

// block reads the block at offset, and checks that it is whole.
func (d *storeDecoder) block(offset int64) (b storeBlock, err error) {
	if err := d.ctx.Err(); err != nil {
		return b, err
	}
	if offset < storeHeader || offset > d.size-blockHeader {
		return b, d.errorAt(10, "expected a block in the %d bytes of the file, got the offset %d", d.size, offset)
	}
	var head [blockHeader]byte
	if n, err := d.r.ReadAt(head[:], offset); n < len(head) {
		return b, d.readError(offset+int64(n), err)
	}
	length := int64(binary.BigEndian.Uint64(head[:]))
	if length < blockHeader || length > d.size-offset {
		return b, d.errorAt(offset, "expected a block within the %d bytes of the file, got the length %d", d.size, length)
	}
	b = storeBlock{int(binary.BigEndian.Uint16(head[12:])), offset + blockHeader, make([]byte, length-blockHeader)}
	if n, err := d.r.ReadAt(b.data, b.offset); n < len(b.data) {
		return b, d.readError(b.offset+int64(n), err)
	}
	want := binary.BigEndian.Uint32(head[8:])
	if got := blockSum(head, b.data); got != want {
		return b, d.errorAt(offset, "expected a block with the checksum %08x, got %08x: the file is damaged", want, got)
	}
	return b, nil
}

// blockSum is the checksum of the data, and then the header without a checksum.
func blockSum(head [blockHeader]byte, data []byte) uint32 {
	clear(head[8:12])
	return crc32.Update(crc32.ChecksumIEEE(data), crc32.IEEETable, head[:])
}

// blockByID reads a block. Blocks that hold more than the file, together, are read
// more than once: they go in circles.
func (d *storeDecoder) blockByID(id uint32) (storeBlock, error) {
	offset, ok := d.blocks[id]
	if !ok {
		return storeBlock{}, d.errorAt(10, "expected a block that the index has, got number %d", id)
	}
	b, err := d.block(offset)
	if d.left -= blockHeader + int64(len(b.data)); err == nil && d.left < 0 {
		err = d.errorAt(offset, "expected each block once, got number %d again", id)
	}
	return b, err
}

// historyBlock returns the block that holds the history, which the map of the
// test names, or the rest of that map.
func (d *storeDecoder) historyBlock() (id uint32, found bool, err error) {
	for next := d.root; next != 0; {
		b, err := d.blockByID(next)
		if err != nil {
			return 0, false, err
		}
		next = 0
		if b.kind == blockPartialMap {
			if len(b.data) < 4 {
				return 0, false, d.errorAt(b.offset, "expected the rest of a map and a map")
			}
			next = binary.BigEndian.Uint32(b.data)
			b.offset, b.data = b.offset+4, b.data[4:]
		} else if b.kind != blockFressian {
			return 0, false, d.errorAt(b.offset, "expected the map of the test, got a block of type %d", b.kind)
		}
		f := &fressian{src: b.data}
		test, err := f.value()
		if err != nil {
			return 0, false, d.inBlock(b, err)
		}
		if ref, ok := test.field(":history"); ok && test.kind == '{' {
			if ref.kind != 'a' || ref.atom.kind != history.Int {
				return 0, false, d.errorAt(b.offset, "expected the :history in a block of its own")
			}
			return uint32(ref.atom.number), true, nil
		}
	}
	return 0, false, nil
}

// inBlock gives a mistake in a block its offset in the file.
func (d *storeDecoder) inBlock(b storeBlock, err error) error {
	if m, ok := err.(*mistake); ok {
		return d.errorAt(b.offset+int64(m.at), "%s", m.msg)
	}
	return err
}

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

// stream reads the operations of a block.
func (d *storeDecoder) stream(b storeBlock, independent bool) error {
	f, total := &fressian{src: b.data}, 0
	for f.at < len(b.data) {
		d.w.offset = b.offset + int64(f.at)
		v, err := f.value()
		if err != nil {
			return d.inBlock(b, err)
		}
		if total += v.size; total > maxTotal*(len(b.data)+64) {
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
				err = d.take(op, independent)
			} else {
				err = mistakef(0, "expected an operation")
			}
			if err != nil {
				return d.w.locate(err)
			}
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
