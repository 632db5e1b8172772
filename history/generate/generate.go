// Package generate makes histories whose truth is known: it runs random
// transactions on a simulated multi-version store that obeys a given consistency
// model, and adds named anomalies on request.
//
// # The store
//
// Transactions run one after the other, in the order of arbitration, AR. Each
// sees some of those before it, its view, and a read returns the latest version
// in AR that the view includes. What a view may be makes the model, as in the
// operational specifications of Cerone, Bernardi and Gotsman (CONCUR 2015,
// section 4):
//
//	strict-serializable          everything
//	serializable                 everything; reading only, an older prefix of AR
//	snapshot-isolation           a prefix of AR with all writers of the keys it writes
//	prefix                       a prefix of AR
//	parallel-snapshot-isolation  as causal, with all writers of the keys it writes
//	causal                       what a replica knows, which is closed under causality
//	read-atomic                  any transactions
//
// Session order is always in VIS, so with several transactions in a session the
// history obeys the strong-session form of the model. Views are out of date as
// far as the model allows, at random, so a history of some hundreds of
// transactions that share keys nearly always breaks the next stronger model.
//
// No transaction aborts for a conflict: its keys are chosen first and its view to
// fit them, as if the client had retried.
//
// # Lists
//
// What a read returns is a version of the list, all that was appended up to some
// append that the view includes, or else the appends that it includes alone. The
// two differ where writers of a list do not see each other.
//
// # What is kept
//
// Per key the versions that some later view may need, per session and replica a
// few numbers. What grows with the history is the history itself.
package generate

import "visar/history"

// Generate makes a history. The error says what is wrong with cfg.
func Generate(cfg Config) (*history.History, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	s := newStore(cfg)
	todo := schedule(cfg, s.rng)
	for i := range cfg.Txns {
		for ; len(todo) > 0 && todo[0].at <= i; todo = todo[1:] {
			s.inject(todo[0].anomaly)
		}
		s.transaction()
	}
	for _, in := range todo {
		s.inject(in.anomaly)
	}
	return s.b.History()
}
