package checker

import (
	"errors"
	"fmt"

	"visar/checker/linear"
	"visar/history"
)

type jsonObjects struct {
	Object string    `json:"object"`
	Keys   []jsonKey `json:"keys"`
	// For sequential consistency: an order of all operations, or some that have none.
	Order   []int32 `json:"order,omitempty"`
	Witness []int32 `json:"witness,omitempty"`
}

// jsonKey is a key with a linearization, or with a witness that there is none.
type jsonKey struct {
	Key     int32   `json:"key"`
	Order   []int32 `json:"order,omitempty"`
	Witness []int32 `json:"witness,omitempty"`
	Last    *int32  `json:"last,omitempty"`
}

// newJSONObjects writes the evidence: every linearization, or the first witness.
func newJSONObjects(e *ObjectEvidence) *jsonObjects {
	j := &jsonObjects{Object: e.History.Object.String(), Keys: []jsonKey{}}
	if e.Sequential != nil {
		j.Order, j.Witness = e.Sequential.Order, e.Sequential.Witness
		return j
	}
	if k := e.Violation(); k != nil {
		j.Keys = append(j.Keys, jsonKey{Key: k.Key, Witness: k.Witness, Last: &k.Last})
		return j
	}
	for _, k := range e.Keys {
		j.Keys = append(j.Keys, jsonKey{Key: k.Key, Order: k.Order})
	}
	return j
}

func (j *jsonObjects) evidence(h *history.History) (*ObjectEvidence, error) {
	if !linear.Applies(h) {
		return nil, errors.New("objects: the transactions are not each one operation on one object")
	}
	object, err := linear.ObjectByName(j.Object)
	if err != nil {
		return nil, fmt.Errorf("objects: %w", err)
	}
	e := &ObjectEvidence{}
	if j.Order != nil || j.Witness != nil {
		e.History, _, err = linear.FromSessions(h, &object)
		e.Sequential = &linear.SequentialResult{Order: j.Order, Witness: j.Witness}
		return e, err
	}
	if e.History, err = linear.From(h, &object); err != nil {
		return nil, fmt.Errorf("objects: %w", err)
	}
	seen := map[int32]bool{}
	for _, k := range j.Keys {
		if k.Key < 0 || int(k.Key) >= h.Keys() || seen[k.Key] {
			return nil, fmt.Errorf("objects: %d is no key, or comes twice", k.Key)
		}
		seen[k.Key] = true
		r := linear.KeyResult{Key: k.Key, Order: k.Order, Witness: k.Witness}
		if k.Last != nil {
			r.Verdict, r.Last = linear.NotLinearizable, *k.Last
		}
		e.Keys = append(e.Keys, r)
	}
	return e, nil
}
