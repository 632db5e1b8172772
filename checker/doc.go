// Package checker decides whether a recorded history obeys a consistency model,
// and gives evidence for its answer either way.
//
// [Check] judges one model, [Classify] many at once. A [Verdict] is consistent,
// violated or undecided; a violation is a verdict, not an error. A consistent
// verdict carries an abstract execution, which package axioms validates against
// the model's axioms; a violated one carries a refutation, a read or a cycle or a
// proof over a few transactions, which code apart from the engines checks again
// on the raw operations. Verdict.Certified is set only when that check passed.
//
// # Engines
//
// The engine follows from the axioms of the model, never from its name.
//
//   - Read consistency, linear: reads that nothing can explain.
//   - Saturation for the models in which visibility is the least one that the
//     reads ask for (read committed, read atomic, causal, session guarantees):
//     near-linear, or transactions × sessions for causal.
//   - For update atomic, parallel snapshot isolation, prefix, snapshot isolation
//     and serializability in all their forms: a graph of what is known, in which
//     saturation adds what is forced (transactions × sessions, and what moved
//     because of it), and a conflict-driven search over the pairs of writers that are
//     still open. Where the order of versions is known, from lists or from
//     read-modify-write chains, the graph alone decides, in linear time.
//   - Values that were written more than once: a choice of the writers that were
//     read around any of these engines. Each refuted choice costs a decision, and
//     there are exponentially many at the worst. Most histories take one choice;
//     a few hundred transactions whose registers take two values in turn can be
//     more than the bound of 2,000, and are then undecided.
//
// The characterisations are those of Cerone, Bernardi and Gotsman (CONCUR 2015)
// and of Biswas and Enea (OOPSLA 2019); that every one equals the axioms was
// tested by exhaustive enumeration, see package oracle.
package checker
