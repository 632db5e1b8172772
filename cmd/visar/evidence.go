package main

import (
	"encoding/json"

	"visar/checker"
)

// evidenceList holds what the verdicts on one history rest on. Verdicts that
// follow from each other rest on the same execution or refutation, which is held
// once: those of large histories are large.
type evidenceList struct {
	texts []json.RawMessage
	known map[any]int
}

// add returns the index of the evidence for v, or nil if it has none.
func (l *evidenceList) add(v *checker.Verdict) (*int, error) {
	var key any
	switch {
	case v.Execution != nil:
		key = v.Execution
	case v.Refutation != nil:
		key = v.Refutation
	case v.Objects != nil:
		key = v.Objects
	default:
		return nil, nil
	}
	if at, ok := l.known[key]; ok {
		return &at, nil
	}
	text, err := v.EvidenceJSON()
	if err != nil || text == nil {
		return nil, err
	}
	if l.known == nil {
		l.known = map[any]int{}
	}
	at := len(l.texts)
	l.known[key] = at
	l.texts = append(l.texts, text)
	return &at, nil
}
