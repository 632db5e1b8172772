package main

import "visar/checker"

// outcome is what comes of a file or of a whole run, in order of severity: the
// outcome of several is their maximum.
type outcome int

const (
	consistent outcome = iota
	undecided
	violated
	unusable // the input cannot be judged, or says nothing
	broken   // visar itself failed
)

// String returns the word that reports use.
func (o outcome) String() string {
	return [...]string{"consistent", "undecided", "violated", "unusable", "error"}[o]
}

// outcomeOf returns what the verdict of one model makes of a file.
func outcomeOf(o checker.Outcome) outcome {
	switch o {
	case checker.Consistent:
		return consistent
	case checker.Violated:
		return violated
	default:
		return undecided
	}
}
