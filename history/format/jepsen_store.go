package format

import (
	"context"
	"encoding/binary"
	"io"

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
	s      storeStream
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
