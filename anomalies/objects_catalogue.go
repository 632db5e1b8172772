package anomalies

import (
	"slices"

	"visar/axioms"
)

// Objects are the anomalies of single objects: operations that have no order in which
// each has its answer. They are no cycles of transactions, and so not in [Catalogue];
// the more special ones come first.
var Objects = []*Anomaly{DuplicateDelivery, PhantomElement, LostElement, ReorderedElements, DoubleHold, Miscount, NoLinearization, NoSequentialOrder}

// All returns the anomalies of the catalogue, then those of single objects and of
// replicated registers.
func All() []*Anomaly { return slices.Concat(Catalogue, Objects, Replicated, Durability) }

const oneMoment = "each operation takes effect at one moment between its start and its end"

var realTime = []axioms.Set{axioms.REALTIME}

// The anomalies of queues, stacks, sets, locks and counters.
var (
	DuplicateDelivery = &Anomaly{
		ID:          "duplicate-delivery",
		Title:       "Duplicate delivery",
		AlsoCalled:  []string{"Duplicated element"},
		Doc:         "A queue or a stack gave out a value more often than it was put in: a job is done twice.",
		Breaks:      realTime,
		Together:    "what was taken out is no longer inside",
		ForbiddenBy: []string{"sequential"},
		Example:     "T1[a] @1-2: enqueue(jobs,1)\nT2[b] @3-4: dequeue(jobs,1)\nT3[c] @5-6: dequeue(jobs,1)",
		Source:      "Jepsen, total-queue: duplicated",
	}
	PhantomElement = &Anomaly{
		ID:         "phantom-element",
		Title:      "Phantom element",
		AlsoCalled: []string{"Unexpected element"},
		Doc: "A queue, a stack or a set gave out a value that nobody had put in by then: corruption, or a value from before" +
			" the test.",
		Breaks:      realTime,
		Together:    "what is taken out was put in before",
		ForbiddenBy: []string{"sequential"},
		Example:     "T1[a] @1-2: enqueue(jobs,1)\nT2[b] @3-4: dequeue(jobs,7)",
		Source:      "Jepsen, total-queue: unexpected",
	}
	LostElement = &Anomaly{
		ID:         "lost-element",
		Title:      "Lost element",
		AlsoCalled: []string{"Lost write of a set or queue"},
		Doc: "A queue or a stack was found empty, or a set without an element, although a value was put in before that and" +
			" had not been taken out.",
		Breaks:      realTime,
		Together:    "what was put in stays inside until it is taken out",
		ForbiddenBy: []string{"linearizable"},
		AdmittedBy:  []string{"sequential"},
		Example:     "T1[a] @1-2: enqueue(jobs,1)\nT2[b] @3-4: dequeue(jobs,_)",
		Source:      "Jepsen, total-queue and set: lost",
	}
	ReorderedElements = &Anomaly{
		ID:          "reordered-elements",
		Title:       "Reordered elements",
		AlsoCalled:  []string{"FIFO violation", "LIFO violation"},
		Doc:         "Values came out of a queue or a stack in an order that contradicts the one in which they were put in.",
		Breaks:      realTime,
		Together:    oneMoment + ", and the first in comes out first, of a stack last",
		ForbiddenBy: []string{"sequential"},
		Example: "T1[a] @1-2: enqueue(jobs,1)\nT2[a] @3-4: enqueue(jobs,2)\nT3[b] @5-6: dequeue(jobs,2)\n" +
			"T4[b] @7-8: dequeue(jobs,1)",
		Source: "Henzinger, Sezgin and Vafeiadis, CONCUR 2013",
	}
	DoubleHold = &Anomaly{
		ID:          "double-hold",
		Title:       "Lock held twice",
		AlsoCalled:  []string{"Mutual exclusion violation"},
		Doc:         "A lock was given to somebody while somebody else held it.",
		Breaks:      realTime,
		Together:    "a lock that is held is not given out again before it is released",
		ForbiddenBy: []string{"linearizable"},
		AdmittedBy:  []string{"sequential"},
		Example:     "T1[a] @1-2: acquire(leader)\nT2[b] @3-4: acquire(leader)\nT3[a] @5-6: release(leader)",
		Source:      "Jepsen, mutex",
	}
	Miscount = &Anomaly{
		ID:          "miscount",
		Title:       "Miscount",
		AlsoCalled:  []string{"Lost increment"},
		Doc:         "A counter had a value that no additions give which had happened by then.",
		Breaks:      realTime,
		Together:    "a counter is the sum of the additions that took effect before",
		ForbiddenBy: []string{"linearizable"},
		AdmittedBy:  []string{"sequential"},
		Example:     "T1[a] @1-2: add(hits,1)\nT2[b] @3-4: add(hits,1)\nT3[a] @5-6: get(hits,1)",
		Source:      "Jepsen, counter",
	}
	NoLinearization = &Anomaly{
		ID:         "no-linearization",
		Title:      "No linearization",
		AlsoCalled: []string{"Linearizability violation"},
		Doc: "In no order of operations on one object that keeps to real time does each of them have its answer, and what is" +
			" wrong has no name of its own.",
		Breaks:      realTime,
		Together:    oneMoment,
		ForbiddenBy: []string{"linearizable"},
		AdmittedBy:  []string{"sequential"},
		Example:     "T1[a] @1-2: put(x,1)\nT2[b] @3-4: delete(x)\nT3[a] @5-6: get(x,1)",
		Source:      "Herlihy and Wing, TOPLAS 1990",
	}
	NoSequentialOrder = &Anomaly{
		ID:         "no-sequential-order",
		Title:      "No sequential order",
		AlsoCalled: []string{"Sequential consistency violation"},
		Doc: "In no order of operations on single objects that keeps to the order of each session does each of them have" +
			" its answer, whatever the time at which they ran.",
		Breaks:      []axioms.Set{axioms.SESSION},
		Together:    "there is one order of all operations, in which those of a session keep theirs",
		ForbiddenBy: []string{"sequential"},
		Example: "T1[a] @1-2: enqueue(p,1)\nT2[a] @3-4: enqueue(q,1)\nT3[a] @9-10: dequeue(p,2)\n" +
			"T4[b] @1-2: enqueue(q,2)\nT5[b] @5-6: enqueue(p,2)\nT6[b] @9-10: dequeue(q,1)",
		Source: "Lamport, 1979; the example is that of Herlihy and Wing, TOPLAS 1990, section 3.2",
	}
)
