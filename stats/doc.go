// Package stats measures a recorded history: how much was done, how fast and how
// often it worked, and beside that how stale its reads were. The trade between
// consistency, availability and latency is then seen in one place.
//
// It judges nothing. Percentiles are those of nearest rank: the p-th of n numbers is
// the one at place ceil(p*n/100) in their order. All takes n log n steps.
package stats
