// Package axioms defines consistency models by axioms on abstract executions, and
// judges executions by them.
//
// # Abstract executions
//
// An abstract execution ([Execution]) adds two relations to a history:
//
//	VIS  visibility: S VIS T says that T is aware of S
//	AR   arbitration: a total order; of two writes of a key the later one wins
//
// with VIS <= AR (here <= is "is part of", & and | are intersection and union, ;
// is composition). SO is session order, RT real-time order: S RT T iff S ended
// before T started. An [Axiom] is a law on the four, a [Model] a set of axioms
// and nothing else, and a history obeys a model if some execution of it satisfies
// them all. [Execution.Validate] judges one execution; to find one, or to show
// that there is none, is for others.
//
// The framework is that of Cerone, Bernardi and Gotsman, "A Framework for
// Transactional Consistency Models with Atomic Visibility" (CONCUR 2015), CBG15
// below. Laws for lists, real time and sessions of atomic transactions are our
// own where no source is named.
//
// # Who takes part
//
// Committed transactions take part, aborted ones do not, those of unknown outcome
// may. Of the latter the writes count and the reads are not evidence, and neither
// SO nor RT leads from them: they may take effect later than their client's next
// transaction. Values are compared, not writers, so that histories in which
// several transactions write the same value are judged as well as others.
//
// # Strength
//
// [Model.Implies] says which models are stronger. It is derived from a handful of
// laws between axioms ([Set.Closure]), and [Lattice] is its covering relation.
package axioms
