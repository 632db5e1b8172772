package format

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"visar/history"
)

// schedule is the order in which a history's operations are written in Jepsen's
// format: invocations and completions by start and end.
type schedule struct {
	events []jepsenEvent
	// exact says that the positions are the starts and ends of the history.
	// Otherwise the events are numbered anew. Starts and ends that fall together
	// are put in one order, starts first: a transaction comes to precede another
	// that it did not precede only where the order of their sessions leaves no
	// choice.
	exact bool
}

// jepsenEvent is an operation to write.
type jepsenEvent struct {
	at   int64 // position, or NoTime
	kind eventKind
	id   int32 // of the transaction or fault
	// info is a transaction of unknown outcome whose completion goes just before
	// this invocation by the same process, or -1. One that is the last of its
	// session needs no completion.
	info int32
	// level orders what falls together: completions after the invocations that
	// need not wait for them.
	level int32
}

type eventKind uint8

const (
	invocation eventKind = iota
	completion
	faultEvent
)

// newSchedule orders the operations of h, in n log n steps.
func newSchedule(h *history.History) (*schedule, error) {
	s := &schedule{}
	if !hasStarts(h) {
		s.completions(h)
		return s, nil
	}
	for session := range int32(h.Sessions()) {
		if err := s.session(h, h.SessionTxns(session)); err != nil {
			return nil, err
		}
	}
	s.faults(h)
	slices.SortFunc(s.events, func(a, b jepsenEvent) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.level, b.level),
			cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	})
	if s.exact = s.isExact(); !s.exact {
		s.renumber()
	}
	return s, nil
}

// hasStarts reports whether a transaction has a start.
func hasStarts(h *history.History) bool {
	return anyTxn(h, func(t int32) bool { return h.Start(t) != history.NoTime })
}

// session adds the events of the transactions of one session.
func (s *schedule) session(h *history.History, txns []int32) error {
	last := jepsenEvent{at: history.NoTime, kind: completion}
	add := func(e jepsenEvent) error {
		e.level = int32(e.kind)
		if e.at < last.at {
			return fmt.Errorf("transaction %s overlaps another one of its session, which Jepsen's format cannot hold", h.Name(e.id))
		}
		if e.at == last.at && last.at != history.NoTime {
			e.level = last.level + 1
			if last.kind == completion {
				s.events[len(s.events)-1].level = last.level // the next start waits for it
			}
		}
		last = e
		if e.kind == completion {
			e.level = math.MaxInt32
		}
		s.events = append(s.events, e)
		return nil
	}
	info := int32(-1)
	for _, t := range txns {
		start, end := h.Start(t), h.End(t)
		if start == history.NoTime {
			return errPartialTimes(h, t, "start")
		}
		if err := add(jepsenEvent{at: start, kind: invocation, id: t, info: info}); err != nil {
			return err
		}
		if info = t; h.Status(t) == history.Unknown {
			continue
		}
		if info = -1; end == history.NoTime {
			return errPartialTimes(h, t, "end")
		}
		if err := add(jepsenEvent{at: end, kind: completion, id: t, info: -1}); err != nil {
			return err
		}
	}
	return nil
}

func (s *schedule) faults(h *history.History) {
	for i, f := range h.Faults() {
		at := f.Start
		if at == history.NoTime {
			at = maxPosition
		}
		s.events = append(s.events, jepsenEvent{at: at, kind: faultEvent, id: int32(i), info: -1})
	}
}

// isExact reports whether the positions can be indices as they are, and give
// the transactions in their order.
func (s *schedule) isExact() bool {
	last, txn := int64(-1), int32(-1)
	for _, e := range s.events {
		at := e.at
		if e.info >= 0 {
			at--
		}
		if at <= last || e.at >= maxPosition {
			return false
		}
		last = e.at
		if e.kind == invocation {
			if e.id != txn+1 {
				return false
			}
			txn = e.id
		}
	}
	return true
}

// renumber makes the positions those in the order of the events.
func (s *schedule) renumber() {
	next := int64(0)
	for i := range s.events {
		if s.events[i].info >= 0 {
			next++
		}
		s.events[i].at = next
		next++
	}
}

// completions makes a history of completions only, for transactions without a
// start: with their ends as positions if those ascend, and else with none.
func (s *schedule) completions(h *history.History) {
	faults := &schedule{}
	faults.faults(h)
	for t := range int32(h.Len()) {
		for end := h.End(t); len(faults.events) > 0 && faults.events[0].at < end; {
			s.events = append(s.events, faults.events[0])
			faults.events = faults.events[1:]
		}
		s.events = append(s.events, jepsenEvent{at: h.End(t), kind: completion, id: t, info: -1})
	}
	s.events = append(s.events, faults.events...)
	if s.exact = s.ascends(); !s.exact {
		s.dropEnds()
	}
}

// ascends reports whether the positions can be indices as they are, where there
// are any.
func (s *schedule) ascends() bool {
	last := int64(-1)
	for _, e := range s.events {
		if e.at != history.NoTime && (e.at <= last || e.at >= maxPosition) {
			return false
		}
		last = max(last, e.at)
	}
	return true
}

// dropEnds leaves only the faults a position, after everything else.
func (s *schedule) dropEnds() {
	slices.SortStableFunc(s.events, func(a, b jepsenEvent) int { return cmp.Compare(a.kind, b.kind) })
	position := int64(0)
	for i := range s.events {
		if s.events[i].at = history.NoTime; s.events[i].kind == faultEvent {
			s.events[i].at = position
			position++
		}
	}
}
