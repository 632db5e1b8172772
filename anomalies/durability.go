package anomalies

import (
	"fmt"
	"slices"

	"visar/axioms"
	"visar/checker"
	"visar/history/dependency"
)

// Durability are the anomalies of crashes. They are not cycles, and so not in
// [Catalogue].
var Durability = []*Anomaly{LostAfterRead, LostAcknowledged, TornRecovery}

// What a crash can do to writes.
var (
	LostAfterRead = &Anomaly{
		ID:    "lost-after-read",
		Title: "Lost after read",
		Doc: "A write was read by another transaction before a crash, and after the crash a read misses it and none finds it" +
			" again: the database showed what it had not made durable. It need not have been acknowledged.",
		Breaks:   []axioms.Set{axioms.REALTIME | axioms.EXT},
		Together: "what was read before a crash is there after it",
		Source:   "Izraelevitz, Mendes and Scott, DISC 2016; etcd issue 14143 for a case; the name is our own",
		Example: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","start":3,"end":4,"ops":[["r","x",1]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T3","session":"b","start":6,"end":7,"ops":[["r","x",null]]}`,
	}
	LostAcknowledged = &Anomaly{
		ID:    "lost-acknowledged-write",
		Title: "Lost acknowledged write",
		Doc: "A write was acknowledged before a crash, and after the crash a read misses it and none finds it again. What is put" +
			" into a queue or a set, added to a counter or taken from a queue is such a write, too.",
		Breaks:   []axioms.Set{axioms.REALTIME | axioms.EXT},
		Together: "what was acknowledged before a crash is there after it",
		Source:   "Izraelevitz, Mendes and Scott, DISC 2016",
		Example: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"fault":"crash","start":3}` + "\n" +
			`{"id":"T2","session":"a","start":4,"end":5,"ops":[["r","x",null]]}`,
	}
	TornRecovery = &Anomaly{
		ID:    "torn-recovery",
		Title: "Torn recovery",
		Doc: "After a crash a write is lost, although one that was begun after the lost one had been acknowledged survived: what" +
			" was recovered is no state that the database was ever in.",
		Breaks:   []axioms.Set{axioms.REALTIME | axioms.EXT},
		Together: "what survives a crash contains all that had ended before any of it started",
		Source:   "Izraelevitz, Mendes and Scott, DISC 2016 (consistent cuts); the name is our own",
		Example: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"a","start":3,"end":4,"ops":[["w","y",1]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T3","session":"a","start":6,"end":7,"ops":[["r","x",null],["r","y",1]]}`,
	}
)

// inLosses tells what crashes took back, where that breaks the model of v.
func inLosses(v *checker.Verdict) []*Found {
	t := newTeller(v)
	var all []*Found
	for i := range v.Losses {
		l := &v.Losses[i]
		switch {
		case v.Torn && l.Torn != nil:
			all = append(all, t.torn(l))
		case !v.Torn:
			all = append(all, t.loss(l))
		}
	}
	return all
}

// loss tells a loss with one of the lost writes.
func (t *teller) loss(l *checker.Loss) *Found {
	a := LostAcknowledged
	if l.Shown.Reader >= 0 {
		a = LostAfterRead
	}
	f := t.crashed(a, l.Shown.Writer, l.Shown.Reader, l.Shown.Missing)
	f.Keys = []string{t.key(l.Shown.Key)}
	t.linkLoss(f, &l.Shown)
	t.finish(f)
	f.Sentences = append(append(f.Sentences, LossText(l)), t.shown(l, f.Keys[0])...)
	f.Sentences = append(f.Sentences, t.cannot(a))
	return f
}

// shown tells the lost write that l shows, of this key.
func (t *teller) shown(l *checker.Loss, key string) []string {
	s := l.Shown
	if t.called(s.Writer) {
		return t.shownCall(l, key)
	}
	before := fmt.Sprintf("%s wrote key %s and was acknowledged at %d, before the crash at %d.", t.name(s.Writer), key, t.h.End(s.Writer), l.Crash)
	if s.Reader >= 0 {
		before = fmt.Sprintf("%s read what %s wrote to key %s, and ended at %d, before the crash at %d.",
			t.name(s.Reader), t.name(s.Writer), key, t.h.End(s.Reader), l.Crash)
	}
	return []string{before, fmt.Sprintf("%s started at %d, after the crash, read key %s and missed it, and nobody has found it since.",
		t.name(s.Missing), t.h.Start(s.Missing), key)}
}

// torn tells a loss that is none of what was done last.
func (t *teller) torn(l *checker.Loss) *Found {
	f := t.crashed(TornRecovery, l.Torn.Lost, l.Torn.Survivor, l.Torn.Reader)
	f.Edges = append(f.Edges, byTime(l.Torn.Lost, l.Torn.Survivor, dependency.RT))
	if e, ok := t.readFrom(l.Torn.Survivor, l.Torn.Reader); ok {
		f.Edges = append(f.Edges, e)
	}
	if e, ok := t.missed(l.Torn.Reader, l.Torn.Lost); ok {
		f.Edges = append(f.Edges, e)
	}
	t.finish(f)
	f.Sentences = append(f.Sentences,
		fmt.Sprintf("%s had ended at %d, before %s started at %d, and both before the crash at %d.",
			t.name(l.Torn.Lost), t.h.End(l.Torn.Lost), t.short(l.Torn.Survivor), t.h.Start(l.Torn.Survivor), l.Crash),
		fmt.Sprintf("After the crash %s found what %s wrote, and what %s wrote is lost.",
			t.name(l.Torn.Reader), t.short(l.Torn.Survivor), t.short(l.Torn.Lost)),
		t.cannot(TornRecovery))
	return f
}

func (t *teller) cannot(a *Anomaly) string { return "That cannot be: " + a.Together + "." }

// crashed returns an anomaly of these transactions, of which -1 is none.
func (t *teller) crashed(a *Anomaly, txns ...int32) *Found {
	f := &Found{Anomaly: a, Name: a.ID, Axiom: a.Breaks[0].String(), Count: 1, h: t.h}
	for _, txn := range txns {
		if txn >= 0 && !slices.Contains(f.Txns, txn) {
			f.Txns = append(f.Txns, txn)
		}
	}
	return f
}

// linkLoss notes who read the lost write, and who came later and missed it.
func (t *teller) linkLoss(f *Found, l *checker.Lost) {
	last := l.Reader
	if last < 0 {
		last = l.Writer
	}
	if last >= 0 {
		f.Edges = append(f.Edges, byTime(last, l.Missing, dependency.RT))
	}
	if l.Writer < 0 {
		return
	}
	if l.Reader >= 0 {
		if e, ok := t.readFrom(l.Writer, l.Reader); ok {
			f.Edges = slices.Insert(f.Edges, 0, e)
		}
	}
	if e, ok := t.missed(l.Missing, l.Writer); ok {
		f.Edges = append(f.Edges, e)
	}
}
