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
	g     *gate
	give  chan int64
	idle  chan struct{} // it waits, or has ended
	ended bool          // read after idle

	bytes, memory int64
	order         []int32
	legal, gaveUp bool
}

// place is a state of porcupine's search: that of the object, and the operations
// that took effect on the way.
type place struct {
	state, depth, op int32
	before           *place
}

func newDepthFirst(ctx context.Context, p *part, memory int64) *depthFirst {
	d := &depthFirst{machine: newMachine(p), give: make(chan int64), idle: make(chan struct{}), memory: memory}
	d.g = &gate{ctx: ctx, more: func() (int64, bool) {
		d.idle <- struct{}{}
		select {
		case n := <-d.give:
			return n, true
		case <-ctx.Done():
			return 0, false
		}
	}}
	return d
}

// run searches until it is decided or the context ends.
func (d *depthFirst) run(steps int64) {
	d.g.left = steps
	result := porcupine.CheckOperations(d.model(), d.operations())
	d.legal = result
	d.gaveUp = d.gaveUp || d.g.done
	d.ended = true
	select {
	case d.idle <- struct{}{}:
	case <-d.g.ctx.Done():
	}
}

// operations are those of the part, in porcupine's terms: an unknown one returns
// at the end of time, where nobody sees whether it took effect.
func (d *depthFirst) operations() []porcupine.Operation {
	ops := make([]porcupine.Operation, d.len())
	for i := range d.len() {
		ret := int64(d.ret[i])
		if d.ret[i] == never {
			ret = math.MaxInt64
		}
		ops[i] = porcupine.Operation{ClientId: int(d.op(i).Process), Input: i, Call: int64(d.inv[i]), Return: ret}
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
	// Porcupine remembers each place with a bit for each operation.
	d.bytes += int64(d.len())/8 + 160
	d.gaveUp = d.bytes+d.machine.bytes > d.memory
	to := &place{s, from.depth + 1, i, from}
	if to.depth == d.len() {
		d.order = to.path()
	}
	return true, to
}

// path returns the operations that took effect on the way to p.
func (p *place) path() []int32 {
	order := make([]int32, p.depth)
	for ; p.before != nil; p = p.before {
		order[p.depth-1] = p.op
	}
	return order
}
