package checker

import (
	"context"
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// Occurrence is one refutation for all those of the same shape on the same keys.
type Occurrence struct {
	Refutation *Refutation
	// Count is how many there are: reads of the kind on the key, or cycles through
	// different transactions of which each is a shortest one through one of them.
	Count int
}

// Survey returns what else refutes the model of a violated verdict: the reads
// that nothing explains, one for each kind and key, and, where the order of
// versions is known, cycles, one for each sequence of edges and set of keys. The
// evidence of the verdict itself comes first. Each class of cycles, from G0 on, is
// given the same number of steps, so that the more severe ones leave some to the
// others; all together take a second or two. Of a weak model cycles are looked for in
// what the reads force, the order of versions too. complete is false if the number of
// steps ended the search, or if something was found that could not be proved.
func Survey(ctx context.Context, h *history.History, v *Verdict, opt Options) (found []Occurrence, complete bool, err error) {
	kept := v.kept
	v.kept = nil
	if !kept.serves(h, opt) {
		kept = &keptNet{}
		if kept.r, err = resolve(h, opt); err != nil {
			return nil, false, err
		}
	}
	m := v.Model
	j := &job{ctx: ctx, h: h, r: kept.r, set: m.Axioms.Closure(), opt: opt}
	s := &survey{job: j, net: kept.net, index: map[string]int{}, seen: map[string]bool{}, complete: true}
	s.add(v.Refutation)
	s.reads()
	if j.has(axioms.EXT) && j.set&(axioms.TOTALVIS|axioms.PREFIX|axioms.NOCONFLICT) != 0 {
		s.cycles()
	} else {
		s.weakCycles()
	}
	return s.found, s.complete, nil
}

// keptNet is what a survey needs of the engine that found a violation, so that it is
// not made again.
type keptNet struct {
	r   *dependency.Resolved
	net *horn
}

// serves reports whether it was made of h and with the same choices.
func (k *keptNet) serves(h *history.History, opt Options) bool {
	return k != nil && k.r.History == h && k.net.opt.Lists == opt.Lists
}

type survey struct {
	*job
	net      *horn // of a weak model, if its engine has kept it
	found    []Occurrence
	index    map[string]int  // by shape and keys
	seen     map[string]bool // reads and sets of transactions that were counted, or tried
	complete bool
}

// add counts a refutation once.
func (s *survey) add(r *Refutation) {
	id := fmt.Sprint(identity(r))
	if s.seen[id] {
		return
	}
	s.seen[id] = true
	group := s.group(r)
	if i, ok := s.index[group]; ok {
		s.found[i].Count++
		return
	}
	s.index[group] = len(s.found)
	s.found = append(s.found, Occurrence{Refutation: r, Count: 1})
}

// identity tells refutations apart: the read, or the transactions.
func identity(r *Refutation) []int32 {
	switch {
	case r.Read != nil:
		return []int32{-1, r.Read.Op, int32(r.Read.Kind)}
	case r.Proof != nil:
		return r.Proof.Txns
	}
	txns := r.Cycle.Txns()
	slices.Sort(txns)
	return txns
}

// group is what refutations have in common that are reported as one.
func (s *survey) group(r *Refutation) string {
	if r.Read != nil {
		return fmt.Sprint(r.Read.Kind, s.h.OpKey(r.Read.Op))
	}
	var keys []int32
	for _, e := range r.Cycle {
		if e.Key >= 0 {
			keys = append(keys, e.Key)
		}
	}
	slices.Sort(keys)
	return fmt.Sprint(reasonOf(s.h, r), slices.Compact(keys))
}

func (s *survey) reads() {
	for i := range s.r.Breaches {
		if b := &s.r.Breaches[i]; s.refutedBy(b) {
			s.add(&Refutation{Read: b})
		}
	}
}

// cycles looks, in each class from the most severe on, for a shortest cycle
// through each transaction, no longer than longestSurveyed.
func (s *survey) cycles() {
	w := newWitness(newPolygraph(s.job))
	all := w.classes()
	for _, c := range all {
		if w.prepare(c, surveySteps/int64(len(all))) && !s.cyclesOf(w) {
			s.complete = false
		}
	}
}

// cyclesOf adds the cycles of the witness's class. It returns false if the budget
// ended that.
func (s *survey) cyclesOf(w *witness) bool {
	for n := range int32(w.r.Len()) {
		if !w.search.OnCycle(n) {
			continue
		}
		if w.search.Steps < 0 || w.ctx.Err() != nil {
			return false
		}
		if cycle := w.search.Through(n, w.longest(longestSurveyed)); cycle != nil {
			s.addCycle(w, cycle)
		}
	}
	return true
}

const (
	longestSurveyed = 4
	surveySteps     = 1 << 24
	// proofPrice is what the proof of a cycle is counted for, in steps.
	proofPrice = 1 << 9
)

// addCycle adds the cycle through the given nodes, unless it was seen.
func (s *survey) addCycle(w *witness, nodes []int32) {
	txns := make([]int32, len(nodes))
	for i, n := range nodes {
		txns[i] = w.r.Txn[n]
	}
	slices.Sort(txns)
	tried := fmt.Sprint("tried", txns)
	if s.seen[tried] || s.seen[fmt.Sprint(txns)] {
		return
	}
	s.seen[tried] = true
	w.search.Steps -= proofPrice
	involved := slices.Clone(nodes)
	for i, n := range nodes {
		for _, rd := range w.r.NodeReads(n) {
			next := nodes[(i+1)%len(nodes)]
			if rd.External && rd.Source >= 0 && w.writeOf(next, rd.Key) >= 0 {
				involved = append(involved, rd.Source)
			}
		}
	}
	slices.Sort(involved)
	involved = slices.Compact(involved)
	if !w.contradicts(involved) {
		return
	}
	if r := w.prove(involved); r != nil && r.Cycle != nil {
		s.add(r)
	}
}
