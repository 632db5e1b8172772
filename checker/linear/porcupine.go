package linear

import (
	"context"
	"math"

	"github.com/anishathalye/porcupine"
)

// depthFirst is porcupine at work on a part, in a goroutine of its own. It takes
// as many steps as it is given and then waits for more.
type depthFirst struct {
	*machine
	*turns
	g *gate

	bytes, memory int64
	order         []int32
	legal, gaveUp bool
}

// place is a state of porcupine's search: that of the object, and the operations
// that took effect on the way.
type place struct {
	state, depth, op int32
	users            any // instead of state, that of a user's model
	before           *place
}

func newDepthFirst(ctx context.Context, p *part, memory int64) *depthFirst {
	d := &depthFirst{machine: newMachine(p), turns: newTurns(ctx), memory: memory}
	d.g = &gate{ctx: ctx, more: d.more}
	return d
}

// run searches until it is decided or the context ends.
func (d *depthFirst) run(steps int64) {
	d.g.left = steps
	d.legal = porcupine.CheckOperations(d.model(), d.operations())
	d.gaveUp = d.gaveUp || d.g.done
	d.end()
}

// operations are those of the part, in porcupine's terms: an unknown one returns
// at the end of time, where nobody sees whether it took effect.
func (p *part) operations() []porcupine.Operation {
	ops := make([]porcupine.Operation, p.len())
	for i := range p.len() {
		ret := int64(p.ret[i])
		if p.ret[i] == never {
			ret = math.MaxInt64
		}
		ops[i] = porcupine.Operation{ClientId: int(p.op(i).Process), Input: i, Call: int64(p.inv[i]), Return: ret}
	}
	return ops
}

func (d *depthFirst) model() porcupine.Model {
	return porcupine.Model{
		Init:  func() any { return &place{state: d.first, op: -1} },
		Equal: func(a, b any) bool { return a.(*place).state == b.(*place).state },
		Hash:  func(s any) uint64 { return uint64(s.(*place).state) * 0x9e3779b97f4a7c15 },
		Step:  func(s, input, _ any) (bool, any) { return d.try(s.(*place), input.(int32)) },
	}
}

// try is a step of porcupine's. Once it is to stop nothing is possible any more,
// so that the search ends after unwinding.
func (d *depthFirst) try(from *place, i int32) (bool, any) {
	if !d.gaveUp && !d.g.step() {
		d.gaveUp = true
	}
	if d.gaveUp {
		return false, from
	}
	s, ok := d.step(from.state, i)
	if !ok && d.ret[i] == never {
		s, ok = from.state, true
	}
	if !ok {
		return false, from
	}
	d.bytes += placeBytes(int(d.len()))
	d.gaveUp = d.bytes+d.machine.bytes > d.memory
	to := &place{state: s, depth: from.depth + 1, op: i, before: from}
	if to.depth == d.len() {
		d.order = to.path()
	}
	return true, to
}

// placeBytes is about what porcupine needs to remember a place: a bit for each of so
// many operations.
func placeBytes(ops int) int64 { return int64(ops)/8 + 160 }

// path returns the operations that took effect on the way to p.
func (p *place) path() []int32 {
	order := make([]int32, p.depth)
	for ; p.before != nil; p = p.before {
		order[p.depth-1] = p.op
	}
	return order
}
