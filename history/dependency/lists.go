package dependency

import (
	"slices"

	"visar/history"
)

// listOrder is the longest read of a list, element by element.
type listOrder struct {
	ops []int32 // the append behind each element, or -1
	// bad is the first position whose element no transaction that takes part
	// appended, or len(ops); why says what is wrong with it.
	bad int
	why Breach
	// double is the first position whose element stood before, and twice says so.
	double int
	twice  Breach
}

// placeLists finds the append behind each element of the longest reads, and the
// read that was the longest, which is blamed for elements that stand twice.
func (x *resolver) placeLists() {
	for k := range int32(x.h.Keys()) {
		if x.h.IsList(k) {
			x.lists[k] = x.placeList(k, x.h.Longest(k))
		}
	}
}

// placeList finds the append behind each element of a read of list k. An element
// that stands twice, though at most one append of it took effect, is a duplicate.
func (x *resolver) placeList(k int32, elements []int32) listOrder {
	x.placed.clear(x.h)
	l := listOrder{ops: make([]int32, len(elements)), bad: len(elements), double: len(elements)}
	for i, v := range elements {
		op, why := x.appendOf(k, v)
		if x.placed.add(v) && !x.appendedTwice(k, v) {
			why = x.duplicate(k, v, op)
			if l.double == len(elements) {
				l.double, l.twice = i, why
			}
			op = -1
		}
		if op < 0 && l.bad == len(elements) {
			l.bad, l.why = i, why
		}
		l.ops[i] = op
	}
	return l
}

// appendedTwice reports whether two appends of element v to list k took effect.
func (x *resolver) appendedTwice(k, v int32) bool {
	first := x.firstWrite(k, v)
	if first < 0 {
		return false
	}
	once := x.Node[x.txnOf(first)] >= 0
	for _, op := range x.again[first] {
		if x.Node[x.txnOf(op)] < 0 {
			continue
		}
		if once {
			return true
		}
		once = true
	}
	return false
}

// duplicate is the breach that element v of list k stands twice; op is the append
// of it that took effect, or -1.
func (x *resolver) duplicate(k, v, op int32) Breach {
	if op < 0 {
		op = x.firstWrite(k, v)
	}
	b := Breach{Kind: DuplicateElement, Value: v, Writer: -1, WriterOp: op}
	if op >= 0 {
		b.Writer = x.txnOf(op)
	}
	return b
}

// appendOf returns the append of element v to list k by a transaction that takes
// part, or -1 and the reason why there is none.
func (x *resolver) appendOf(k, v int32) (int32, Breach) {
	b := Breach{Kind: ThinAir, Value: v, Writer: -1, WriterOp: -1}
	first := x.firstWrite(k, v)
	if first < 0 {
		return -1, b
	}
	if x.Node[x.txnOf(first)] >= 0 {
		return first, b
	}
	for _, op := range x.again[first] {
		if x.Node[x.txnOf(op)] >= 0 {
			return op, b
		}
	}
	b.Kind, b.Writer, b.WriterOp = AbortedRead, x.txnOf(first), first
	return -1, b
}

// resolveListRead finds the version that read i of a list returned.
func (x *resolver) resolveListRead(t, n, i int32, s keyState) {
	k := x.h.OpKey(i)
	elements, prefix := x.h.ListRead(i)
	order := &x.lists[k]
	if !prefix {
		own := x.placeList(k, elements)
		order = &own
		x.incompatible(t, i, elements)
		if x.logs {
			x.checkLogOrder(t, i, order.ops)
		}
	}
	external := s.read < 0 && (s.write < 0 || x.logs)
	if order.bad < len(elements) {
		b := order.why
		b.Txn, b.Op, b.Other, b.External = t, i, -1, external
		x.Breaches = append(x.Breaches, b)
	}
	if order.double < len(elements) && order.why.Kind != DuplicateElement {
		b := order.twice
		b.Txn, b.Op, b.Other, b.External = t, i, -1, external
		x.Breaches = append(x.Breaches, b)
	}
	x.checkOwn(t, i, elements, s)
	if order.bad < len(elements) {
		return
	}
	if s.write >= 0 {
		if !external {
			return
		}
		// A log shows what was visible in front of the own appends.
		elements = elements[:max(0, len(elements)-len(x.ownAppends(t, i, s)))]
	}
	if x.ambiguousList(t, i, elements) {
		return
	}
	source, write := Init, int32(-1)
	if len(elements) > 0 {
		op := order.ops[len(elements)-1]
		w := x.txnOf(op)
		b := Breach{Txn: t, Op: i, Value: elements[len(elements)-1], Writer: w, WriterOp: op, Other: -1, External: external}
		if w == t {
			b.Kind = FutureRead
			x.Breaches = append(x.Breaches, b)
			return
		}
		if !x.isFinal(op) {
			b.Kind = IntermediateRead
			x.Breaches = append(x.Breaches, b)
			return
		}
		source, write = x.Node[w], x.lastAppend(op)
	}
	x.Reads = append(x.Reads, Read{Node: n, Key: k, Op: i, Source: source, Write: write, External: external})
}

// incompatible reports a read that is no prefix of the longest one, and names a
// read that returned the element that contradicts it.
func (x *resolver) incompatible(t, i int32, elements []int32) {
	k := x.h.OpKey(i)
	longest := x.h.Longest(k)
	at := 0
	for at < len(elements) && at < len(longest) && elements[at] == longest[at] {
		at++
	}
	if at == len(elements) || at == len(longest) {
		return // longer only because its reader's outcome is not evidence
	}
	b := Breach{Kind: IncompatibleOrder, Txn: t, Op: i, Value: elements[at], Writer: -1, WriterOp: -1,
		Other: x.longestRead(k), External: true}
	x.Breaches = append(x.Breaches, b)
}

// longestRead returns the first read, by a committed transaction, of the whole
// longest list of key k. The first call finds it for every key.
func (x *resolver) longestRead(k int32) int32 {
	if x.longestBy == nil {
		x.longestBy = make([]int32, x.h.Keys())
		for i := range x.longestBy {
			x.longestBy[i] = -1
		}
		for i := range int32(x.h.NumOps()) {
			key := x.h.OpKey(i)
			if x.h.OpKind(i) != history.Read || !x.h.IsList(key) || x.longestBy[key] >= 0 ||
				x.h.Status(x.txnOf(i)) != history.Committed {
				continue
			}
			if list, prefix := x.h.ListRead(i); prefix && len(list) == len(x.h.Longest(key)) {
				x.longestBy[key] = i
			}
		}
	}
	return x.longestBy[k]
}

// checkOwn checks that a read of a list continues what its own transaction did
// to the list before: the list it read, and its appends since.
func (x *resolver) checkOwn(t, i int32, elements []int32, s keyState) {
	own := x.ownAppends(t, i, s)
	tail := len(elements) - len(own)
	b := Breach{Txn: t, Op: i, Writer: -1, WriterOp: -1}
	if len(elements) > 0 {
		b.Value = elements[len(elements)-1]
	}
	if s.write >= 0 && (len(elements) == 0 || elements[len(elements)-1] != x.h.OpValue(s.write)) {
		b.Kind, b.Other = OwnWriteMissed, s.write
		x.Breaches = append(x.Breaches, b)
		return
	}
	if tail < 0 || !slices.Equal(elements[tail:], own) || s.read >= 0 && !slices.Equal(elements[:tail], x.listOf(s.read)) {
		b.Kind, b.Other = Unrepeatable, s.read
		if all := x.ownAppends(t, i, keyState{read: -1, appends: 1}); !endsWith(elements, all) {
			b.Kind, b.Other = OwnWriteMissed, s.write
		}
		x.Breaches = append(x.Breaches, b)
	}
}

func endsWith(list, end []int32) bool {
	return len(list) >= len(end) && slices.Equal(list[len(list)-len(end):], end)
}

func (x *resolver) listOf(read int32) []int32 {
	list, _ := x.h.ListRead(read)
	return list
}

// ownAppends returns what transaction t appended to the list of read i since its
// last read of it.
func (x *resolver) ownAppends(t, i int32, s keyState) []int32 {
	if s.appends == 0 {
		return nil
	}
	var own []int32
	lo, _ := x.h.Ops(t)
	for j := max(lo, s.read+1); j < i; j++ {
		if x.h.OpKind(j) == history.Append && x.h.OpKey(j) == x.h.OpKey(i) {
			own = append(own, x.h.OpValue(j))
		}
	}
	return own
}

// ambiguousList reports whether an element of the list was appended more than
// once by transactions that take part, so that its place says little.
func (x *resolver) ambiguousList(t, i int32, elements []int32) bool {
	if len(x.again) == 0 {
		return false
	}
	k := x.h.OpKey(i)
	for _, v := range elements {
		first := x.firstWrite(k, v)
		if len(x.again[first]) == 0 {
			continue
		}
		if found := x.appenders(k, v); len(found) > 1 {
			x.Ambiguous = append(x.Ambiguous, Ambiguous{Txn: t, Op: i, Candidates: found})
			return true
		}
	}
	return false
}

// appenders returns the transactions that take part and append v to list k.
func (x *resolver) appenders(k, v int32) []int32 {
	first := x.firstWrite(k, v)
	var found []int32
	for _, op := range append([]int32{first}, x.again[first]...) {
		if w := x.txnOf(op); x.Node[w] >= 0 {
			found = append(found, w)
		}
	}
	return found
}

// checkProgramOrder reports lists that show the appends of one transaction out of
// their order: a later one first, or a later one without the earlier.
func (x *resolver) checkProgramOrder() {
	places := map[int32]map[int32]int{} // by key, then by append
	for _, t := range x.several {
		if x.Node[t] < 0 {
			continue
		}
		lo, hi := x.h.Ops(t)
		last := map[int32]int{} // by key: the place of the append before
		for i := lo; i < hi; i++ {
			k := x.h.OpKey(i)
			if x.h.OpKind(i) != history.Append || len(x.lists[k].ops) == 0 {
				continue
			}
			if places[k] == nil {
				places[k] = placesOf(x.lists[k].ops)
			}
			at, shown := places[k][i]
			if !shown {
				at = len(x.lists[k].ops)
			}
			if before, ok := last[k]; ok && at < before {
				op := x.longestRead(k)
				x.Breaches = append(x.Breaches, Breach{Kind: CyclicVersions, Txn: x.txnOf(op), Op: op,
					Value: x.h.OpValue(i), Writer: t, WriterOp: i, Other: -1, External: true})
			}
			last[k] = at
		}
	}
}

// checkLogOrder does the same for a read of a log that disagrees with the longest
// one: what it shows of one transaction is in program order.
func (x *resolver) checkLogOrder(t, i int32, ops []int32) {
	last := map[int32]int32{}
	for _, op := range ops {
		if op < 0 {
			continue
		}
		w := x.txnOf(op)
		if before, ok := last[w]; ok && op < before {
			x.Breaches = append(x.Breaches, Breach{Kind: CyclicVersions, Txn: t, Op: i, Value: x.h.OpValue(before),
				Writer: w, WriterOp: before, Other: -1, External: true})
			return
		}
		last[w] = op
	}
}

func placesOf(ops []int32) map[int32]int {
	places := make(map[int32]int, len(ops))
	for at, op := range ops {
		places[op] = at
	}
	return places
}

// orderLists makes the known orders of versions.
func (x *resolver) orderLists() {
	clear(x.noted)
	for k := range int32(x.h.Keys()) {
		if !x.h.IsList(k) {
			continue
		}
		v := &Versions{Ops: make([]int32, 0, len(x.lists[k].ops)), Writes: make([]int32, 0, len(x.lists[k].ops))}
		for _, op := range x.lists[k].ops {
			if op >= 0 {
				v.Ops, v.Writes = append(v.Ops, op), append(v.Writes, x.lastAppend(op))
				x.noted[op/64] |= 1 << (op % 64)
			}
		}
		for _, w := range x.WritersOf(k) {
			if op := x.Writes[w].Op; x.noted[op/64]>>(op%64)&1 == 0 {
				v.Tail, v.TailWrites = append(v.Tail, op), append(v.TailWrites, w)
			}
		}
		x.Versions[k] = v
	}
}

// lastAppend returns the last append to the list by the transaction of an append
// that takes part, as an index in Writes.
func (x *resolver) lastAppend(op int32) int32 {
	k := x.h.OpKey(op)
	if w := x.writeBy(op); w >= 0 {
		return w
	}
	return x.WriteIndex(x.Node[x.txnOf(op)], k)
}
