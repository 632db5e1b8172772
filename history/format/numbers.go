package format

import (
	"fmt"

	"visar/history"
)

// numbers writes keys and values for formats that have only integers. What is
// an integer of at least the given size everywhere stays as it is; otherwise
// all of them get their number in order of appearance.
type numbers struct {
	h            *history.History
	keys, values bool // whether they stay as they are
}

// numbersOf returns the numbers for h, with the least key and value that a
// format can write.
func numbersOf(h *history.History, leastKey, leastValue int64) numbers {
	return numbers{h: h, keys: keysFrom(h, leastKey), values: valuesFrom(h, leastValue)}
}

func (n numbers) key(k int32) int64 {
	if n.keys {
		return n.h.Key(k).Int()
	}
	return int64(k)
}

// value returns the number of value v, 0 for the initial value.
func (n numbers) value(v int32) int64 {
	if n.values && v != history.Initial {
		return n.h.Value(v).Int()
	}
	return int64(v) // Initial is 0
}

func keysFrom(h *history.History, least int64) bool {
	for k := range int32(h.Keys()) {
		if v := h.Key(k); v.Kind() != history.Int || v.Int() < least {
			return false
		}
	}
	return true
}

func valuesFrom(h *history.History, least int64) bool {
	for v := range int32(h.Values()) {
		if x := h.Value(v); v != history.Initial && (x.Kind() != history.Int || x.Int() < least) {
			return false
		}
	}
	return true
}

// refuseLists returns an error if a key is a list, which the format called name
// cannot hold.
func refuseLists(h *history.History, name string) error {
	for k := range int32(h.Keys()) {
		if h.IsList(k) {
			return fmt.Errorf("key %s is a list, which %s cannot hold", h.Key(k), name)
		}
	}
	return nil
}
