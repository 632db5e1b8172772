// Package linear decides whether the recorded operations on single objects
// (registers, maps, counters, sets, queues, stacks, locks) might have happened one
// after the other, each at one moment between its invocation and its return.
//
// A history is linearizable if it is for each key by itself (Herlihy and Wing,
// TOPLAS 1990), so that [Check] decides key by key and says for each what decided
// it. An operation that returns at the moment at which another is invoked is
// concurrent with it: intervals are closed. One whose outcome is unknown may take
// effect at any moment after its invocation, or never.
//
// # Engines
//
//   - Zones, n log n: registers in which no value is written twice, with chains of
//     compare-and-set (Gibbons and Korach, SIAM J. Comput. 1997).
//   - Values, n log n: queues in which no value is enqueued twice (after Henzinger,
//     Sezgin and Vafeiadis, CONCUR 2013).
//   - Greedy: a search for a linearization that gives up soon.
//   - Configurations: everything else. The history is read from its start, with the
//     set of all states that the object can be in and of the open operations that
//     took effect on the way (Lowe, 2017). Exponential in the number of operations
//     that are open together, linear in the rest.
//   - Porcupine, which searches depth first, takes turns with the configurations
//     when these do not end soon. With a user's model it begins, and they get a share.
//
// A linearizable key carries a linearization, which [History.Replay] runs on the
// sequential object; the other evidence is a small part of the history, which
// [History.Refute] decides again.
package linear
