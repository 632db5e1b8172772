package anomalies

import (
	"fmt"
	"slices"
	"strings"

	"visar/checker"
	"visar/history/dependency"
)

// toldSteps bounds the steps of a proof that are told. The rest are counted.
const toldSteps = 40

// comparedSteps bounds the steps of a proof in which those are looked for that add
// nothing: it takes time quadratic in them.
const comparedSteps = 1000

// proof names and tells a proof that every order of versions closes a forbidden
// cycle.
func (t *teller) proof(p *checker.Proof) *Found {
	all := t.nameLoops(loops(t.h, &checker.Refutation{Proof: p}))
	l := telling(all)
	f := t.found(l.anomaly, l.cycle)
	f.Cycle = t.edges(l.told())
	f.Txns = l.cycle.Txns()
	for _, txn := range p.Txns {
		f.addTxn(txn)
	}
	t.steps(f, p, all)
	f.Sentences = append(f.Sentences, t.conclusion(f))
	t.finish(f)
	return f
}

// steps tells the steps; all are the loops of those that have a cycle. A step that
// assumes no less than another one adds nothing and is left out.
func (t *teller) steps(f *Found, p *checker.Proof, all []named) {
	told := make([]*named, len(p.Steps))
	for i := range p.Steps {
		if len(p.Steps[i].Cycle) > 0 {
			told[i], all = &all[0], all[1:]
		}
	}
	count := 0
	choice := slices.ContainsFunc(p.Steps, func(s checker.Step) bool { return len(s.Reads) > 0 })
	for i, s := range p.Steps {
		if count == toldSteps && i < len(p.Steps)-1 {
			f.Sentences = append(f.Sentences, fmt.Sprintf("The proof has %d further steps.", len(p.Steps)-i))
			return
		}
		if i < len(p.Steps)-1 && len(p.Steps) <= comparedSteps && subsumed(i, p.Steps, told) {
			continue
		}
		f.addStep(t.step(s, told[i], choice))
		count++
	}
}

// subsumed reports whether step i assumes no less than another step with a cycle,
// and of equal ones is not the most telling, or the first such.
func subsumed(i int, steps []checker.Step, told []*named) bool {
	for j := range steps {
		if j == i || told[j] == nil || !within(&steps[j], &steps[i]) {
			continue
		}
		if told[i] == nil || assumed(&steps[j]) < assumed(&steps[i]) {
			return true
		}
		if d := byTelling(*told[j], *told[i]); d < 0 || d == 0 && j < i {
			return true
		}
	}
	return false
}

// within reports whether b assumes all that a does.
func within(a, b *checker.Step) bool {
	return !slices.ContainsFunc(a.Assume, func(o checker.Order) bool { return !slices.Contains(b.Assume, o) }) &&
		!slices.ContainsFunc(a.Reads, func(r checker.Source) bool { return !slices.Contains(b.Reads, r) })
}

func assumed(s *checker.Step) int { return len(s.Assume) + len(s.Reads) }

// step tells a step and its loop, which is nil if it has no cycle; choice says
// whether the proof chooses writers.
func (t *teller) step(s checker.Step, l *named, choice bool) StepText {
	step := StepText{Assume: append(t.sources(s.Reads), t.orders(s.Assume)...)}
	if l != nil {
		step.Cycle = t.edges(l.told())
	}
	if l != nil && l.assumption() == 0 {
		step.Anomaly = l.anomaly
	}
	step.Sentence = step.sentence()
	if choice && assumed(&s) == 0 && l == nil {
		step.Sentence = "So nobody is left whom those values can have been read from."
	}
	return step
}

func (f *Found) addStep(s StepText) {
	for _, e := range s.Cycle {
		f.addEdge(e.Edge)
	}
	f.Steps = append(f.Steps, s)
	f.Sentences = append(f.Sentences, s.Sentence)
}

// sources tells whom reads are assumed to be from.
func (t *teller) sources(reads []checker.Source) []string {
	var all []string
	for _, r := range reads {
		verb, from := " read ", "from "+t.short(max(0, r.Writer))
		if r.Not {
			verb = " did not read "
		}
		if r.Writer < 0 {
			from = "as the initial value"
		}
		all = append(all, t.short(t.h.TxnOf(r.Read))+verb+t.readText(r.Read, -1)+" "+from)
	}
	return all
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
	because := strings.Join(whys, ", and ")
	switch {
	case len(s.Assume) == 0 && len(whys) == 0:
		return "So no order of the versions is left."
	case len(whys) == 0:
		return "So it cannot be that " + words(s.Assume) + "."
	case s.Anomaly == nil:
		return "It cannot be that " + words(s.Assume) + ": " + because + "."
	case len(s.Assume) == 0:
		return because + ": " + article(s.Anomaly.Title) + "."
	default:
		return "If " + words(s.Assume) + ", then " + because + ": " + article(s.Anomaly.Title) + "."
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
