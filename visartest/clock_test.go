package visartest_test

import (
	"testing"
	"time"

	"visar/visartest"
)

// TestClockOfUnknown: nobody knows when a transaction of unknown outcome ended, so that
// its time is that of its start, however long it was waited for.
func TestClockOfUnknown(t *testing.T) {
	rec := visartest.New(t)
	cut := rec.Session().Begin()
	cut.Write("x", 1)
	waited := rec.Session().Begin()
	time.Sleep(time.Millisecond)
	waited.Commit()
	cut.Unknown()
	h, err := rec.History()
	if err != nil {
		t.Fatal(err)
	}
	if unknown, committed := h.Clock(0), h.Clock(1); committed-unknown < int64(time.Millisecond) {
		t.Errorf("the clock of what was cut off is %d, that of what ended later %d", unknown, committed)
	}
}
