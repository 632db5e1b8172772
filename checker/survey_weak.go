package checker

import (
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

const (
	// weakSteps bounds the survey of a weak model, in arcs and reads looked at. The
	// edges of a cycle that reads force are proved from the whole history, so that
	// each costs as much as that is long.
	weakSteps = 1 << 26
	// arcsPerCycle is how often the arcs are gone through for a cycle, about.
	arcsPerCycle = 8
)

// weakCycles adds what refutes a weak model beside reads that nothing explains:
// for each writer that is seen by a reader of an older value the shortest way to
// see it, and for each transaction a shortest cycle of what the reads force
// through it, no longer than longestSurveyed.
func (s *survey) weakCycles() {
	net := s.weakNet()
	if net == nil {
		s.complete = false
		return
	}
	s.complete = s.complete && net.stopped == ""
	w := &weakSurvey{survey: s, horn: net, steps: weakSteps}
	w.stales()
	for g := range net.coreGraphs {
		if !w.through(g) {
			s.complete = false
			return
		}
	}
}

// weakNet returns all that the reads force, which the verdict's engine may have
// collected; nil if the engines have nothing to say of it.
func (s *survey) weakNet() *horn {
	if s.net != nil {
		job := *s.job
		job.r = s.net.r // where reads are of logs not that of the job
		s.net.job = &job
		return s.net
	}
	h, part := s.withLogs()
	if part != nil || s.unjudgedList() {
		return nil
	}
	h.surveyed = true
	return h.netOf()
}

// netOf collects what the engine of the set collects.
func (j *hornJob) netOf() *horn {
	switch set := j.surveyedSet(); {
	case !j.has(axioms.EXT):
		return j.commitNet(set)
	case j.set&(axioms.TRANSVIS|axioms.MW|axioms.WFR) != 0:
		return j.causalNet(set, nil)
	default:
		return j.readAtomicNet()
	}
}

// surveyedSet returns the set of axioms of which a survey asks what it forces.
func (j *hornJob) surveyedSet() axioms.Set {
	if j.has(axioms.EXT) && !j.has(axioms.MW) && j.set&(axioms.TRANSVIS|axioms.WFR) != 0 {
		// As in causal: what mentions a session refutes the stronger model alone.
		return withSessions(j.set)
	}
	return j.set
}

// keep keeps the net of a violated set for the survey, if there will be one.
func (j *hornJob) keep(s *horn) *horn {
	if s.all {
		j.kept = s
	}
	return s
}

// weakSurvey adds the cycles of one net.
type weakSurvey struct {
	*survey
	horn  *horn
	steps int64
}

// add adds the cycle if it refutes the model, and reports whether it does. What is
// added was checked as every refutation is.
func (w *weakSurvey) add(c dependency.Cycle) bool {
	v := &Verdict{History: w.h, Model: &axioms.Model{Axioms: w.set}, Outcome: Violated, Refutation: &Refutation{Cycle: c}}
	if len(c) < 2 || certify(v, w.h, w.opt.Lists) != nil {
		return false
	}
	w.survey.add(v.Refutation)
	return true
}

// pay takes the price of a cycle and reports whether there was enough.
func (w *weakSurvey) pay() bool {
	w.steps -= int64(len(w.r.Reads) + arcsPerCycle*len(w.horn.arcs))
	return w.steps >= 0 && w.ctx.Err() == nil
}

// stales adds a cycle for each writer that is seen where the initial value, or a
// log without what it appended, was read.
func (w *weakSurvey) stales() {
	known := map[int32]bool{}
	for _, writer := range w.horn.stales {
		if known[writer] {
			continue
		}
		known[writer] = true
		if !w.pay() {
			w.complete = false
			return
		}
		if !w.add(w.horn.staleCycle(writer)) {
			w.complete = false
		}
	}
}

// through adds a shortest cycle of the graph through each transaction, and reports
// whether all were looked at.
func (w *weakSurvey) through(graph *coreGraph) bool {
	component, count := graph.Components()
	size := make([]int32, count)
	for _, c := range component {
		size[c]++
	}
	search := w.horn.cycleSearch(graph)
	all := true
	for start := range w.horn.nodes {
		own := component[start]
		if size[own] < 2 {
			continue
		}
		search.admits = func(to int32) bool { return component[to] == own }
		before := search.work
		length := search.from(start, longestSurveyed)
		w.steps -= int64(search.work - before)
		if w.steps < 0 || w.ctx.Err() != nil {
			return false
		}
		if length < 0 {
			continue
		}
		hops := search.path(start, start)
		id := w.around(hops)
		if w.seen[id] {
			continue
		}
		w.seen[id] = true
		if !w.pay() {
			return false
		}
		all = w.add(w.horn.cycleOf(hops)) && all
	}
	return all
}

// around names the transactions on the way around a cycle.
func (w *weakSurvey) around(hops []hop) string {
	var txns []int32
	for _, h := range hops {
		if h.node < w.horn.nodes {
			txns = append(txns, w.r.Txn[h.node])
		}
	}
	slices.Sort(txns)
	return fmt.Sprint("tried", txns)
}
