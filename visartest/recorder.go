package visartest

import (
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"visar/history"
)

// DefaultLimit is how many operations a [Recorder] holds where [Recorder.Limit]
// names no other number. They take about a gigabyte.
const DefaultLimit = 10_000_000

// Recorder records what the clients of a database did and saw. Any number of
// goroutines may use it at once, each with a [Session] of its own.
type Recorder struct {
	began time.Time
	next  atomic.Int64 // the last position given away
	left  atomic.Int64 // operations that may still be recorded
	full  atomic.Bool

	mu       sync.Mutex // what follows; no operation takes it
	limit    int64
	initial  history.Value
	sessions []*Session
	names    map[string]bool
	faults   []history.Fault
	mistakes []string
	wrong    int // mistakes, those included that are not kept
	judged   bool
}

// New returns an empty Recorder. When t ends without anyone having looked at what
// was recorded, by [Require], [Recorder.Judge] or [Recorder.History], t fails: such
// a test would pass whatever the database does. Outside of a test, in an Example
// say, t may be nil.
func New(t testing.TB) *Recorder {
	r := &Recorder{began: time.Now(), limit: DefaultLimit, names: map[string]bool{}}
	r.left.Store(DefaultLimit)
	if t != nil {
		t.Cleanup(func() {
			if !r.lookedAt() && !t.Failed() {
				t.Errorf("visartest: a history was recorded and nobody judged it; call visartest.Require")
			}
		})
	}
	return r
}

// lookedAt reports whether anyone looked at what was recorded, if anything was.
func (r *Recorder) lookedAt() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.judged || len(r.sessions) == 0
}

// Limit sets how many operations may be recorded, transactions and elements of
// lists included. What comes after that is dropped, and the history is too
// large to be judged. It is set before recording begins.
func (r *Recorder) Limit(operations int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limit = int64(operations)
	r.left.Store(r.limit)
}

// Initial says that keys hold v before the first write, and not nothing. A read
// that returns nil is a read of that value then.
func (r *Recorder) Initial(v any) {
	value, ok := valueOf(v)
	if !ok {
		r.mistake("initial value: %s", unfit(reflect.TypeOf(v)))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.initial = value
}

// Session returns a new session: a client that does one thing after the other. It
// gets the next number from 1 as its name.
func (r *Recorder) Session() *Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.sessions) + 1
	for r.names[strconv.Itoa(n)] {
		n++
	}
	return r.session(strconv.Itoa(n))
}

// NamedSession is Session with a name, which sentences and pictures show.
func (r *Recorder) NamedSession(name string) *Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	if name == "" || r.names[name] {
		r.mistakeHeld("session %q: expected a name that no other session has", name)
	}
	return r.session(name)
}

func (r *Recorder) session(name string) *Session {
	s := &Session{rec: r, name: name}
	r.names[name] = true
	r.sessions = append(r.sessions, s)
	return s
}

// Fault records that something is done to the database from now on, such as
// "partition", until end is called, or for good. It is a band on the timeline of
// the report and has no part in any verdict.
func (r *Recorder) Fault(name, detail string) (end func()) {
	r.fault("start-"+name, detail)
	return sync.OnceFunc(func() { r.fault("stop-"+name, "") })
}

// Mark records that something happened at this moment, such as "backup". It is a
// mark on the timeline of the report.
func (r *Recorder) Mark(name, detail string) { r.fault(name, detail) }

func (r *Recorder) fault(name, detail string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = append(r.faults, history.Fault{Name: name, Detail: detail, Start: r.position(), Clock: r.clock()})
}

// position returns the next place in the one order of starts and ends. It is what
// real-time order is made of: nothing that ends before another thing starts, on
// whatever processor, has a later place.
func (r *Recorder) position() int64 { return r.next.Add(1) }

// clock returns the nanoseconds since the recording began, which are for show.
func (r *Recorder) clock() int64 { return int64(time.Since(r.began)) }

// maxMistakes bounds the mistakes that are kept.
const maxMistakes = 5

// mistake keeps a mistake in how the recorder is used.
func (r *Recorder) mistake(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mistakeHeld(format, args...)
}

func (r *Recorder) mistakeHeld(format string, args ...any) {
	r.wrong++
	if len(r.mistakes) < maxMistakes {
		r.mistakes = append(r.mistakes, caller()+": "+fmt.Sprintf(format, args...))
	}
}
