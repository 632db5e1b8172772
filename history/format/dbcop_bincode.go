package format

import (
	"context"
	"encoding/binary"
	"io"
	"math"

	"visar/history"
)

// DBCopBincode is the binary history of the first dbcop, Rust's values in
// bincode: little-endian numbers of fixed width, lengths before contents.
var DBCopBincode = &Format{
	Name:   "dbcop-bincode",
	Title:  "dbcop's history.bincode",
	Doc:    `Binary: a header, then sessions of transactions of events, each a read or a write with the variable, the value and whether it succeeded. 0 is the initial value.`,
	Sniff:  sniffBincode,
	Binary: true,
	Decode: decodeBincode,
	Encode: encodeBincode,
	Lossy:  lossesBeside(lossOfKeys, lossOfPositive, lossOfInitial, loss{"reads of aborted transactions", hasUncommittedReads}),
}

// sniffBincode looks for the header: five numbers of plausible size, a string,
// and a date.
func sniffBincode(head []byte) bool {
	if len(head) < 64 {
		return false
	}
	for i := range 5 {
		if binary.LittleEndian.Uint64(head[8*i:]) >= 1<<40 {
			return false
		}
	}
	info := binary.LittleEndian.Uint64(head[40:])
	if info > uint64(len(head)-64) {
		return false
	}
	date := head[48+info:]
	n := binary.LittleEndian.Uint64(date)
	date = date[8:]
	return n >= 8 && n < 64 && date[4] == '-' && date[7] == '-' && date[0]-'0' <= 9
}

// bincodeDecoder reads dbcop's binary history.
type bincodeDecoder struct {
	binaryReader
	b      *history.Builder
	d      draft
	failed []draftOp // writes that failed inside a transaction that did not
}

func decodeBincode(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &bincodeDecoder{binaryReader: newBinaryReader(ctx, r, opt, binary.LittleEndian),
		b: history.NewBuilder(history.IntValue(0))}
	if err := d.decode(); err != nil {
		return nil, err
	}
	return d.b.History()
}

func (d *bincodeDecoder) decode() error {
	for _, what := range []string{"the id", "the number of nodes", "the number of variables", "the number of transactions", "the number of events"} {
		if _, err := d.uint64(what); err != nil {
			return err
		}
	}
	for _, what := range []string{"a description", "the start", "the end"} {
		if err := d.skipString(what); err != nil {
			return err
		}
	}
	sessions, err := d.uint64("the number of sessions")
	if err != nil {
		return err
	}
	for s := range sessions {
		if err := d.session(int(min(s, math.MaxInt32))); err != nil {
			return err
		}
	}
	if end, err := d.atEnd(); err != nil || end {
		return err
	}
	return d.w.errorAt(0, "expected the end of the file after the last session")
}

func (d *bincodeDecoder) skipString(what string) error {
	n, err := d.uint64("the length of " + what)
	if err != nil {
		return err
	}
	const most = 1 << 20
	if n > most {
		return d.w.errorAt(-8, "expected %s of at most %d bytes, got %d", what, most, n)
	}
	_, err = d.take(int(n), what)
	return err
}

func (d *bincodeDecoder) session(s int) error {
	txns, err := d.uint64("the number of transactions")
	if err != nil {
		return err
	}
	for range txns {
		if err := d.transaction(s); err != nil {
			return err
		}
	}
	return nil
}

func (d *bincodeDecoder) transaction(s int) error {
	d.d.clear()
	d.failed = d.failed[:0]
	events, err := d.uint64("the number of events")
	if err != nil {
		return err
	}
	for range events {
		if err := d.event(); err != nil {
			return err
		}
	}
	success, err := d.bool("whether the transaction succeeded")
	if err != nil {
		return err
	}
	d.d.TxnInfo = blockTxn(s, 0, history.Committed)
	if !success {
		d.d.Status = history.Aborted
		d.d.ops = append(d.d.ops, d.failed...)
		d.failed = d.failed[:0]
	}
	d.d.build(d.b)
	if len(d.failed) > 0 {
		d.d.Status = history.Aborted
		d.d.ops = append(d.d.ops[:0], d.failed...)
		d.d.build(d.b)
	}
	return nil
}

// event reads an event. A read that failed says nothing. A write that failed has
// not taken effect, which no read may contradict: it counts as aborted.
func (d *bincodeDecoder) event() error {
	write, err := d.bool("whether the event is a write")
	if err != nil {
		return err
	}
	key, err := d.number("the variable")
	if err != nil {
		return err
	}
	value, err := d.number("the value")
	if err != nil {
		return err
	}
	success, err := d.bool("whether the event succeeded")
	if err != nil {
		return err
	}
	k, v := d.b.Key(history.IntValue(key)), d.b.Value(history.IntValue(value))
	switch {
	case write && success:
		d.d.add(history.Write, k, v)
	case write:
		d.failed = append(d.failed, draftOp{kind: history.Write, key: int64(k), value: int64(v)})
	case success:
		d.d.add(history.Read, k, v)
	}
	return nil
}

func (d *bincodeDecoder) number(what string) (int64, error) {
	n, err := d.uint64(what)
	if err == nil && n > math.MaxInt64 {
		err = d.w.errorAt(-8, "expected %s below 2^63, got %d", what, n)
	}
	return int64(n), err
}

func (d *bincodeDecoder) bool(what string) (bool, error) {
	c, err := d.byte(what)
	if err == nil && c > 1 {
		err = d.w.errorAt(-1, "expected %s, 0 or 1, got %d", what, c)
	}
	return c == 1, err
}
