package claims

import (
	"strings"

	"visar/history"
)

// View says which part of a recording a test takes into account.
type View uint8

const (
	// Whole: all of it.
	Whole View = iota
	// StaleApart: transactions with the field "stale" set have no session and no
	// times: they may read at any old timestamp.
	StaleApart
	// StaleLagging: those that have it make a session of their own for each client,
	// without times: they lag behind, and never go back.
	StaleLagging
	// Confirmed: transactions with the field "pending" set are of unknown outcome: what
	// a client saw beside what was confirmed is no evidence.
	Confirmed
	// Synced: reads with the field "sync" set count as updates, at the moment of the read.
	Synced
	// Converged: of real time counts only that across the moment of quiescence.
	Converged
	// ConvergedApart: that, and no sessions.
	ConvergedApart
	// Restarted: sessions end at each crash.
	Restarted
	// CutOff: that, and what was in flight at a crash took effect before it or never.
	CutOff
	// Surviving: that much of what came before each crash as anything after it rests on,
	// as if nothing else had been done. There is a part for what is known at each crash,
	// and one for the end.
	Surviving
)

// viewTexts say what a view leaves out, to follow the name of a model.
var viewTexts = [...]string{
	Whole:          "",
	StaleApart:     "stale reads apart",
	StaleLagging:   "stale reads lagging",
	Confirmed:      "of what is confirmed",
	Synced:         "reads after a sync as updates",
	Converged:      "after quiescence",
	ConvergedApart: "after quiescence, without sessions",
	Restarted:      "sessions end at crashes",
	CutOff:         "nothing takes effect after the crash that cut it off",
	Surviving:      "what survived crashes",
}

// String returns what the view leaves out, or "".
func (v View) String() string { return viewTexts[v] }

// of returns h as the view shows it. Views that need a moment of quiescence, or a
// crash, are empty without one: then ok is false.
func (v View) of(h *history.History, at Moments) (view *history.History, ok bool) {
	switch v {
	case StaleApart:
		return h.Unordered(marked(h, "stale")), true
	case StaleLagging:
		return h.Lagging(marked(h, "stale")), true
	case Confirmed:
		return h.Doubted(marked(h, "pending")), true
	case Synced:
		return synced(h), true
	case Converged:
		return h.Across(at.Quiescence), at.Quiescence != history.NoTime
	case ConvergedApart:
		all := func(int32) bool { return true }
		return h.Unordered(all).TimesOf(h.Across(at.Quiescence)), at.Quiescence != history.NoTime
	case Restarted, CutOff:
		if len(at.Crashes) == 0 {
			return nil, false
		}
		c := newCrashed(h, at.Crashes)
		if v == CutOff {
			return c.ended(), true
		}
		return c.restarted(), true
	}
	return h, true
}

// synced returns h with an update in every transaction that followed a sync. Where there
// are none it is h itself.
func synced(h *history.History) *history.History {
	after := marked(h, "sync")
	some := false
	for t := range int32(h.Len()) {
		some = some || after(t)
	}
	if !some {
		return h
	}
	return h.Revised(func(t int32) history.Revision {
		session := h.SessionName(h.Session(t))
		return history.Revision{Session: session, Alone: session == "", Status: h.Status(t), Start: h.Start(t), End: h.End(t), Update: after(t)}
	})
}

// marked reports of transactions whether they have the field name, set to anything
// but false.
func marked(h *history.History, name string) func(t int32) bool {
	return func(t int32) bool {
		for _, f := range h.Extras(t) {
			if f.Name == name {
				return f.Text != "false" && f.Text != "null"
			}
		}
		return false
	}
}

// Quiescence returns the moment of quiescence that the recording declares by a fault
// of that name, the last one if there are several, or NoTime.
func Quiescence(h *history.History) int64 {
	at := history.NoTime
	for _, f := range h.Faults() {
		if strings.TrimPrefix(f.Name, ":") == "quiescence" {
			at = max(at, f.Start)
		}
	}
	return at
}
