package format

import (
	"fmt"
	"slices"
	"strconv"

	"visar/history"
)

// take takes the operation that was parsed into the history.
func (d *jepsenDecoder) take() error {
	if !d.op.client {
		return d.fault()
	}
	d.txn.clear()
	p, said := d.process(), false
	if bare := p.open == nil; bare || d.op.typ == opInvoke || d.op.typ == opOK {
		var err error
		if said, err = d.decodeValue(); err != nil {
			return err
		}
	}
	if err := d.decodeExtras(p.open != nil && p.open.called); err != nil {
		return err
	}
	return d.place(p, said)
}

// place gives what the operation says, in d.op and d.txn, to the transaction of
// its process.
func (d *jepsenDecoder) place(p *process, said bool) error {
	said = said || len(d.txn.ops) > 0 || d.txn.called
	switch {
	case d.op.typ == opInvoke:
		return d.invoke(p)
	case p.open == nil:
		return d.completeBare(p, said)
	case d.op.typ == opOK && p.open.invoked && !d.calls(p.open.asked.Func):
		return mistakef(d.op.procAt, "expected the completion of process %s's %s at %d:%d, got another function",
			p.name, p.open.asked.Func, p.open.opened.line, p.open.opened.column())
	}
	d.complete(p, d.moment(), said)
	d.flush()
	return nil
}

// calls reports whether the operation has function f of single objects.
func (d *jepsenDecoder) calls(f history.Func) bool {
	if f == history.CAS {
		return string(d.op.f) == ":cas"
	}
	own, ok := callFunctions[string(d.op.f)]
	return ok && own == f
}

// process returns the process of the operation.
func (d *jepsenDecoder) process() *process {
	p, ok := d.procs[d.op.process]
	if !ok {
		p = &process{name: strconv.FormatInt(d.op.process, 10)}
		d.procs[d.op.process] = p
	}
	return p
}

// maxPosition bounds indices, so that there is room for counting on.
const maxPosition = 1 << 62

// position returns the operation's place in the history: its :index, or one
// more than the last where there is none that is greater. So the order of the
// lines counts, whatever the indices.
func (d *jepsenDecoder) position() int64 {
	if d.op.index > d.lastIndex && d.op.index < maxPosition {
		d.lastIndex = d.op.index
		return d.lastIndex
	}
	if d.op.index >= 0 && !d.disordered {
		d.disordered = true
		d.b.Problem(history.Problem{Line: lineNumber(d.w.line), Txn: -1, Message: fmt.Sprintf(
			":index %d comes after :index %d: the order of the operations in the file is used", d.op.index, d.lastIndex)})
	}
	d.lastIndex++
	return d.lastIndex
}

// moment returns the operation's place in the history or, if the clocks count, its
// :time.
func (d *jepsenDecoder) moment() int64 {
	at := d.position()
	if d.opt.Clocks {
		return d.op.time
	}
	return at
}

// begin puts the operation's transaction into the queue.
func (d *jepsenDecoder) begin(p *process) *draft {
	var t *draft
	if n := len(d.free); n > 0 {
		t, d.free = d.free[n-1], d.free[:n-1]
	} else {
		t = &draft{}
	}
	t.clear()
	t.Session = p.name
	t.Status = history.Unknown
	t.opened = d.w.position
	t.Line = lineNumber(d.w.line)
	t.Clock = d.op.time
	if f := d.op.f; len(f) > 1 && f[0] == ':' && string(f) != ":txn" && !callsOther(f) {
		t.function = d.texts.of(appendJSONString(nil, f))
	}
	d.queue = append(d.queue, t)
	if p.lost {
		p.lost = false
		d.b.Problem(history.Problem{Line: t.Line, Txn: -1, Message: fmt.Sprintf(
			"process %s goes on after an operation whose outcome is unknown; it is taken as the same session", p.name)})
	}
	return t
}

func (d *jepsenDecoder) invoke(p *process) error {
	if p.open != nil {
		return mistakef(d.op.procAt, "expected the completion of process %s's operation at %d:%d, got another invocation",
			p.name, p.open.opened.line, p.open.opened.column())
	}
	if d.bare != nil {
		return d.bare.errorIn(d.w.path, fmt.Sprintf(
			"expected an invocation before this completion, as other operations have: line %d has one", d.w.line))
	}
	d.invoked = true
	p.open = d.begin(p)
	p.open.Start = d.moment()
	p.open.takeOps(&d.txn)
	p.open.fields = append(p.open.fields, d.txn.fields...)
	return nil
}

// completeBare takes a completion whose invocation is not recorded, as in
// histories that hold completions only: it must say what was done. Such a transaction
// has no start, and an end only if the operation has an :index; real time then orders
// nothing.
func (d *jepsenDecoder) completeBare(p *process, said bool) error {
	if d.invoked {
		return mistakef(d.op.procAt, "expected an invocation by process %s before this completion", p.name)
	}
	if d.op.typ == opOK && !said {
		return mistakef(d.op.procAt, "expected the :value of what process %s did, which no invocation says", p.name)
	}
	if d.bare == nil {
		at := d.w.position
		d.bare = &at
	}
	t := d.begin(p)
	p.open = t
	at := history.NoTime
	if d.op.index >= 0 {
		at = d.moment()
	}
	d.complete(p, at, true)
	d.flush()
	return nil
}

// complete gives the process's open transaction its outcome, at the position at.
//
// A committed transaction is what its completion says. One that is aborted or
// unknown is what its invocation says: nothing that its completion may claim
// to have read is evidence. Neither is what a completion does not say.
func (d *jepsenDecoder) complete(p *process, at int64, said bool) {
	t := p.open
	p.open = nil
	if d.op.time != history.NoTime && d.op.typ != opInfo {
		t.Clock = d.op.time
	}
	switch d.op.typ {
	case opOK:
		t.Status, t.End = history.Committed, at
		t.Line = lineNumber(d.w.line)
		if said {
			t.takeOps(&d.txn)
		}
	case opFail:
		t.Status, t.End = history.Aborted, at
	default:
		p.lost = true
	}
	if t.Start == history.NoTime {
		t.takeOps(&d.txn)
	}
	d.mergeFields(t)
	t.done = true
}

// takeOps replaces the operations of t by those of from.
func (t *draft) takeOps(from *draft) {
	t.ops = append(t.ops[:0], from.ops...)
	t.lists = append(t.lists[:0], from.lists...)
	t.elements = append(t.elements[:0], from.elements...)
	if !from.called {
		return
	}
	args, same := t.asked.Args, t.invoked && t.asked.Func == from.asked.Func
	c := t.call(from.asked.Func, from.asked.Key)
	if c.Args = args; len(from.asked.Args) > 0 || !same {
		c.Args = append(c.Args[:0], from.asked.Args...)
	}
	c.Answer, c.Result = from.asked.Answer, append(c.Result, from.asked.Result...)
	t.invoked = true
}

// mergeFields puts the fields of the completion before those of the invocation
// that the completion does not have too.
func (d *jepsenDecoder) mergeFields(t *draft) {
	completion := d.txn.fields
	if len(completion) == 0 {
		return
	}
	has := func(name string) bool {
		return slices.ContainsFunc(completion, func(f history.Field) bool { return f.Name == name })
	}
	if len(t.fields)*len(completion) > 1024 {
		names := make(map[string]bool, len(completion))
		for _, f := range completion {
			names[f.Name] = true
		}
		has = func(name string) bool { return names[name] }
	}
	merged := append(d.spare[:0], completion...)
	for _, f := range t.fields {
		if !has(f.Name) {
			merged = append(merged, f)
		}
	}
	t.fields, d.spare = merged, t.fields
}

// flush gives the Builder the transactions that no open one holds back.
func (d *jepsenDecoder) flush() {
	for d.first < len(d.queue) && d.queue[d.first].done {
		d.queue[d.first].build(d.b)
		d.free = append(d.free, d.queue[d.first])
		d.first++
	}
	if 2*d.first >= len(d.queue) { // what moves is not more than what has left
		d.queue = append(d.queue[:0], d.queue[d.first:]...)
		d.first = 0
	}
}

// finish gives the Builder all that is left. What is open stays unknown.
func (d *jepsenDecoder) finish() error {
	for _, t := range d.queue[d.first:] {
		t.build(d.b)
	}
	return nil
}

// fault keeps an operation of the nemesis, or of anything else that is no
// client.
func (d *jepsenDecoder) fault() error {
	f := history.Fault{Start: d.moment(), Clock: d.op.time, Line: lineNumber(d.w.line)}
	if d.op.f != nil {
		name, err := canonicalEDN(d.op.f, d.op.fAt)
		if err != nil {
			return err
		}
		f.Name = d.texts.of(name)
	}
	if d.op.value >= 0 {
		d.p.at = d.op.value
		if err := d.p.skip(); err != nil {
			return err
		}
		detail, err := canonicalEDN(d.p.src[d.op.value:d.p.at], d.op.value)
		if err != nil {
			return err
		}
		f.Detail = d.texts.of(detail)
	}
	d.b.Fault(f)
	return nil
}
