package visartest

import (
	"time"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/gate"
)

// Option changes how a history is judged, or what is made of the verdict.
type Option func(*options)

type options struct {
	timeout                time.Duration
	check                  checker.Options
	onUndecided, onVacuous gate.Policy
	minimum                int
	expected               []*anomalies.Anomaly
	entry                  gate.Entry // what is allowed
	today                  time.Time
}

// The budgets of a judgement where no option names others.
const (
	DefaultTimeout = time.Minute
	DefaultMemory  = 4 << 30 // bytes
)

func optionsOf(opts []Option) *options {
	o := &options{timeout: DefaultTimeout, check: checker.Options{MaxMemory: DefaultMemory, Survey: true}, today: time.Now().UTC().Truncate(24 * time.Hour)}
	for _, set := range opts {
		set(o)
	}
	return o
}

// Timeout bounds the time for the verdict, for the smallest part that shows a
// violation, and for the report, each by d, which is positive. What is open then is
// undecided. [Require] takes less where the test itself has to end earlier.
func Timeout(d time.Duration) Option { return func(o *options) { o.timeout = d } }

// Memory bounds what an engine may use, in bytes; 0 is no bound.
func Memory(bytes int64) Option { return func(o *options) { o.check.MaxMemory = bytes } }

// Lists says what a read of a list returns: a version, as without this option, or
// what a replicated log shows.
func Lists(l axioms.Lists) Option { return func(o *options) { o.check.Lists = l } }

// OnUndecided says what becomes of a run that could not be decided within its
// budget. Without it, it fails.
func OnUndecided(p gate.Policy) Option { return func(o *options) { o.onUndecided = p } }

// OnVacuous says what becomes of a run that would have passed whatever the database
// did: without reads, with one session alone, without a key that two sessions
// share and one writes, with fewer transactions than [MinTransactions]. Without it,
// it fails.
func OnVacuous(p gate.Policy) Option { return func(o *options) { o.onVacuous = p } }

// MinTransactions says how many transactions must have committed.
func MinTransactions(n int) Option { return func(o *options) { o.minimum = n } }

// Expect says that the model is violated by all of these anomalies, and by no others
// but what [Allow] allows: it is known that the database has them, and the test
// fails on the day when it no longer does.
func Expect(all ...*anomalies.Anomaly) Option {
	return func(o *options) { o.expected = append(o.expected, all...) }
}

// Allow says that the model may be violated by an anomaly that is known, up to a
// number of times and a day, as in a file of expectations. The position of the
// allowance is filled in.
func Allow(a gate.Allowance) Option {
	a.Path, a.Line = callerOf()
	a.Column = 1
	return func(o *options) {
		fresh := a
		o.entry.Allow = append(o.entry.Allow, &fresh)
	}
}
