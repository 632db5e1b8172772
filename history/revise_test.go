package history

import "testing"

// TestRevisedUpdates: an update is of a key that the history does not use, whatever its
// keys are called.
func TestRevisedUpdates(t *testing.T) {
	h, err := Parse("T1[a]: r(x,_)\nT2[b]: w(\"update of T1\",1)\nT3[b]: r(x,_)")
	if err != nil {
		t.Fatal(err)
	}
	v := h.Revised(func(t int32) Revision {
		return Revision{Session: h.SessionName(h.Session(t)), Status: Committed, Start: NoTime, End: NoTime, Update: t == 0}
	})
	want := "T1[a]: r(x,_) w(\"update of T1'\",done)\nT2[b]: w(\"update of T1\",1)\nT3[b]: r(x,_)"
	if got := v.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
