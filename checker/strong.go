package checker

import (
	"fmt"
	"time"

	"visar/axioms"
	"visar/checker/order"
	"visar/history"
)

// strong decides a closed set of axioms that has EXT and one of TOTALVIS, PREFIX
// and NOCONFLICT: if the order of the recording is no arbitration, everything
// known and forced becomes edges, and what is open after that goes to the order
// solver.
func (j *job) strong() answer {
	if j.opt.Lists == axioms.Log && shapeOf(j.set) == shapeUA && j.hasLists() {
		return undecided("none", "update atomicity without transitive visibility is not decided for replicated logs", Stages{})
	}
	begin := time.Now()
	var st Stages
	if versionsOpen(j.r) {
		a, ok := j.recordedOrder(&st)
		st.GuessSeconds = since(begin)
		if ok {
			a.stages = st
			return a
		}
	}
	if a, ok := j.bySnapshots(); ok {
		return a
	}
	if e := j.chainExecution(); e != nil {
		st.Guesses, st.GuessSeconds = st.Guesses+1, since(begin)
		return answer{outcome: Consistent, engine: knownOrder, exec: e, stages: st}
	}
	s := newSaturation(j)
	s.st = st
	if s.full {
		return undecided("none", s.limitPassed("dependencies between transactions", len(s.arcs)), st)
	}
	e := s.firstExecution()
	s.st.GuessSeconds = since(begin)
	if e != nil {
		return answer{outcome: Consistent, engine: s.guessed(), exec: e, stages: s.stages(0)}
	}
	if nodes := s.lostUpdate(); nodes != nil && s.contradicts(nodes) {
		return s.refuted(s.refuteCycle)
	}
	return s.saturateAndSearch()
}

// recordedOrder is the engine that takes the order of the recording for arbitration.
const recordedOrder = "recorded-order"

// knownOrder is the one that needs no more than what reads say of the order of versions.
const knownOrder = "known-order"

// replayEngine is the one that runs the transactions again.
const replayEngine = "replay"

// since returns the seconds that have passed.
func since(begin time.Time) float64 { return time.Since(begin).Seconds() }

// refuted returns what a refutation finds, with its time.
func (s *saturation) refuted(find func() answer) answer {
	begin := time.Now()
	a := find()
	a.stages.ProofSeconds = since(begin)
	return a
}

func newSaturation(j *job) *saturation {
	s := &saturation{polygraph: newPolygraph(j)}
	s.seed()
	s.rank = s.completionRank()
	return s
}

// saturateAndSearch decides without a guess.
func (s *saturation) saturateAndSearch() answer {
	begin := time.Now()
	sound := s.saturate()
	s.st.SaturationSeconds = since(begin)
	if !sound {
		return s.refuted(s.refuteCycle)
	}
	s.shared.keep(s)
	if s.replayed != nil {
		return s.acquitted()
	}
	if err := s.ctx.Err(); err != nil {
		return undecided("saturation", "cancelled during saturation", s.stages(0))
	}
	if s.worthwhile() && s.tooLarge() {
		return undecided("saturation", s.limitPassed("dependencies that are known or forced", len(s.arcs)), s.stages(0))
	}
	if s.worthwhile() && s.replays(func() []arc { return nil }) {
		s.st.SaturationSeconds = since(begin)
		return s.acquitted()
	}
	pairs, ok := s.openPairs()
	s.st.SaturationSeconds = since(begin)
	if s.ctx.Err() != nil {
		return undecided("saturation", fmt.Sprintf("cancelled with at least %d pairs of writers open", len(pairs)), s.stages(len(pairs)))
	}
	if !ok {
		return undecided("saturation", fmt.Sprintf("more than %d pairs of writers are left open", s.pairsAllowed()), s.stages(len(pairs)))
	}
	if len(pairs) == 0 {
		return answer{outcome: Consistent, engine: s.engine(), exec: s.execution(s.ranked()), stages: s.stages(0)}
	}
	return s.search(pairs)
}

// acquitted is the answer of a replay.
func (s *saturation) acquitted() answer {
	return answer{outcome: Consistent, engine: replayEngine, exec: s.execution(s.replayed), stages: s.stages(0)}
}

// ranked returns the topological order that keeps closest to the preferred one.
func (s *saturation) ranked() []int32 {
	order, _ := newMesh(s.total, s.outside, s.arcs).graph().Topological(s.rank)
	return order
}

func (j *job) hasLists() bool {
	for _, v := range j.r.Versions {
		if v != nil {
			return true
		}
	}
	return false
}

// engine names what decided when no search was needed.
func (s *saturation) engine() string {
	if s.worthwhile() {
		return "saturation"
	}
	return knownOrder
}

func (s *saturation) stages(choices int) Stages {
	st := s.st
	st.Rounds, st.Forced, st.Choices = s.rounds, len(s.why)-s.given, choices
	return st
}

func undecided(engine, reason string, st Stages) answer {
	return answer{outcome: Undecided, engine: engine, reason: reason, stages: st}
}

// search hands the open pairs to the order solver.
func (s *saturation) search(pairs []openPair) answer {
	begin := time.Now()
	if !s.timed() {
		s.rank = s.pastRank()
	}
	c := newChoices(s, pairs)
	if c.full {
		return undecided("order-solver", s.limitPassed("pairs of writers whose order is open", len(pairs)), s.stages(len(pairs)))
	}
	res, err := order.Solve(s.ctx, &c.problem, order.Options{MaxSteps: s.opt.MaxSteps, MaxMemory: c.left, Proof: true})
	s.st.SearchSeconds = since(begin)
	st := s.stages(c.problem.Vars)
	if err != nil {
		return undecided("order-solver", err.Error(), st)
	}
	st.Conflicts, st.Components = res.Stats.Conflicts, res.Stats.Components
	switch res.Outcome {
	case order.Satisfied:
		return answer{outcome: Consistent, engine: "order-solver", exec: s.execution(res.Order), stages: st}
	case order.Unsatisfiable:
		a := s.refuted(func() answer { return s.refuteProof(res.Proof) })
		st.ProofSeconds = a.stages.ProofSeconds
		a.stages = st
		return a
	}
	return undecided("order-solver", res.Reason, st)
}

// completionRank prefers, among transactions that nothing else orders, the order
// of arbitration or commit timestamps that the database reports, and else the
// recorded order of completion: a likely arbitration, and so a good start of the
// search and an execution that reads naturally.
func (g *polygraph) completionRank() []int32 {
	if g.arbitrated() {
		return g.rankOf(func(n int32) int64 { place, _ := g.r.RecordedPlace(n); return place })
	}
	return g.rankOf(g.completion)
}

// rankOf ranks ports by the moment of their nodes, ties in order of the nodes.
func (g *polygraph) rankOf(at func(n int32) int64) []int32 {
	rank := make([]int32, g.total)
	for i, n := range g.nodesBy(at) {
		rank[g.shape.snapshot(n)] = int32(i) + 1
		rank[g.shape.commit(n)] = int32(i) + 1
	}
	return rank
}

// completion is when node n ended or, if that is not known, started.
func (j *job) completion(n int32) int64 {
	t := j.r.Txn[n]
	if e := j.h.End(t); e != history.NoTime {
		return e
	}
	return j.h.Start(t)
}

// arbitrated reports whether the database reports a place for every node.
func (j *job) arbitrated() bool {
	for n := range int32(j.r.Len()) {
		if _, ok := j.r.RecordedPlace(n); !ok {
			return false
		}
	}
	return j.r.Len() > 0
}

// execution makes the abstract execution of a topological order of the ports.
func (g *polygraph) execution(ports []int32) *axioms.Execution {
	e := &axioms.Execution{History: g.h, Lists: g.opt.Lists}
	before := make([]int32, g.r.Len())
	for _, p := range ports {
		if p >= g.nodes {
			continue
		}
		n := g.nodeOf(p)
		if p == g.shape.snapshot(n) {
			before[n] = int32(len(e.Order))
		}
		if p == g.shape.commit(n) {
			e.Order = append(e.Order, g.r.Txn[n])
		}
	}
	if g.shape.forbids() {
		e.VIS.Edges = g.visibleEdges()
		return e
	}
	e.VIS.Prefix = make([]int32, len(e.Order))
	for i, t := range e.Order {
		e.VIS.Prefix[i] = before[g.r.Node[t]]
	}
	return e
}

// visibleEdges is the least visibility: who was read, sessions and real time as
// the axioms ask, and the earlier writers of one's keys.
func (g *polygraph) visibleEdges() *axioms.VisibleEdges {
	v := &axioms.VisibleEdges{
		First: make([]int32, g.h.Len()+1), Conflicts: true,
		Sessions: g.has(axioms.SESSION), RealTime: g.has(axioms.REALTIME), Closed: g.has(axioms.TRANSVIS),
	}
	for _, rd := range g.r.Reads {
		if rd.External && rd.Source >= 0 {
			v.First[g.r.Txn[rd.Node]+1]++
		}
	}
	for t := range g.h.Len() {
		v.First[t+1] += v.First[t]
	}
	// Reads are in order of their transactions.
	for _, rd := range g.r.Reads {
		if rd.External && rd.Source >= 0 {
			v.Seen = append(v.Seen, g.r.Txn[rd.Source])
		}
	}
	return v
}
