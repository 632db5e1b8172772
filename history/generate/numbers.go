package generate

import "visar/history"

// numbers names keys and values.
type numbers struct {
	b      *history.Builder
	global bool
	keys   int64
	values int64
	turn   int64   // how many values registers take in turn; 0 for no end
	ids    []int32 // of the values 1, 2, …, where each key has its own
}

// key returns a key that was not used before.
func (n *numbers) key() *key {
	n.keys++
	return &key{id: n.b.Key(history.IntValue(n.keys))}
}

// next returns the id of the value to write to k next: one that was not written
// to it before, unless values are to come again.
func (n *numbers) next(k *key) int32 {
	if n.turn == 0 {
		return n.value(k)
	}
	n.values = n.values%n.turn + 1
	return n.b.Value(history.IntValue(n.values))
}

// value returns the id of a value that was not written to k before.
func (n *numbers) value(k *key) int32 {
	k.written++
	if n.global {
		n.values++
		return n.b.Value(history.IntValue(n.values))
	}
	for len(n.ids) < int(k.written) {
		n.ids = append(n.ids, n.b.Value(history.IntValue(int64(len(n.ids)+1))))
	}
	return n.ids[k.written-1]
}
