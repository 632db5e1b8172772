package format

import (
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strconv"

	"visar/history"
)

// Cobra is the binary log of Cobra and of ViperBench: a directory, with a file
// of big-endian records for each session.
var Cobra = &Format{
	Name:  "cobra",
	Title: cobraTitle,
	Doc: `Binary, a directory with a file of each session, *.log: S begins and C commits a transaction, W and R are its operations. ` +
		`A value is the id of the write, keys are hashes; aborted transactions are not recorded.`,
	Sniff:          sniffCobra,
	Binary:         true,
	Decode:         decodeCobra,
	Encode:         encodeCobra,
	Lossy:          lossyCobra,
	decodeSession:  decodeCobraSession,
	sessionEncoder: cobraSessions,
}

const cobraTitle = "Cobra's logs"

// The ids that stand for no write: what was there before the run, and nothing.
const (
	cobraInit = 0xbebeebee
	cobraNull = 0xdeadbeef
)

// sniffCobra looks for the first transaction and what comes in it first. There is
// hardly a record without a byte that no text has.
func sniffCobra(head []byte) bool {
	if len(head) < 18 || head[0] != 'S' || !slices.ContainsFunc(head[:min(len(head), 34)], isNoText) {
		return false
	}
	switch head[9] {
	case 'R', 'W':
		return true
	case 'C':
		return string(head[1:9]) == string(head[10:18])
	}
	return false
}

func isNoText(c byte) bool { return c < '\t' || c >= 0x7f }

func decodeCobra(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	return decodeOneSession(ctx, r, opt, decodeCobraSession, history.Value{})
}

// cobraDecoder reads the log of one session.
type cobraDecoder struct {
	binaryReader
	b       *history.Builder
	d       draft
	session string
	open    bool // within a transaction
	id      int64
}

func decodeCobraSession(ctx context.Context, r io.Reader, opt Options, session string, b *history.Builder) error {
	d := &cobraDecoder{binaryReader: newBinaryReader(ctx, r, opt, binary.BigEndian), b: b, session: session}
	for {
		end, err := d.atEnd()
		if err != nil {
			return err
		}
		if end {
			break
		}
		if err := d.record(); err != nil {
			return err
		}
	}
	if d.open {
		return d.w.errorAt(0, "expected the commit of transaction %d, got the end of the file", d.id)
	}
	return nil
}

// record reads a record: its kind in a byte, and numbers of eight bytes.
func (d *cobraDecoder) record() error {
	kind, err := d.byte("a record")
	if err != nil {
		return err
	}
	switch {
	case kind == 'S' && !d.open:
		return d.begin()
	case d.open && (kind == 'W' || kind == 'R'):
		return d.op(kind)
	case d.open && kind == 'C':
		return d.commit()
	case d.open:
		return d.w.errorAt(-1, "expected a read R, a write W or the commit C of transaction %d, got %s", d.id, excerpt([]byte{kind}))
	}
	return d.w.errorAt(-1, "expected the start S of a transaction, got %s", excerpt([]byte{kind}))
}

func (d *cobraDecoder) int64(what string) (int64, error) {
	n, err := d.uint64(what)
	return int64(n), err
}

func (d *cobraDecoder) begin() (err error) {
	d.open = true
	d.d.clear()
	d.id, err = d.int64("the id of a transaction")
	d.d.Name, d.d.Session = strconv.FormatInt(d.id, 10), d.session
	return err
}

func (d *cobraDecoder) commit() error {
	id, err := d.int64("the id of a transaction")
	if err == nil && id != d.id {
		err = d.w.errorAt(-8, "expected the commit of transaction %d, got that of %d", d.id, id)
	}
	if err == nil {
		d.open = false
		d.d.build(d.b)
	}
	return err
}

// op reads a write: its id, the hash of the key and that of the value; or a
// read, before which the transaction stands that wrote. The id names the value.
func (d *cobraDecoder) op(kind byte) error {
	op := history.Write
	if kind == 'R' {
		op = history.Read
		if _, err := d.int64("the transaction that wrote"); err != nil {
			return err
		}
	}
	id, err := d.int64("the id of a write")
	if err != nil {
		return err
	}
	key, err := d.int64("the hash of a key")
	if err != nil {
		return err
	}
	if _, err := d.int64("the hash of a value"); err != nil {
		return err
	}
	value := history.Initial
	if op == history.Write || id != cobraInit && id != cobraNull {
		value = d.b.Value(history.IntValue(id))
	}
	d.d.add(op, d.b.Key(history.IntValue(key)), value)
	return nil
}
