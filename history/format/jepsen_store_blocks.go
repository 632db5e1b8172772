package format

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
)

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

// storeBlock is a block that has been read.
type storeBlock struct {
	kind   int
	offset int64 // of data
	data   []byte
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

// inBlock gives a mistake in a block its offset in the file.
func (d *storeDecoder) inBlock(b storeBlock, err error) error {
	if m, ok := err.(*mistake); ok {
		return d.errorAt(b.offset+int64(m.at), "%s", m.msg)
	}
	return err
}
