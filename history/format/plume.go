package format

import (
	"context"
	"io"
	"slices"
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
	ids      *history.Builder // of transactions, as values
	byID     []int32          // by value of ids: the transaction, or -1
	sessions []plumeSession
	byName   map[int64]int32
	last     plumeLine // the line before
	lastTxn  int32     // what it is of
	ops      []plumeOp
}

// plumeLine is a line.
type plumeLine struct {
	key, value, session, id int64
	at                      int32 // where the id is
	write                   bool
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
		ids:    history.NewBuilder(history.Value{}),
		byID:   []int32{-1}, // nothing is called nil
		byName: map[int64]int32{},
		last:   plumeLine{session: -1},
	}
	// Plume itself refuses empty lines, but its files have them.
	err := linesInParts(d.w, opt.oneByOne, d.expect, parsePlume, d.line)
	if err == nil && len(d.ops) == 0 {
		err = errEmpty
	}
	if err != nil {
		return nil, d.w.locate(err)
	}
	d.build()
	return d.b.History()
}

// expect makes room for the rest of the operations; see [history.Builder.Expect].
func (d *plumeDecoder) expect(share float64) {
	if n := len(d.ops); 8*n >= 5*cap(d.ops) {
		d.ops = slices.Grow(d.ops, int(float64(n)*(min(1/share, 4)-1)*65/64))
	}
}

// parsePlume parses w(KEY,VALUE,SESSION,TXN).
func parsePlume(line []byte) (plumeLine, error) {
	if l, ok := naturalPlume(line); ok {
		return l, nil
	}
	var l plumeLine
	p := plumeText{src: line}
	p.blank()
	kind := p.peek()
	if kind != 'r' && kind != 'w' {
		return l, p.expected("r(KEY,VALUE,SESSION,TXN) or w(KEY,VALUE,SESSION,TXN)")
	}
	l.write = kind == 'w'
	p.at++
	var err error
	if l.key, err = p.number('(', "a key"); err != nil {
		return l, err
	}
	if l.value, err = p.number(',', "a value"); err != nil {
		return l, err
	}
	if l.session, err = p.number(',', "a session"); err != nil {
		return l, err
	}
	l.at = int32(p.at + 1)
	if l.id, err = p.number(',', "a transaction"); err != nil {
		return l, err
	}
	if p.peek() != ')' {
		return l, p.expected("a closing parenthesis")
	}
	p.at++
	if p.blank(); p.at < len(line) {
		return l, p.expected("the end of the line")
	}
	return l, nil
}

// naturalPlume is parsePlume for lines without blanks and of transactions that did not
// abort, which nearly all are. It returns false for any other.
func naturalPlume(line []byte) (l plumeLine, ok bool) {
	if len(line) < len("w(1,2,3,4)") || line[0] != 'r' && line[0] != 'w' || line[1] != '(' {
		return l, false
	}
	l.write = line[0] == 'w'
	at := 1
	for _, n := range [...]*int64{&l.key, &l.value, &l.session, &l.id} {
		l.at = int32(at + 1)
		if *n, at = natural(line, at+1); at < 0 || at == len(line) || line[at] != ',' && n != &l.id {
			return l, false
		}
	}
	return l, at+1 == len(line) && line[at] == ')'
}

// line takes a line.
func (d *plumeDecoder) line(l plumeLine) error {
	if l.id < 0 || l.id != d.last.id || l.session != d.last.session {
		txn, err := d.txn(l.id, l.session, int(l.at))
		if err != nil {
			return err
		}
		d.last, d.lastTxn = l, txn
	}
	op := plumeOp{d.lastTxn, d.b.KeyInt(l.key), d.b.ValueInt(l.value)}
	if l.write {
		op.key = ^op.key
	}
	d.txns[d.lastTxn].ops++
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
	n := d.ids.ValueInt(id)
	if int(n) == len(d.byID) {
		d.byID = append(d.byID, d.begin(id, s))
	}
	t := d.byID[n]
	if first := d.txns[t]; first.session != s {
		return 0, mistakef(at, "expected a transaction of session %d, got %d, which is one of session %s (line %d)",
			session, id, d.sessions[first.session].name, first.line)
	}
	return t, nil
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

// roomEvery is how often it is looked whether there is room for the rest.
const roomEvery = 1 << 12

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
		if t%roomEvery == roomEvery-1 {
			d.b.Expect(float64(from) / float64(len(d.ops)))
		}
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
		kinds, keys, values, _ := d.b.Accesses(int(next[t] - from))
		for j := range kinds {
			op := d.ops[order[from+int32(j)]]
			kinds[j], keys[j], values[j] = op.access()
		}
		from = next[t]
	}
}

// access returns what the operation is to a Builder.
func (op plumeOp) access() (kind history.OpKind, key, value int32) {
	if op.key < 0 {
		return history.Write, ^op.key, op.value
	}
	return history.Read, op.key, op.value
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
