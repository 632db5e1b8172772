package gate

import (
	"fmt"

	"visar/history"
)

// Vacuity says why a history would pass whatever the database did.
type Vacuity struct {
	// Reasons are sentences without a full stop; none means that the history says
	// something.
	Reasons []string
	// Empty is set if no committed transaction has an operation, Short if there are
	// fewer committed transactions than were asked for.
	Empty, Short bool
}

// Policy returns what becomes of the history where nobody chose: a history without
// any operation, or with fewer transactions than were asked for, fails; one that
// merely says little passes with a warning.
func (v Vacuity) Policy() Policy {
	if v.Empty || v.Short {
		return Fail
	}
	return Warn
}

// VacuityOf looks at the committed transactions of h, of which at least minimum
// were asked for, in time linear in h. Four things make every model hold, or most:
//
//   - fewer transactions than asked for: the run broke off;
//   - all transactions in one session: nothing was concurrent;
//   - no reads: whatever the database lost, nobody looked;
//   - no contention: no key that one transaction writes is used by a transaction of
//     another session, so that no session could tell that it was not alone.
//
// A history without any operation says none of the last three: it says nothing.
func VacuityOf(h *history.History, minimum int) Vacuity {
	var v Vacuity
	c := censusOf(h)
	if !c.operations {
		v.Empty = true
		v.say("no committed transaction has an operation: there is nothing to judge")
	}
	if n := h.Count(history.Committed); n < minimum {
		v.Short = true
		v.say("%d committed transactions, and at least %d were asked for", n, minimum)
	}
	if v.Empty {
		return v
	}
	if c.sessions == 1 {
		v.say("all committed transactions are in one session: nothing was concurrent")
	}
	if !c.reads {
		v.say("no committed transaction reads: what the database lost nobody saw")
	}
	if c.sessions > 1 && !c.contention {
		v.say("no contention: no session uses a key that another one writes")
	}
	return v
}

func (v *Vacuity) say(format string, args ...any) {
	v.Reasons = append(v.Reasons, fmt.Sprintf(format, args...))
}

// census is what committed transactions do, as far as vacuity asks.
type census struct {
	operations, reads, contention bool
	sessions                      int
}

func censusOf(h *history.History) census {
	var c census
	keys := make([]keyUse, h.Keys())
	inSession := make([]bool, h.Sessions())
	for t := range int32(h.Len()) {
		if h.Status(t) != history.Committed {
			continue
		}
		s := h.Session(t)
		if !inSession[s] {
			inSession[s] = true
			c.sessions++
		}
		if call, ok := h.Call(t); ok {
			c.operations, c.reads = true, c.reads || call.Answer != history.Done
			c.contention = keys[call.Key].add(s, call.Answer != history.Refused && call.Func != history.Get && call.Func != history.Contains) || c.contention
			continue
		}
		if c.reads && c.contention {
			continue // there is no more to find out but who has sessions
		}
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			read := h.OpKind(i) == history.Read
			c.operations, c.reads = true, c.reads || read
			c.contention = keys[h.OpKey(i)].add(s, !read) || c.contention
		}
	}
	return c
}

// keyUse is who used a key.
type keyUse struct {
	first         int32 // session, from 1
	others, wrote bool  // whether another session used it; whether any wrote it
}

// add reports whether now two sessions use the key, one of which writes it.
func (k *keyUse) add(session int32, writes bool) bool {
	if k.first == 0 {
		k.first = session + 1
	}
	k.others = k.others || k.first != session+1
	k.wrote = k.wrote || writes
	return k.others && k.wrote
}
