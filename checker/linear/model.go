package linear

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/anishathalye/porcupine"

	"visar/history"
)

// ModelResult is what was found about operations on the objects of a user's model.
type ModelResult struct {
	Verdict Verdict // NotLinearizable if a part is, else Undecided if a part is
	Parts   []PartResult
}

// PartResult is what was found about one part of the operations, which are named by
// their indices.
type PartResult struct {
	Ops     []int // those of the part, in order of invocation
	Verdict Verdict
	Engine  string // "porcupine" or "configurations"
	Reason  string // of Undecided: what ran out, and where
	// Order is, for Linearizable, an order in which the operations might have taken
	// effect. It was replayed on the model, unless the verdict alone was asked for. Unknown operations that it leaves out did
	// not take effect.
	Order []int
	// Witness is, for NotLinearizable, what was invoked before Last returned: at
	// that return no order of them is left.
	Witness []int
	Last    int
	// Certified reports, for NotLinearizable, that a search of another kind found no
	// order of the witness either. It is bounded, and may end undecided.
	Certified bool
}

// CheckModel decides whether ops are linearizable on the objects that m describes,
// part by part if m has a Partition. Porcupine begins; what it does not decide soon
// configurations race it for. Step must be a pure function that may be called from
// several goroutines.
//
// An operation that returns at [Never] is one whose outcome is unknown: it may take
// effect at any moment after its call, where Step allows it with the Output that it
// has, or not at all. The error is for a model without Init and Step, an operation
// that returns before it is called, and a Partition that does not split the
// operations.
func CheckModel(ctx context.Context, m porcupine.Model, ops []porcupine.Operation, opt Options) (*ModelResult, error) {
	u, err := newUserModel(ctx, m)
	if err != nil {
		return nil, err
	}
	if err := timely(ops); err != nil {
		return nil, err
	}
	if opt.VerdictOnly && m.Partition == nil && len(ops) > 0 && !slices.ContainsFunc(ops, neverReturns) {
		return u.verdict(ctx, ops, opt), nil
	}
	h, err := u.history(m, ops)
	if err != nil {
		return nil, err
	}
	r := &ModelResult{}
	parts := h.parts()
	for i, a := range decideAll(ctx, parts, opt) {
		one := u.result(ctx, parts[i], a, opt)
		if one.Verdict == Linearizable && !opt.VerdictOnly {
			if err := u.replay(ops, &one); err != nil {
				return nil, fmt.Errorf("internal error: %w", err)
			}
		}
		r.Parts = append(r.Parts, one)
		if one.Verdict == NotLinearizable || r.Verdict == Linearizable {
			r.Verdict = one.Verdict
		}
	}
	return r, nil
}

func neverReturns(o porcupine.Operation) bool { return o.Return == Never }

// verdict decides operations that are one part and all return. What a short history
// needs besides would take longer than porcupine.
func (u *userModel) verdict(ctx context.Context, ops []porcupine.Operation, opt Options) *ModelResult {
	h := newHost(ctx, opt, len(ops), func() *part { return u.whole(ops).parts()[0] })
	defer h.cancel()
	a := h.run(porcupine.Model{Init: u.init, Equal: u.equal, Hash: u.hash, Step: func(state, in, out any) (bool, any) {
		if !h.step() {
			return false, state
		}
		return u.step(state, in, out)
	}}, ops)
	one := PartResult{Ops: make([]int, len(ops)), Verdict: a.verdict, Engine: a.engine, Reason: a.reason}
	for i := range ops {
		one.Ops[i] = i
	}
	slices.SortStableFunc(one.Ops, func(a, b int) int { return cmp.Compare(ops[a].Call, ops[b].Call) })
	return &ModelResult{Verdict: one.Verdict, Parts: []PartResult{one}}
}

// Operations pairs calls with returns. A call without a return is an operation whose
// outcome is unknown. The error is for a return without a call, and for two calls or
// returns with one id.
func Operations(events []porcupine.Event) ([]porcupine.Operation, error) {
	at := map[int]int{}
	var ops []porcupine.Operation
	for i, e := range events {
		n, called := at[e.Id]
		switch {
		case e.Kind == porcupine.CallEvent && called:
			return nil, fmt.Errorf("event %d: expected each id in one call, got %d again", i, e.Id)
		case e.Kind == porcupine.CallEvent:
			at[e.Id] = len(ops)
			ops = append(ops, porcupine.Operation{ClientId: e.ClientId, Input: e.Value, Call: int64(i), Return: Never, Metadata: e.Metadata})
		case !called:
			return nil, fmt.Errorf("event %d: expected a call of id %d before its return", i, e.Id)
		case ops[n].Return != Never:
			return nil, fmt.Errorf("event %d: expected one return of id %d, got another", i, e.Id)
		default:
			ops[n].Output, ops[n].Return = e.Value, int64(i)
		}
	}
	return ops, nil
}

// userModel is a model of porcupine's as the engines use it.
type userModel struct {
	init    func() any
	step    func(state, input, output any) (bool, any)
	equal   func(a, b any) bool
	hash    func(state any) uint64
	in, out []any // by operation
}

func newUserModel(ctx context.Context, m porcupine.Model) (*userModel, error) {
	u := &userModel{init: m.Init, step: m.Step, equal: m.Equal, hash: m.Hash}
	if u.step == nil && m.StepContext != nil {
		u.step = func(state, in, out any) (bool, any) { return m.StepContext(ctx, state, in, out) }
	}
	if u.init == nil || u.step == nil {
		return nil, errors.New("expected a model with Init and with Step or StepContext")
	}
	if s := u.init(); u.equal == nil && s != nil && !reflect.ValueOf(s).Comparable() {
		return nil, fmt.Errorf("expected a model with Equal, since == cannot compare states that are %T", s)
	}
	if u.equal == nil {
		u.equal = func(a, b any) bool { return a == b }
	}
	if u.hash == nil {
		u.hash = func(any) uint64 { return 0 }
	}
	return u, nil
}

// timely returns what is wrong with the times of operations.
func timely(ops []porcupine.Operation) error {
	for i := range ops {
		switch o := &ops[i]; {
		case o.Return < o.Call:
			return fmt.Errorf("operation %d returns before it is called", i)
		case o.Return >= open && o.Return != Never:
			return fmt.Errorf("operation %d returns at %d: expected a time before that or linear.Never", i, o.Return)
		}
	}
	return nil
}

// history gives each part of the operations a key of its own.
func (u *userModel) history(m porcupine.Model, ops []porcupine.Operation) (*History, error) {
	h := u.whole(ops)
	if m.Partition != nil {
		return h, h.partition(m.Partition, ops)
	}
	return h, nil
}

// whole is the operations as one part.
func (u *userModel) whole(ops []porcupine.Operation) *History {
	h := &History{Object: userObject, Ops: make([]Op, len(ops)), Keys: make([]history.Value, 1), user: u}
	u.in, u.out = make([]any, len(ops)), make([]any, len(ops))
	for i := range ops {
		o := &ops[i]
		u.in[i], u.out[i] = o.Input, o.Output
		h.Ops[i] = Op{Process: int32(o.ClientId), Txn: int32(i), A: int32(i), Invoke: o.Call, Return: o.Return}
	}
	return h
}

// partition gives the operations the numbers of their parts as keys.
func (h *History) partition(split func([]porcupine.Operation) [][]porcupine.Operation, ops []porcupine.Operation) error {
	numbered := slices.Clone(ops)
	for i := range numbered {
		numbered[i].Metadata = i
	}
	parts := split(numbered)
	seen := make([]bool, len(ops))
	count := 0
	for k, part := range parts {
		for _, o := range part {
			i, ok := o.Metadata.(int)
			if !ok || seen[i] {
				return errors.New("expected a Partition with each operation in one part")
			}
			seen[i], h.Ops[i].Key = true, int32(k)
			count++
		}
	}
	if count != len(ops) {
		return errors.New("expected a Partition with each operation in one part")
	}
	h.Keys = make([]history.Value, len(parts))
	return nil
}

// result names the operations of an answer.
func (u *userModel) result(ctx context.Context, p *part, a answer, opt Options) PartResult {
	r := PartResult{Ops: ints(p.ops), Verdict: a.verdict, Engine: a.engine, Reason: a.reason, Order: ints(p.global(a.order))}
	if a.verdict != NotLinearizable || opt.VerdictOnly {
		return r
	}
	s := &shrinking{ctx: ctx, part: p, opt: opt}
	s.cut(a.stuck)
	r.Witness, r.Last = ints(s.kept), int(s.last)
	small := s.upTo(s.kept, s.last)
	err := small.impossibleDepthFirst()
	if a.engine == "porcupine" {
		err = small.impossibleByConfigurations(ctx, opt)
	}
	r.Certified = err == nil
	return r
}

func ints(of []int32) []int {
	all := make([]int, len(of))
	for i, n := range of {
		all[i] = int(n)
	}
	return all
}

// replay runs the order of r on the model itself.
func (u *userModel) replay(ops []porcupine.Operation, r *PartResult) error {
	took := map[int]bool{}
	s := u.init()
	latest := int64(0)
	for n, i := range r.Order {
		ok, next := u.step(s, ops[i].Input, ops[i].Output)
		switch {
		case took[i] || !ok:
			return fmt.Errorf("operation %d comes twice, or cannot have its output where it stands", i)
		case n > 0 && ops[i].Return < latest:
			return fmt.Errorf("operation %d comes after one that was called after it had returned", i)
		}
		if took[i], s = true, next; n == 0 || ops[i].Call > latest {
			latest = ops[i].Call
		}
	}
	for _, i := range r.Ops {
		if !took[i] && ops[i].Return != Never {
			return fmt.Errorf("operation %d is missing", i)
		}
	}
	return nil
}

// userStates numbers the states of a user's model.
type userStates struct {
	*userModel
	states []any
	ids    map[uint64][]int32 // by hash
}

// id returns the number of s.
func (u *userStates) id(s any) int32 {
	k := u.hash(s)
	for _, n := range u.ids[k] {
		if u.equal(u.states[n], s) {
			return n
		}
	}
	n := int32(len(u.states))
	u.states = append(u.states, s)
	u.ids[k] = append(u.ids[k], n)
	return n
}

// userShape is what an operation asks for and is answered, to find those that are
// the same. It is its own where that cannot be compared.
type userShape struct {
	in, out any
	unknown bool
	self    int32
}

func (u *userModel) shape(o *Op) userShape {
	in, out := u.in[o.A], u.out[o.A]
	if in != nil && !reflect.ValueOf(in).Comparable() || out != nil && !reflect.ValueOf(out).Comparable() {
		return userShape{self: o.A + 1}
	}
	return userShape{in: in, out: out, unknown: o.Unknown()}
}
