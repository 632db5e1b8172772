package dependency

import "visar/history"

// keyState is what a transaction has done to a key so far.
type keyState struct {
	key     int32
	read    int32 // its last read of the key, or -1
	write   int32 // its last write of the key, or -1
	appends int32 // how many appends since its last read of the list
}

// maxScannedKeys is up to how many keys of a transaction are looked at one by one.
const maxScannedKeys = 16

// keyStates are the states of the keys of one transaction. Few are found by looking
// at them all, which is one read of memory, and many by a table.
type keyStates struct {
	states []keyState
	at     []int32 // by key: where its state is, if it is there
}

// begin turns to another transaction of h.
func (s *keyStates) begin(h *history.History) {
	s.states = s.states[:0]
	if s.at == nil {
		s.at = make([]int32, h.Keys())
	}
}

// of returns the state of a key, which is good until the next call.
func (s *keyStates) of(key int32) *keyState {
	if len(s.states) < maxScannedKeys {
		for i := range s.states {
			if s.states[i].key == key {
				return &s.states[i]
			}
		}
	} else if i := s.at[key]; int(i) < len(s.states) && s.states[i].key == key {
		return &s.states[i]
	}
	return s.add(key)
}

func (s *keyStates) add(key int32) *keyState {
	s.states = append(s.states, keyState{key: key, read: -1, write: -1})
	last := len(s.states) - 1
	switch {
	case last >= maxScannedKeys:
		s.at[key] = int32(last)
	case last == maxScannedKeys-1:
		for i := range s.states {
			s.at[s.states[i].key] = int32(i)
		}
	}
	return &s.states[last]
}
