package checker

import (
	"cmp"
	"math"
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// withLogs returns the job with reads of lists understood as those of replicated
// logs, and the first read that shows a part of a transaction. It takes time
// linear in the elements read, and memory linear in those of reads that do not
// agree with the longest one of their list.
func (j *job) withLogs() (*hornJob, *dependency.Breach) {
	if j.opt.Lists != axioms.Log || !slices.ContainsFunc(j.r.Versions, func(v *dependency.Versions) bool { return v != nil }) {
		return &hornJob{job: j}, nil
	}
	keys := j.h.Keys()
	b := logReader{job: j, appends: j.appendsByKey(), replicatedLogs: &replicatedLogs{
		blocks: make([][]int32, keys), ends: make([][]int32, keys),
		place:  slices.Repeat([]int32{math.MaxInt32}, len(j.r.Writes)),
		faults: slices.Repeat([]logFault{noFault}, keys)}}
	for k, v := range j.r.Versions {
		if v != nil {
			b.longest(int32(k), v.Ops)
		}
	}
	b.collect()
	b.readOthers()
	merged := *j
	merged.r = j.withReads(b.reads)
	return &hornJob{job: &merged, logs: b.replicatedLogs}, b.breach
}

// logReader builds replicatedLogs.
type logReader struct {
	*job
	*replicatedLogs
	appends keyAppends
	others  []int32 // the reads that are no prefix of the longest one of their list
	// breach is the first read that shows a part of a transaction, or one that
	// reverses it.
	breach *dependency.Breach
}

// keyAppends are the appends of the transactions that take part: those of key k
// are ops[first[k]:first[k+1]], in order of appearance.
type keyAppends struct{ first, ops []int32 }

func (j *job) appendsByKey() keyAppends {
	a := keyAppends{first: make([]int32, j.h.Keys()+1)}
	j.eachAppend(func(i int32) { a.first[j.h.OpKey(i)+1]++ })
	for k := range j.h.Keys() {
		a.first[k+1] += a.first[k]
	}
	a.ops = make([]int32, a.first[j.h.Keys()])
	next := slices.Clone(a.first)
	j.eachAppend(func(i int32) {
		k := j.h.OpKey(i)
		a.ops[next[k]] = i
		next[k]++
	})
	return a
}

func (j *job) eachAppend(yield func(op int32)) {
	for _, t := range j.r.Txn {
		lo, hi := j.h.Ops(t)
		for i := lo; i < hi; i++ {
			if j.h.OpKind(i) == history.Append {
				yield(i)
			}
		}
	}
}

func (a *keyAppends) of(k int32) []int32 { return a.ops[a.first[k]:a.first[k+1]] }

// longest finds the blocks of the longest read of key k, the appends ops.
func (b *logReader) longest(k int32, ops []int32) {
	for i, op := range ops {
		n := b.r.NodeOfOp(op)
		if at := len(b.blocks[k]); at == 0 || b.blocks[k][at-1] != n {
			b.blocks[k] = append(b.blocks[k], n)
			b.ends[k] = append(b.ends[k], 0)
			if w := b.writeIndex(n, k); b.place[w] == math.MaxInt32 {
				b.place[w] = int32(at)
			}
		}
		b.ends[k][len(b.ends[k])-1] = int32(i + 1)
	}
	b.faults[k] = b.fault(k, ops, -1)
}

// collect finds the reads of lists.
func (b *logReader) collect() {
	by, own := make([]int32, b.h.Keys()), make([]int32, b.h.Keys())
	read := make([]int32, b.h.Keys())
	for n, t := range b.r.Txn {
		lo, hi := b.h.Ops(t)
		for i := lo; i < hi; i++ {
			k := b.h.OpKey(i)
			if !b.h.IsList(k) {
				continue
			}
			if by[k] != t+1 {
				by[k], own[k], read[k] = t+1, 0, 0
			}
			switch {
			case b.h.OpKind(i) == history.Append:
				own[k]++
			case b.h.Status(t) == history.Committed:
				b.add(dependency.Read{Node: int32(n), Key: k, Op: i, Source: dependency.Init, External: read[k] == 0}, own[k])
				read[k]++
			}
		}
	}
}

// add adds a read that ends with own appends of its transaction.
func (b *logReader) add(rd dependency.Read, own int32) {
	elements, prefix := b.h.ListRead(rd.Op)
	// Elements that nobody appended are in no order; they have been dealt with.
	count := max(0, min(len(elements), len(b.r.Versions[rd.Key].Ops))-int(own))
	l := logRead{Read: rd, prefix: prefix}
	if !prefix {
		b.others = append(b.others, int32(len(b.reads)))
		b.reads = append(b.reads, l)
		return
	}
	whole, ok := slices.BinarySearch(b.ends[rd.Key], int32(count))
	if ok {
		whole++
	} else if count > 0 {
		b.report(&l, logFault{kind: dependency.IntermediateRead, op: b.r.Versions[rd.Key].Ops[count-1]})
	}
	if f := b.faults[rd.Key]; int(f.at) < count {
		b.report(&l, f)
	}
	l.shown = b.blocks[rd.Key][:whole]
	b.reads = append(b.reads, l)
	b.setSource(len(b.reads) - 1)
}

func (b *logReader) setSource(i int) {
	if l := &b.reads[i]; len(l.shown) > 0 {
		l.Source = l.shown[len(l.shown)-1]
	}
}

// report keeps the first fault.
func (b *logReader) report(l *logRead, f logFault) {
	if b.breach == nil || f.reversed && !b.backward {
		b.backward = f.reversed
		b.breach = &dependency.Breach{Kind: f.kind, Txn: b.r.Txn[l.Node], Op: l.Op, Value: b.h.OpValue(f.op),
			Writer: b.r.Txn[b.r.NodeOfOp(f.op)], WriterOp: f.op, Other: -1, External: l.External}
	}
}

// readOthers finds what the reads show that are no prefix of the longest one,
// key by key.
func (b *logReader) readOthers() {
	slices.SortStableFunc(b.others, func(x, y int32) int { return cmp.Compare(b.reads[x].Key, b.reads[y].Key) })
	if len(b.others) == 0 {
		return
	}
	appendOf := filled(b.h.Values())
	for i, at := range b.others {
		k := b.reads[at].Key
		if i == 0 || b.reads[b.others[i-1]].Key != k {
			for _, op := range b.appends.of(k) {
				appendOf[b.h.OpValue(op)] = op
			}
		}
		b.readOther(&b.reads[at], appendOf)
		b.setSource(int(at))
		if i+1 == len(b.others) || b.reads[b.others[i+1]].Key != k {
			for _, op := range b.appends.of(k) {
				appendOf[b.h.OpValue(op)] = -1
			}
		}
	}
}

// readOther finds what one read shows; appendOf is, by value, the append to its
// key.
func (b *logReader) readOther(l *logRead, appendOf []int32) {
	elements, _ := b.h.ListRead(l.Op)
	for _, v := range elements {
		op := appendOf[v]
		if op < 0 {
			continue
		}
		l.ops = append(l.ops, op)
		if n := b.r.NodeOfOp(op); n != l.Node && (len(l.shown) == 0 || n != l.shown[len(l.shown)-1]) {
			l.shown = append(l.shown, n)
		}
	}
	l.sorted = slices.Clone(l.shown)
	slices.Sort(l.sorted)
	if f := b.fault(l.Key, l.ops, l.Node); f != noFault {
		b.report(l, f)
	}
}

// fault returns the first of ops, appends to key k that a list shows, that is
// there before or without an earlier one, or without a later one, of its
// transaction. A read shows as much of its own transaction as there was.
func (b *logReader) fault(k int32, ops []int32, reader int32) logFault {
	sorted := slices.Clone(ops)
	slices.Sort(sorted)
	all := b.appends.of(k)
	shows := func(n int32, at int) bool {
		return at < 0 || at >= len(all) || b.r.NodeOfOp(all[at]) != n || has(sorted, all[at])
	}
	for i, op := range ops {
		at, _ := slices.BinarySearch(all, op)
		n := b.r.NodeOfOp(op)
		switch {
		case i+1 < len(ops) && ops[i+1] < op && b.r.NodeOfOp(ops[i+1]) == n:
			return logFault{int32(i), dependency.CyclicVersions, op, true}
		case n == reader:
		case !shows(n, at-1):
			return logFault{int32(i), dependency.CyclicVersions, op, false}
		case !shows(n, at+1):
			return logFault{int32(i), dependency.IntermediateRead, op, false}
		}
	}
	return noFault
}

func has(sorted []int32, n int32) bool {
	_, ok := slices.BinarySearch(sorted, n)
	return ok
}

// withReads returns the resolved history with reads in place of those of lists.
func (j *job) withReads(reads []logRead) *dependency.Resolved {
	r := *j.r
	r.Reads = make([]dependency.Read, 0, len(j.r.Reads)+len(reads))
	r.ReadFirst = make([]int32, 0, len(j.r.ReadFirst))
	for n := range int32(j.r.Len()) {
		r.ReadFirst = append(r.ReadFirst, int32(len(r.Reads)))
		for _, rd := range j.r.NodeReads(n) {
			if !j.h.IsList(rd.Key) {
				r.Reads = append(r.Reads, rd)
			}
		}
		for ; len(reads) > 0 && reads[0].Node == n; reads = reads[1:] {
			r.Reads = append(r.Reads, reads[0].Read)
		}
		slices.SortFunc(r.Reads[r.ReadFirst[n]:], func(x, y dependency.Read) int { return int(x.Op - y.Op) })
	}
	r.ReadFirst = append(r.ReadFirst, int32(len(r.Reads)))
	return &r
}

// logFault is an append that a list shows against its transaction's order, or
// without the rest of it: the first element at which that is so.
type logFault struct {
	at   int32 // MaxInt32 for none
	kind dependency.BreachKind
	op   int32
	// reversed: an earlier append of the transaction comes after op in the list,
	// which contradicts that the list has an order whatever reads mean.
	reversed bool
}

var noFault = logFault{at: math.MaxInt32}
