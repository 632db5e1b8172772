package linear

import (
	"fmt"
	"math"
)

// Replay returns what is wrong with the orders of the linearizable keys among
// those given, or nil. It knows the sequential object and nothing of any engine:
// every operation of known outcome is there once, none comes after one that was
// invoked after it had returned, and each has its answer in the state that those
// before it leave.
func (h *History) Replay(keys []KeyResult) error {
	seen := make([]bool, len(h.Ops))
	judged := make([]bool, len(h.Keys))
	for i := range keys {
		if keys[i].Verdict != Linearizable {
			continue
		}
		judged[keys[i].Key] = true
		if err := h.replayKey(keys[i].Key, keys[i].Order, seen); err != nil {
			return fmt.Errorf("key %s: %w", h.Keys[keys[i].Key], err)
		}
	}
	for i := range h.Ops {
		if op := &h.Ops[i]; judged[op.Key] && !seen[i] && !op.Unknown() {
			return fmt.Errorf("operation %d is missing", i)
		}
	}
	return nil
}

func (h *History) replayKey(key int32, order []int32, seen []bool) error {
	s := h.start()
	latest := int64(math.MinInt64) // of the invocations so far
	for _, i := range order {
		if i < 0 || int(i) >= len(h.Ops) || h.Ops[i].Key != key || seen[i] {
			return fmt.Errorf("operation %d is not one of the key, or comes twice", i)
		}
		seen[i] = true
		op := &h.Ops[i]
		if op.Return < latest {
			return fmt.Errorf("operation %d comes after one that was invoked after it had returned", i)
		}
		latest = max(latest, op.Invoke)
		next, ok := h.apply(s, op)
		if !ok {
			return fmt.Errorf("operation %d cannot have its answer where it stands", i)
		}
		s = next
	}
	return nil
}
