package gate

import (
	"fmt"
	"slices"
	"time"
)

// dateLayout is how dates are written: 2026-11-30.
const dateLayout = "2006-01-02"

// Seen is how often an anomaly was seen in a history.
type Seen struct {
	Name  string
	Count int
}

// Ruling is what the expectations make of a violated model.
type Ruling struct {
	// Allowed is set if every anomaly that was seen is allowed.
	Allowed bool
	// Reasons say so, or which anomaly is not allowed although something is said of
	// it: a sentence for each, without a full stop.
	Reasons []string
}

// Rule decides on a model that is violated by what was seen, on the given day.
// complete says that everything was looked for; where it was not, a count is a
// lower bound, and says so.
func (e *Entry) Rule(seen []Seen, complete bool, today time.Time) Ruling {
	r := Ruling{Allowed: len(seen) > 0}
	for _, s := range seen {
		i := slices.IndexFunc(e.Allow, func(a *Allowance) bool { return a.Anomaly.ID == s.Name })
		if i < 0 {
			r.Allowed = false
			continue
		}
		a := e.Allow[i]
		a.seen = true
		allowed, words := a.rule(s, complete, today)
		r.Allowed = r.Allowed && allowed
		r.Reasons = append(r.Reasons, words)
	}
	return r
}

// rule decides on one anomaly, and says why.
func (a *Allowance) rule(s Seen, complete bool, today time.Time) (bool, string) {
	count := fmt.Sprintf("%d seen", s.Count)
	if !complete {
		count = fmt.Sprintf("at least %d seen", s.Count)
	}
	switch {
	case a.expired(today):
		return false, fmt.Sprintf("%s: the allowance of %s expired on %s: %s", a.Position, s.Name, a.Expires.Format(dateLayout), a.why())
	case a.Max > 0 && s.Count > a.Max:
		return false, fmt.Sprintf("%s: at most %d %s allowed, %s: %s", a.Position, a.Max, s.Name, count, a.why())
	case a.Max > 0:
		return true, fmt.Sprintf("%s: %s allowed, at most %d, %s: %s", a.Position, s.Name, a.Max, count, a.why())
	}
	return true, fmt.Sprintf("%s: %s allowed, %s: %s", a.Position, s.Name, count, a.why())
}

func (a *Allowance) expired(today time.Time) bool {
	return !a.Expires.IsZero() && today.After(a.Expires)
}

func (a *Allowance) why() string {
	if a.Issue == "" {
		return a.Reason
	}
	return a.Reason + " (" + a.Issue + ")"
}

// UnexpectedPass says that a history obeys every model that it is claimed to obey
// although something is allowed, or is "" if nothing is.
func (e *Entry) UnexpectedPass() string {
	if len(e.Allow) == 0 {
		return ""
	}
	names := ""
	for i, a := range e.Allow {
		if i > 0 {
			names += ", "
		}
		names += a.Anomaly.ID
	}
	return fmt.Sprintf("unexpected pass: nothing is violated, and %s allows %s", e.Position, names)
}

// Remark is something to mend in the file of expectations.
type Remark struct {
	Position
	Message string
}

// Stale returns what a run made no use of: allowances of anomalies that no history
// showed, and entries that no history matches. It is asked after the last history.
func (e *Expectations) Stale(today time.Time) []Remark {
	var out []Remark
	for _, entry := range e.Entries {
		if !entry.matched {
			out = append(out, Remark{entry.Position, fmt.Sprintf("no history of this run matches %q", entry.Pattern)})
			continue
		}
		for _, a := range entry.Allow {
			if a.seen {
				continue
			}
			words := fmt.Sprintf("stale allowance: no history of this run shows %s", a.Anomaly.ID)
			if a.expired(today) {
				words += fmt.Sprintf(", and it expired on %s", a.Expires.Format(dateLayout))
			}
			out = append(out, Remark{a.Position, words})
		}
	}
	return out
}
