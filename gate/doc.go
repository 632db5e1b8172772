// Package gate decides what a verdict means for a build.
//
// A verdict says what a history obeys; a gate says whether that is what was
// expected. [Expectations] are a file, visar.yaml, that names for each history, or
// glob of histories, the models it is claimed to obey and the anomalies that are
// known and allowed for now: how many, why, where that is tracked and until when.
// A [Policy] says what becomes of runs that decide nothing: of the undecided ones,
// and of the vacuous ones, which obey everything because nothing happened in them.
//
// The package finds no verdicts, and changes none: what is violated and allowed is
// violated still. It reads no clock; the day that expiry dates are compared with is
// given to it.
package gate
