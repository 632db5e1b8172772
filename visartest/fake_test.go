package visartest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// fakeTB is a test that may fail without failing the one that runs it.
type fakeTB struct {
	testing.TB // for what is not faked, and since nobody else may implement it
	dir        string
	deadline   time.Time
	cleanups   []func()
	failed     bool
	logged     strings.Builder
}

func newFake(t *testing.T) *fakeTB { return &fakeTB{TB: t, dir: t.TempDir()} }

func (f *fakeTB) ArtifactDir() string         { return f.dir }
func (f *fakeTB) Context() context.Context    { return f.TB.Context() }
func (f *fakeTB) Cleanup(c func())            { f.cleanups = append(f.cleanups, c) }
func (f *fakeTB) Helper()                     {}
func (f *fakeTB) Failed() bool                { return f.failed }
func (f *fakeTB) Deadline() (time.Time, bool) { return f.deadline, !f.deadline.IsZero() }

func (f *fakeTB) Logf(format string, args ...any) { fmt.Fprintf(&f.logged, format+"\n", args...) }

func (f *fakeTB) Errorf(format string, args ...any) {
	f.failed = true
	f.Logf(format, args...)
}

// over is what ends a fake test.
type over struct{}

func (f *fakeTB) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	panic(over{})
}

// run runs a test and its cleanups, and reports whether it failed and what it said.
func (f *fakeTB) run(test func(t testing.TB)) (failed bool, said string) {
	func() {
		defer func() {
			if p := recover(); p != nil && p != any(over{}) {
				panic(p)
			}
		}()
		test(f)
	}()
	for _, c := range f.cleanups {
		c()
	}
	return f.failed, f.logged.String()
}
