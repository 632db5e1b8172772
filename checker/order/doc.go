// Package order decides whether some choice of edges leaves a directed graph
// acyclic, and hands out evidence either way.
//
// A [Problem] has nodes, edges that are always present, and edges guarded by a
// literal: present while that literal is true. [Solve] looks for values of the
// variables under which the present edges have no cycle, every clause holds,
// and no forbidden pair of nodes is joined by a path. When it finds them, the
// evidence is a topological order of everything present. When there are none,
// it is a sequence of clauses that ends in the empty one (see [Lemma]).
// [Verify] checks both kinds of evidence with code that shares only the types
// of this file's neighbours problem.go and result.go.
//
// The question is NP-complete (it contains the acyclicity of polygraphs,
// Papadimitriou 1979), so the search may take exponential time and can be given
// a budget of conflicts or of steps. It is a conflict-driven clause-learning
// search with acyclicity as its theory:
//
//   - The graph is kept in a topological order by the algorithm of Pearce and
//     Kelly (A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs,
//     JEA 11, 2006). Removing edges never invalidates an order, so backtracking
//     costs one list operation an edge.
//   - An edge that closes a cycle makes a clause from the guards on that cycle;
//     the cycle with the fewest guards is taken.
//   - Each decision prefers the literal whose edges already agree with the
//     order. Without that the search does not end on sparse instances, because
//     values chosen blindly join unrelated parts of the graph into cycles.
//     Only variables of which neither literal agrees, and those that were part of
//     a conflict, are decided: the order implies the values of the others.
//   - A forbidden pair that the order has the other way round cannot be joined.
//     The other pairs are checked when nothing is left to decide, all at once,
//     and the variables on the paths that join some ask for a decision.
//   - A cycle lies within a strongly connected component of the graph that has
//     all edges, guarded or not, so components are decided apart, on all processors.
//
// Memory is linear in the problem, plus the learnt clauses, plus, when a proof
// is asked for, one record per conflict. Nothing here is random: the same
// problem gives the same result.
//
// The package knows nothing of transactions.
package order
