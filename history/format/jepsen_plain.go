package format

import "visar/history"

// plain reads the operation at index at of src in the one layout in which Jepsen
// prints transactions,
//
//	{:index 7, :type :ok, :process 0, :f :txn, :value [[:r 3 [1]] [:append 3 2]], :time 9}
//
// with integers as keys and values. It is several times as fast as the code for
// everything that EDN allows, to which it leaves all else: it returns -1 then, with
// nothing changed but the part's own names and known lists, and else where the
// operation ends. It is for parts of an input alone.
func (d *jepsenReader) plain(src []byte, at int) int {
	from, begin := at, d.txn.mark()
	extras := d.op.extras[:0]
	d.op = jepsenOp{procAt: -1, value: -1, index: -1, time: history.NoTime, extras: extras}
	at = d.plainFields(src, at)
	if at < 0 || d.op.value < 0 || d.op.procAt < 0 {
		d.txn.ops = d.txn.ops[:begin.ops]
		return -1
	}
	d.op.procAt -= from
	return at
}

// plainFields reads the map.
func (d *jepsenReader) plainFields(src []byte, at int) int {
	if !hasByte(src, at, '{') {
		return -1
	}
	for at++; ; at++ {
		if at = d.plainField(src, at); at < 0 || at == len(src) {
			return -1
		}
		if src[at] == '}' {
			return at + 1
		}
		if src[at] == ',' {
			at++
		}
		if !hasByte(src, at, ' ') {
			return -1
		}
	}
}

// plainField reads a key of the map and its value.
func (d *jepsenReader) plainField(src []byte, at int) int {
	const shortest = len(":time 9}")
	if at+shortest > len(src) {
		return -1
	}
	o, end := &d.op, -1
	switch src[at+1] {
	case 'i':
		if hasWord(src, at, ":index ") && o.index < 0 {
			o.index, end = natural(src, at+len(":index "))
		}
	case 't':
		if hasWord(src, at, ":type ") && o.typ == opNone {
			return o.plainType(src, at+len(":type "))
		}
		if hasWord(src, at, ":time ") && o.time == history.NoTime {
			o.time, end = natural(src, at+len(":time "))
		}
	case 'p':
		if hasWord(src, at, ":process ") && o.procAt < 0 {
			o.procAt, o.client = at+len(":process "), true
			o.process, end = natural(src, o.procAt)
		}
	case 'f':
		if hasWord(src, at, ":f :txn") && o.f == nil {
			o.f, end = txnFunction, at+len(":f :txn")
		}
	case 'v':
		if hasWord(src, at, ":value ") && o.value < 0 && o.f != nil && o.typ != opNone {
			o.value = at + len(":value ")
			end = d.plainOps(src, o.value)
		}
	}
	return end
}

// txnFunction is the function of transactions.
var txnFunction = []byte(":txn")

func (o *jepsenOp) plainType(src []byte, at int) int {
	if hasWord(src, at, ":ok") {
		o.typ = opOK
		return at + len(":ok")
	}
	if hasWord(src, at, ":invoke") {
		o.typ = opInvoke
		return at + len(":invoke")
	}
	return -1
}

// plainOps reads the operations of a transaction, which has some.
func (d *jepsenReader) plainOps(src []byte, at int) int {
	if !hasByte(src, at, '[') {
		return -1
	}
	for at++; ; at++ {
		if at = d.plainAccess(src, at); at < 0 || at+1 >= len(src) || src[at] != ']' {
			return -1
		}
		at++
		if src[at] == ']' {
			return at + 1
		}
		if src[at] != ' ' {
			return -1
		}
	}
}

// plainAccess reads an operation but for its closing bracket.
func (d *jepsenReader) plainAccess(src []byte, at int) int {
	const shortest = len("[:w 1 2]")
	if at+shortest > len(src) || src[at] != '[' || src[at+1] != ':' {
		return -1
	}
	kind := history.Read
	switch c := src[at+2]; {
	case c == 'r' && src[at+3] == ' ':
		at += len("[:r ")
	case c == 'w' && src[at+3] == ' ':
		kind = history.Write
		at += len("[:w ")
	case hasWord(src, at, "[:append "):
		kind = history.Append
		at += len("[:append ")
	default:
		return -1
	}
	key, at := natural(src, at)
	if at < 0 || !hasByte(src, at, ' ') {
		return -1
	}
	at++
	if kind == history.Read && at < len(src) && src[at]-'0' > 9 {
		return d.plainRead(src, at, key)
	}
	value, at := natural(src, at)
	if d.op.typ == opInvoke && kind == history.Read {
		return -1
	}
	d.txn.addNamed(kind, ^key, ^value)
	return at
}

// plainRead reads what a read returned that is no number.
func (d *jepsenReader) plainRead(src []byte, at int, key int64) int {
	none := hasWord(src, at, "nil")
	switch {
	case d.op.typ == opInvoke && none:
		d.txn.addNamed(mention, ^key, 0)
		return at + len("nil")
	case d.op.typ == opInvoke:
		return -1
	case none:
		d.txn.addNamed(history.Read, ^key, settled+int64(history.Initial))
		return at + len("nil")
	case src[at] == '[':
		return d.lists.plain(src, at+1, ' ', d.b, key, &d.txn)
	}
	return -1
}
