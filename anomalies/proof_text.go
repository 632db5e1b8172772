package anomalies

import (
	"fmt"
	"strings"

	"visar/checker"
	"visar/history/dependency"
)

// toldSteps bounds the steps of a proof that are told. The rest are counted.
const toldSteps = 40

// proof names and tells a proof that every order of versions closes a forbidden
// cycle.
func (t *teller) proof(p *checker.Proof) *Found {
	all := t.nameLoops(loops(t.h, &checker.Refutation{Proof: p}))
	l := telling(all)
	f := t.found(l.anomaly, l.cycle)
	f.Cycle = t.edges(l.loop)
	f.Txns = l.cycle.Txns()
	for _, txn := range p.Txns {
		f.addTxn(txn)
	}
	t.steps(f, p, all)
	f.Sentences = append(f.Sentences, t.conclusion(f))
	t.finish(f)
	return f
}

// steps tells the steps; all are the loops of those that have a cycle.
func (t *teller) steps(f *Found, p *checker.Proof, all []named) {
	for i, s := range p.Steps {
		step := StepText{Assume: t.orders(s.Assume)}
		if len(s.Cycle) > 0 {
			step.Anomaly, step.Cycle = all[0].anomaly, t.edges(all[0].loop)
			for _, e := range all[0].cycle {
				f.addEdge(e)
			}
			all = all[1:]
		}
		step.Sentence = step.sentence()
		if i >= toldSteps {
			f.Sentences = append(f.Sentences, fmt.Sprintf("The proof has %d further steps.", len(p.Steps)-i))
			return
		}
		f.Steps = append(f.Steps, step)
		f.Sentences = append(f.Sentences, step.Sentence)
	}
}

// orders tells assumed orders of versions.
func (t *teller) orders(assume []checker.Order) []string {
	var all []string
	for _, o := range assume {
		all = append(all, t.short(o.Before)+" came before "+t.short(o.After))
	}
	return all
}

func (s *StepText) sentence() string {
	var whys []string
	for _, e := range s.Cycle {
		if !(e.Edge.Kind == dependency.WW && e.Edge.Assumed) {
			whys = append(whys, e.Why)
		}
	}
	switch {
	case len(s.Assume) == 0 && len(whys) > 0:
		return strings.Join(whys, ", and ") + ": " + article(s.Anomaly.Title) + "."
	case len(s.Assume) == 0:
		return "So no order of the versions is left."
	case len(whys) == 0:
		return "So it cannot be that " + words(s.Assume) + "."
	default:
		return "If " + words(s.Assume) + ", then " + strings.Join(whys, ", and ") +
			": " + article(s.Anomaly.Title) + "."
	}
}

// article returns a title as a noun in a sentence.
func article(title string) string {
	lower := title
	if len(title) > 1 && title[1] >= 'a' && title[1] <= 'z' {
		lower = strings.ToLower(title[:1]) + title[1:]
	}
	if strings.ContainsRune("aeiou", rune(lower[0])) {
		return "an " + lower
	}
	return "a " + lower
}
