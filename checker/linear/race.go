package linear

import "context"

// answer is what an engine found about a part.
type answer struct {
	verdict Verdict
	engine  string
	reason  string
	order   []int32 // for Linearizable: all operations that took effect
	stuck   int32   // for NotLinearizable by configurations: where none was left
	within  *part   // for NotLinearizable: the operations that show it, if not all; stuck is among them
}

// race lets two engines take turns of so many steps. Both take a turn at the same
// time, and at the end of a turn the one that is done wins, the configurations
// before porcupine: so it does not depend on which was faster who wins, nor what
// comes out. Until the first turn ends the configurations run alone.
type race struct {
	ctx    context.Context
	cancel context.CancelFunc
	p      *part
	opt    Options
	turn   int64
	spent  int64
	other  *depthFirst
	lost   bool // porcupine ran out of memory
	reason string
}

const (
	firstTurn = 1 << 12
	// secondTurn is what porcupine has to begin with.
	secondTurn = 1 << 14
)

// search decides a part that no polynomial engine does: at once if a linearization
// is easy to find, else by the race.
func search(ctx context.Context, p *part, opt Options) answer {
	if p.h.user != nil {
		return searchUsers(ctx, p, opt)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &race{ctx: ctx, cancel: cancel, p: p, opt: opt, turn: firstTurn, spent: firstTurn}
	m := newMachine(p)
	if order, ok := newGreedy(m).run(); ok {
		return answer{verdict: Linearizable, engine: "greedy", order: order, stuck: -1}
	}
	c := newConfigs(m, &gate{ctx: ctx, left: firstTurn, more: r.next}, opt.memory()/2)
	order, stuck, decided := c.run()
	switch {
	case decided && stuck >= 0:
		return answer{verdict: NotLinearizable, engine: "configurations", stuck: stuck}
	case decided:
		return answer{verdict: Linearizable, engine: "configurations", order: order, stuck: -1}
	case r.reason == "":
		r.reason = "the memory ran out among configurations"
		for !r.lost && r.wait() && r.turns() {
		}
	}
	return r.porcupine()
}

// next ends a turn. It returns the steps of the next one, unless porcupine is done
// or a budget ran out.
func (r *race) next() (int64, bool) {
	if r.other != nil && !r.wait() || !r.turns() {
		return 0, false
	}
	return r.turn, true
}

// wait waits for the end of porcupine's turn and reports whether it is to go on.
func (r *race) wait() bool {
	if r.other == nil || r.lost {
		return true
	}
	if !r.other.wait() {
		r.reason = "the search was cut off"
		return false
	}
	if r.lost = r.other.ended && r.other.gaveUp; r.other.ended && !r.lost {
		r.reason = "porcupine is done"
		return false
	}
	return true
}

// turns begins a turn of twice as many steps.
func (r *race) turns() bool {
	r.turn *= 2
	r.spent += r.turn
	switch {
	case r.ctx.Err() != nil:
		r.reason = "the search was cut off"
		return false
	case r.opt.MaxSteps > 0 && r.spent > r.opt.MaxSteps:
		r.reason = "the steps ran out among configurations"
		return false
	case r.other == nil:
		r.turn = secondTurn
		r.other = newDepthFirst(r.ctx, r.p, r.opt.memory()/2)
		go r.other.run(r.turn)
	case !r.lost:
		r.other.give <- r.turn
	}
	return true
}

// porcupine returns its answer, if it has one.
func (r *race) porcupine() answer {
	d := r.other
	switch {
	case d == nil || r.reason != "porcupine is done":
		return answer{verdict: Undecided, engine: "configurations", reason: r.reason, stuck: -1}
	case d.legal:
		return answer{verdict: Linearizable, engine: "porcupine", order: d.order, stuck: -1}
	}
	return answer{verdict: NotLinearizable, engine: "porcupine", stuck: -1}
}
