package anomalies

import (
	"fmt"
	"slices"

	"visar/axioms"
	"visar/checker"
	"visar/history"
	"visar/history/dependency"
)

// Replicated are the anomalies of replicated registers, whose arbitration is given
// or plays no part. They are not cycles, and so not in [Catalogue].
var Replicated = []*Anomaly{ClockInversion, WrongWinner, SiblingOverwritten, SiblingLost, SiblingUnwritten, CircularVisibility}

// The anomalies of registers that timestamps arbitrate, and of multi-value registers.
var (
	ClockInversion = &Anomaly{
		ID:    "clock-inversion",
		Title: "Clock inversion",
		Doc: "A transaction has a smaller timestamp than one that it saw, or than an earlier one of its session. Where the last" +
			" writer wins by timestamp, its writes lose against those that they were made to replace.",
		Breaks:   []axioms.Set{axioms.ARSESSION, axioms.SESSION},
		Together: "what a transaction has seen is arbitrated before it",
		Source:   "Kulkarni et al., OPODIS 2014: logical physical clocks",
		Example: `{"id":"T1","session":"a","hlc":20,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","hlc":15,"ops":[["r","x",1],["w","x",2]]}`,
	}
	WrongWinner = &Anomaly{
		ID:    "wrong-winner",
		Title: "Wrong winner",
		Doc: "A read returned a write although another one of the key, with a greater timestamp, was visible: the last writer" +
			" did not win. After quiescence every earlier write is visible, and the replica has not converged.",
		Breaks:   []axioms.Set{axioms.EXT},
		Together: "a read returns the visible write that is arbitrated last",
		Source:   "Burckhardt et al., POPL 2014",
		Example: `{"id":"T1","session":"a","hlc":10,"start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","hlc":20,"start":3,"end":4,"ops":[["w","x",2]]}` + "\n" +
			`{"fault":"quiescence","start":5}` + "\n" +
			`{"id":"T3","session":"c","hlc":30,"start":6,"end":7,"ops":[["r","x",1]]}`,
	}
	SiblingOverwritten = &Anomaly{
		ID:       "sibling-overwritten",
		Title:    "Overwritten sibling",
		Doc:      "A read of a multi-value register returned a write that another visible write had replaced.",
		Together: "a write that another visible one of the key has seen is not returned any more",
		Source:   "Burckhardt et al., POPL 2014",
		Example: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","ops":[["r","x",[1]],["w","x",2]]}` + "\n" +
			`{"id":"T3","session":"c","ops":[["r","x",[1,2]]]}`,
	}
	SiblingLost = &Anomaly{
		ID:       "sibling-lost",
		Title:    "Lost sibling",
		Doc:      "A read of a multi-value register did not return a write that was visible and that nothing had replaced.",
		Together: "a visible write that no other visible one has seen is returned",
		Source:   "Burckhardt et al., POPL 2014",
		Example: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"a","ops":[["r","x",[]]]}`,
	}
	SiblingUnwritten = &Anomaly{
		ID:       "sibling-unwritten",
		Title:    "Sibling from nowhere",
		Doc:      "A read of a multi-value register returned a value that nobody wrote, or that an aborted transaction wrote.",
		Together: "a value that is read was written",
		Source:   "our own",
		Example: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","ops":[["r","x",[7]]]}`,
	}
	CircularVisibility = &Anomaly{
		ID:       "circular-visibility",
		Title:    "Circular visibility",
		Doc:      "What the reads of multi-value registers say of who saw whom goes round in a circle.",
		Together: "visibility has no cycles",
		Source:   "Burckhardt et al., POPL 2014",
		Example: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"a","ops":[["r","x",[2]]]}` + "\n" +
			`{"id":"T3","session":"b","ops":[["w","x",2]]}` + "\n" +
			`{"id":"T4","session":"b","ops":[["r","x",[1]]]}`,
	}
)

// siblingAnomalies are the anomalies of multi-value registers by kind.
var siblingAnomalies = map[checker.SiblingKind]*Anomaly{
	checker.SiblingOverwritten: SiblingOverwritten,
	checker.SiblingLost:        SiblingLost,
	checker.SiblingUnwritten:   SiblingUnwritten,
	checker.SiblingCycle:       CircularVisibility,
}

// given tells where the execution that timestamps give breaks an axiom.
func (t *teller) given(g *checker.GivenBreach) *Found {
	b := g.Breach
	a, axiom := ClockInversion, Arbitration
	if b.Axiom != nil {
		axiom = b.Axiom.Name
		if b.Axiom.Bit&(axioms.EXT|axioms.INT) != 0 {
			a = WrongWinner
		}
	}
	f := &Found{Anomaly: a, Name: a.ID, Axiom: axiom, Count: 1, h: t.h, Txns: slices.Clone(b.Txns)}
	if b.Op >= 0 {
		f.Keys = []string{t.key(t.h.OpKey(b.Op))}
	}
	f.Sentences = append(f.Sentences, sentence(b.Message))
	for _, txn := range b.Txns {
		if clock := axioms.HybridClock(t.h, txn); clock != "" {
			f.Sentences = append(f.Sentences, fmt.Sprintf("The timestamp of %s is %s.", t.name(txn), cut(clock)))
		}
	}
	f.Sentences = append(f.Sentences, t.conclusion(f))
	t.link(f)
	if a == WrongWinner && len(b.Txns) == 2 {
		t.linkWinner(f, b.Txns[0], b.Txns[1])
	}
	t.finish(f)
	return f
}

// linkWinner notes that the reader missed the write of the winner, and whether that had
// ended before.
func (t *teller) linkWinner(f *Found, reader, winner int32) {
	if e, ok := t.missed(reader, winner); ok {
		f.Edges = append(f.Edges, e)
	}
	if end := t.h.End(winner); t.axioms.Has(axioms.REALTIME) && end != history.NoTime && end < t.h.Start(reader) {
		f.Edges = append(f.Edges, byTime(winner, reader, dependency.RT))
	}
}

// siblings tells what is wrong with a read of a multi-value register.
func (t *teller) siblings(b *checker.SiblingBreach) *Found {
	a := siblingAnomalies[b.Kind]
	f := &Found{Anomaly: a, Name: a.ID, Axiom: Arbitration, Count: 1, h: t.h}
	for _, s := range b.Steps {
		f.Sentences = append(f.Sentences, fmt.Sprintf("%s returned %s of key %s alone, and %s was visible to it: so %s had seen that.",
			t.name(t.h.TxnOf(s.Op)), t.short(s.By), t.key(t.h.OpKey(s.Op)), t.name(s.Replaced), t.short(s.By)))
		t.siblingTxns(f, t.h.TxnOf(s.Op), s.Replaced, s.By)
	}
	if b.Op >= 0 {
		f.Keys = []string{t.key(t.h.OpKey(b.Op))}
		t.siblingTxns(f, t.h.TxnOf(b.Op), b.Write, b.Other)
		f.Sentences = append(f.Sentences, t.whySibling(b))
	}
	f.Sentences = append(f.Sentences, "That cannot be in a multi-value register: "+a.Together+".")
	t.link(f)
	t.finish(f)
	return f
}

func (t *teller) siblingTxns(f *Found, txns ...int32) {
	for _, txn := range txns {
		if txn >= 0 && !slices.Contains(f.Txns, txn) {
			f.Txns = append(f.Txns, txn)
		}
	}
}

func (t *teller) whySibling(b *checker.SiblingBreach) string {
	reader, key := t.name(t.h.TxnOf(b.Op)), t.key(t.h.OpKey(b.Op))
	switch b.Kind {
	case checker.SiblingOverwritten:
		return fmt.Sprintf("%s read key %s and got what %s wrote, and it saw %s, who wrote the key and had seen that.",
			reader, key, t.name(b.Write), t.name(b.Other))
	case checker.SiblingLost:
		return fmt.Sprintf("%s read key %s and got nothing, and it saw %s, who wrote the key.", reader, key, t.name(b.Write))
	}
	return fmt.Sprintf("%s read key %s and got %s, which nobody wrote whose write may be read.", reader, key, t.value(b.Value))
}
