package format

import (
	"bytes"
	"context"
	"io"
	"strconv"

	"visar/history"
)

// Plume is the text format of Plume, which PolySI, C4, IsoVista, MTC and AWDIT
// read too.
var Plume = &Format{
	Name:  "plume",
	Title: "Plume's text",
	Doc: `One operation a line, r(KEY,VALUE,SESSION,TXN) or w(KEY,VALUE,SESSION,TXN), all of them non-negative integers; ` +
		`0 is the initial value, and TXN -1 marks an aborted operation. The lines of a session with TXN -1 ` +
		`that no other transaction of the session interrupts are one aborted transaction.`,
	Sniff:  sniffPlume,
	Decode: decodePlume,
	Encode: encodePlume,
	Lossy:  lossyPlume,
	begins: hasOneOf("r(", "w("),
}

func sniffPlume(head []byte) bool {
	return len(head) > 2 && (head[0] == 'r' || head[0] == 'w') && head[1] == '(' && head[2]-'0' <= 9
}

// plumeDecoder reads Plume's text. The lines of transactions may be mixed, so
// the operations are kept, 12 bytes each, and put in order at the end.
type plumeDecoder struct {
	w        *window
	b        *history.Builder
	txns     []plumeTxn
	byID     map[int64]int32
	sessions []plumeSession
	byName   map[int64]int32
	last     int64 // id of the transaction of the last line
	lastTxn  int32
	ops      []plumeOp
}

type plumeTxn struct {
	id      int64 // or -1 if it is aborted
	session int32
	line    int32
	ops     int32
}

type plumeSession struct {
	name    string
	aborted int32 // the aborted transaction that a line may go on, or -1
}

// plumeOp is an operation; the complement of the key marks a write.
type plumeOp struct{ txn, key, value int32 }

func decodePlume(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := &plumeDecoder{
		w:      newWindow(ctx, r, opt),
		b:      history.NewBuilder(history.IntValue(0)),
		byID:   map[int64]int32{},
		byName: map[int64]int32{},
		last:   -1,
	}
	if err := d.decode(); err != nil {
		return nil, d.w.locate(err)
	}
	d.build()
	return d.b.History()
}

func (d *plumeDecoder) decode() error {
	for {
		line, err := d.w.nextLine()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		// Plume itself refuses empty lines, but its files have them.
		if len(bytes.TrimSpace(line)) > 0 {
			if err := d.line(line); err != nil {
				return err
			}
		}
		d.w.skipLine()
	}
	if len(d.ops) == 0 {
		return errEmpty
	}
	return nil
}

// line parses w(KEY,VALUE,SESSION,TXN).
func (d *plumeDecoder) line(line []byte) error {
	p := plumeText{src: line}
	p.blank()
	kind := p.peek()
	if kind != 'r' && kind != 'w' {
		return p.expected("r(KEY,VALUE,SESSION,TXN) or w(KEY,VALUE,SESSION,TXN)")
	}
	p.at++
	key, err := p.number('(', "a key")
	if err != nil {
		return err
	}
	value, err := p.number(',', "a value")
	if err != nil {
		return err
	}
	session, err := p.number(',', "a session")
	if err != nil {
		return err
	}
	at := p.at + 1
	id, err := p.number(',', "a transaction")
	if err != nil {
		return err
	}
	if p.peek() != ')' {
		return p.expected("a closing parenthesis")
	}
	p.at++
	if p.blank(); p.at < len(line) {
		return p.expected("the end of the line")
	}
	txn, err := d.txn(id, session, at)
	if err != nil {
		return err
	}
	op := plumeOp{txn, d.b.KeyInt(key), d.b.ValueInt(value)}
	if kind == 'w' {
		op.key = ^op.key
	}
	d.txns[txn].ops++
	d.ops = append(d.ops, op)
	return nil
}

// txn returns the transaction of a line, which names it at index at.
func (d *plumeDecoder) txn(id, session int64, at int) (int32, error) {
	s, ok := d.byName[session]
	if !ok {
		s = int32(len(d.sessions))
		d.byName[session] = s
		d.sessions = append(d.sessions, plumeSession{strconv.FormatInt(session, 10), -1})
	}
	if id < 0 {
		if d.sessions[s].aborted < 0 {
			d.sessions[s].aborted = d.begin(id, s)
		}
		return d.sessions[s].aborted, nil
	}
	d.sessions[s].aborted = -1
	if id != d.last {
		txn, ok := d.byID[id]
		if !ok {
			txn = d.begin(id, s)
			d.byID[id] = txn
		}
		d.last, d.lastTxn = id, txn
	}
	if t := d.txns[d.lastTxn]; t.session != s {
		return 0, mistakef(at, "expected a transaction of session %d, got %d, which is one of session %s (line %d)",
			session, id, d.sessions[t.session].name, t.line)
	}
	return d.lastTxn, nil
}

func (d *plumeDecoder) begin(id int64, session int32) int32 {
	d.txns = append(d.txns, plumeTxn{id: id, session: session, line: lineNumber(d.w.line)})
	return int32(len(d.txns) - 1)
}

// initial reports whether the first transaction, with the given operations, only
// writes initial values. PolySI and IsoVista write the initial state so; as a
// transaction it would make every read of that state ambiguous.
func (d *plumeDecoder) initial(ops []int32) bool {
	if d.txns[0].id < 0 || len(ops) == 0 {
		return false
	}
	for _, i := range ops {
		if op := d.ops[i]; op.key >= 0 || op.value != history.Initial {
			return false
		}
	}
	return true
}

// build gives the Builder the transactions in order of their first lines.
func (d *plumeDecoder) build() {
	next := make([]int32, len(d.txns)+1)
	for t, txn := range d.txns {
		next[t+1] = next[t] + txn.ops
	}
	order := make([]int32, len(d.ops))
	for i, op := range d.ops {
		order[next[op.txn]] = int32(i)
		next[op.txn]++
	}
	from := int32(0)
	for t, txn := range d.txns {
		if t == 0 && d.initial(order[:next[0]]) {
			from = next[t]
			continue
		}
		info := history.TxnInfo{Session: d.sessions[txn.session].name, Line: txn.line,
			Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
		if txn.id < 0 {
			info.Status = history.Aborted
		} else {
			info.Name = strconv.FormatInt(txn.id, 10)
		}
		d.b.Begin(info)
		for _, i := range order[from:next[t]] {
			if op := d.ops[i]; op.key < 0 {
				d.b.Write(^op.key, op.value)
			} else {
				d.b.Read(op.key, op.value)
			}
		}
		from = next[t]
	}
}

// plumeText parses a line of Plume's text.
type plumeText struct {
	src []byte
	at  int
}

func (p *plumeText) blank() {
	for p.at < len(p.src) && (p.src[p.at] == ' ' || p.src[p.at] == '\t') {
		p.at++
	}
}

func (p *plumeText) peek() byte {
	if p.at >= len(p.src) {
		return 0
	}
	return p.src[p.at]
}

// number parses c and a non-negative integer; a transaction may be -1 too.
func (p *plumeText) number(c byte, what string) (int64, error) {
	if p.peek() != c {
		return 0, p.expected(strconv.Quote(string(c)) + " and " + what)
	}
	p.at++
	n, length, ok := leadingInt(p.src[p.at:])
	if !ok || n < 0 && (n != -1 || what != "a transaction") {
		return 0, p.expected(what + " that is a non-negative integer of 63 bits")
	}
	p.at += length
	return n, nil
}

func (p *plumeText) expected(what string) error {
	if p.at >= len(p.src) {
		return mistakef(p.at, "expected %s, got the end of the line", what)
	}
	return mistakef(p.at, "expected %s, got %s", what, excerpt(p.src[p.at:]))
}
