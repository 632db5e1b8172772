package linear

import (
	"context"

	"github.com/anishathalye/porcupine"
)

// host is porcupine at work on a user's model, in the goroutine of the caller. A step of
// such a model may cost anything, and a short history less than it takes to start
// another goroutine: so porcupine begins by itself, on the states as they are. What it
// has not decided in a turn gets configurations to its side, which take a share of its
// steps. Both take a turn at the same time; if the turn ends and they are done, theirs is
// the answer.
type host struct {
	ctx    context.Context
	cancel context.CancelFunc
	opt    Options
	ops    int
	part   func() *part // of the operations, for the configurations
	left   int64        // steps of porcupine in this turn
	turn   int64
	spent  int64
	bytes  int64 // that porcupine holds
	side   *side // nil in the first turn
	over   bool  // porcupine is to end without an answer
	full   bool  // since its memory ran out
	answer answer
}

// sideShare is how many steps porcupine takes for each of the configurations: theirs may
// cost as much, and there may be one processor for both.
const sideShare = 64

func newHost(ctx context.Context, opt Options, ops int, part func() *part) *host {
	h := &host{opt: opt, ops: ops, part: part, turn: firstTurn}
	h.ctx, h.cancel = context.WithCancel(ctx)
	if opt.MaxSteps > 0 {
		h.turn = min(h.turn, opt.MaxSteps)
	}
	h.left, h.spent = h.turn, h.turn
	return h
}

// run returns the answer of porcupine about the operations, or that of its side. The
// model must ask for each step.
func (h *host) run(m porcupine.Model, ops []porcupine.Operation) answer {
	legal := porcupine.CheckOperations(m, ops)
	switch {
	case h.full:
		return h.sideAlone()
	case h.over:
		return h.answer
	case legal:
		return answer{verdict: Linearizable, engine: "porcupine", stuck: -1}
	}
	return answer{verdict: NotLinearizable, engine: "porcupine", stuck: -1}
}

// step reports whether porcupine may take another step. If not, nothing is possible any
// more, so that its search ends after unwinding.
func (h *host) step() bool {
	if h.over {
		return false
	}
	h.bytes += placeBytes(h.ops)
	h.full = h.bytes > h.opt.memory()/2
	if h.left--; h.left < 0 || h.full {
		h.over = h.full || !h.next()
	}
	return !h.over
}

// next begins a turn of twice as many steps, unless the side is done or a budget ran out.
func (h *host) next() bool {
	h.turn *= 2
	h.spent += h.turn
	h.left = h.turn - 1
	switch {
	case h.ctx.Err() != nil:
		h.undecided("the search was cut off")
	case h.opt.MaxSteps > 0 && h.spent > h.opt.MaxSteps:
		h.undecided("the steps ran out among configurations")
	case h.side == nil:
		h.side = newSide(h.ctx, h.part(), h.opt.memory()/2)
		go h.side.run(h.turn / sideShare)
		return true
	case h.side.lost:
		return true
	case !h.side.wait():
		h.undecided("the search was cut off")
	case h.side.ended:
		if h.answer, h.side.lost = h.side.answer(); h.side.lost {
			return true
		}
	default:
		h.side.give <- h.turn / sideShare
		return true
	}
	return false
}

// sideAlone goes on without porcupine.
func (h *host) sideAlone() answer {
	for h.next() {
		if h.side.lost {
			return h.answer
		}
	}
	return h.answer
}

func (h *host) undecided(reason string) {
	h.answer = answer{verdict: Undecided, engine: "configurations", reason: reason, stuck: -1}
}

// side is configurations at work beside porcupine.
type side struct {
	*turns
	c       *configs
	order   []int32
	stuck   int32
	decided bool
	lost    bool // they ran out of memory
}

func newSide(ctx context.Context, p *part, memory int64) *side {
	s := &side{turns: newTurns(ctx)}
	s.c = newConfigs(newMachine(p), &gate{ctx: ctx, more: s.more}, memory)
	return s
}

func (s *side) run(steps int64) {
	s.c.g.left = steps
	s.order, s.stuck, s.decided = s.c.run()
	s.end()
}

// answer is what they found, or that their memory ran out.
func (s *side) answer() (a answer, lost bool) {
	a = answer{verdict: Linearizable, engine: "configurations", order: s.order, stuck: s.stuck}
	switch {
	case !s.decided:
		a.verdict, a.reason = Undecided, "the memory ran out among configurations"
	case s.stuck >= 0:
		a.verdict = NotLinearizable
	}
	return a, !s.decided
}

// searchUsers decides a part of a user's model. Operations of unknown outcome may have no
// effect, and the order in which the others had theirs is kept.
func searchUsers(ctx context.Context, p *part, opt Options) answer {
	h := newHost(ctx, opt, int(p.len()), func() *part { return p })
	defer h.cancel()
	u := p.h.user
	var order []int32
	a := h.run(porcupine.Model{
		Init:  func() any { return &place{users: u.init(), op: -1} },
		Equal: func(a, b any) bool { return u.equal(a.(*place).users, b.(*place).users) },
		Hash:  func(s any) uint64 { return u.hash(s.(*place).users) },
		Step: func(s, input, _ any) (bool, any) {
			from, i := s.(*place), input.(int32)
			if !h.step() {
				return false, from
			}
			ok, state := u.step(from.users, u.in[p.op(i).A], u.out[p.op(i).A])
			if !ok && p.ret[i] != never {
				return false, from
			}
			if !ok {
				state = from.users
			}
			to := &place{users: state, depth: from.depth + 1, op: i, before: from}
			if to.depth == p.len() {
				order = to.path()
			}
			return true, to
		},
	}, p.operations())
	if a.verdict == Linearizable && a.engine == "porcupine" {
		a.order = order
	}
	return a
}
