package visartest_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"visar/anomalies"
	"visar/axioms"
	"visar/gate"
	"visar/history"
	"visar/visartest"
)

// notation records and returns what was recorded.
func notation(t *testing.T, record func(*visartest.Recorder)) string {
	t.Helper()
	rec := visartest.New(t)
	record(rec)
	h, err := rec.History()
	if err != nil {
		t.Fatal(err)
	}
	return h.String()
}

func TestEverythingAHistoryHolds(t *testing.T) {
	got := notation(t, func(rec *visartest.Recorder) {
		rec.Initial(0)
		a, b := rec.NamedSession("alice"), rec.Session()
		tx := a.Begin()
		tx.Read("x", nil)
		tx.Write("x", 1)
		tx.Append("list", "first")
		tx.Read("list", []string{"first"})
		tx.Read("none", []int{})
		aborted := b.Begin()
		aborted.Write(7, true)
		aborted.Abort()
		tx.Commit()
		tx.Abort() // deferred
		unknown := b.Begin()
		unknown.Write("x", 2)
		unknown.Unknown()
		a.Begin().Write("x", 3) // never ended
		rec.NamedSession("1").Begin().Commit()
	})
	want := `initial 0
T1[alice] @1-4: r(x,_) w(x,1) a(list,first) r(list,[first]) r(none,[])
T2[2] @2-3 aborted: w(7,true)
T3[2] @5- unknown: w(x,2)
T4[alice] @7- unknown: w(x,3)
T5[1] @8-9:`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestValues(t *testing.T) {
	type name string
	type id uint16
	text, number := "text", 5
	var absent *string
	for _, test := range []struct {
		value any
		want  string
	}{
		{int8(-3), "-3"}, {uint64(1 << 40), "1099511627776"}, {name("n"), "n"}, {id(9), "9"}, {&text, "text"}, {&number, "5"},
		{nil, "_"}, {absent, "_"}, {[]byte(nil), "_"}, {[]byte{}, `""`}, {[]byte("b"), "b"}, {false, "false"},
		{"\xff\x00", `"hex:ff00"`}, {"hex:ff00", `"hex:6865783a66663030"`},
		{[]any{1, "a"}, "[1 a]"}, {[]name{"n"}, "[n]"}, {[][]byte{[]byte("e")}, "[e]"},
	} {
		got := notation(t, func(rec *visartest.Recorder) { rec.Session().Begin().Read("x", test.value) })
		if want := "T1[1] @1- unknown: r(x," + test.want + ")"; got != want {
			t.Errorf("%#v: got %s, want %s", test.value, got, want)
		}
	}
}

func TestDo(t *testing.T) {
	lost := errors.New("connection lost")
	got := notation(t, func(rec *visartest.Recorder) {
		s := rec.Session()
		for i, err := range []error{nil, errors.Join(lost, visartest.ErrAborted), lost} {
			if got := s.Do(func(tx *visartest.Txn) error { tx.Write("x", i); return err }); !errors.Is(got, err) {
				t.Errorf("got error %v, want %v", got, err)
			}
		}
	})
	if want := "T1[1] @1-2: w(x,0)\nT2[1] @3-4 aborted: w(x,1)\nT3[1] @5- unknown: w(x,2)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestStaleReadIsNotLinearizable: a read that begins after a write has ended misses
// it.
func TestStaleReadIsNotLinearizable(t *testing.T) {
	rec := visartest.New(t)
	for _, op := range []func(*visartest.Txn){
		func(tx *visartest.Txn) { tx.Write("x", 1) },
		func(tx *visartest.Txn) { tx.Read("x", nil) },
	} {
		if err := rec.Session().Do(func(tx *visartest.Txn) error { op(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	visartest.Require(t, rec, axioms.Linearizable, visartest.Expect(anomalies.StaleRead))
	visartest.Require(t, rec, axioms.Serializable)
}

func TestScanReadsTheWholeDomain(t *testing.T) {
	got := notation(t, func(rec *visartest.Recorder) {
		visartest.Scan(rec.Session().Begin(), []string{"a", "b", "c"}, map[string]int{"b": 1})
	})
	if want := "T1[1] @1- unknown: r(a,_) r(b,1) r(c,_)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMistakesAreToldAndNothingIsJudged(t *testing.T) {
	rec := visartest.New(t)
	s := rec.NamedSession("alice")
	rec.NamedSession("alice")
	tx := s.Begin()
	later := s.Begin()
	later.Commit()
	tx.Commit()
	tx.Commit()
	tx.Write("x", 1)
	later.Read(1.5, 1)
	later.Read("x", struct{}{})
	later.Append("x", nil)
	visartest.Scan(later, nil, map[string]int{"z": 1})
	_, err := rec.Judge(t.Context(), axioms.Serializable)
	if err == nil {
		t.Fatal("the mistakes went by")
	}
	for _, want := range []string{
		`recorder_test.go:125: session "alice": expected a name that no other session has`,
		"recorder_test.go:129: transaction 1 of session alice: commit after a later transaction of the session had begun",
		"transaction 1 of session alice: commit after the transaction had ended",
		"transaction 1 of session alice: write of x after the transaction had ended",
		"transaction 2 of session alice: read of a key: expected an integer of 64 bits or a string, got a value of type float64",
		"and 3 mistakes more",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("want %q in\n%v", want, err)
		}
	}
}

func TestAFullRecorderIsNotJudged(t *testing.T) {
	rec := visartest.New(t)
	rec.Limit(100)
	s := rec.Session()
	for i := range 101 {
		tx := s.Begin()
		tx.Write("x", i)
		tx.Commit()
	}
	if _, err := rec.History(); err == nil || !strings.Contains(err.Error(), "more than 100 operations") {
		t.Errorf("got %v", err)
	}
}

// TestLinesAreThoseOfTheFile: the report shows the faults of what was recorded
// beside the verdict on the file, so that both must agree.
func TestLinesAreThoseOfTheFile(t *testing.T) {
	for _, initial := range []any{nil, 0} {
		rec := visartest.New(t)
		rec.Initial(initial)
		lostUpdate(rec)
		h, err := rec.History()
		if err != nil {
			t.Fatal(err)
		}
		res, err := rec.Judge(t.Context(), axioms.Serializable)
		if err != nil {
			t.Fatal(err)
		}
		for i := range int32(h.Len()) {
			if got, want := h.Line(i), res.File.History.Line(i); got != want {
				t.Errorf("initial %v: transaction %d is on line %d, the file has it on %d", initial, i, got, want)
			}
		}
	}
}

func TestFaults(t *testing.T) {
	rec := visartest.New(t)
	heal := rec.Fault("partition", "n1 | n2")
	rec.Mark("backup", "")
	heal()
	h, err := rec.History()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i, f := range h.Faults() {
		names = append(names, f.Name)
		if f.Start != int64(i+1) || f.Clock < 0 || f.Clock == history.NoTime {
			t.Errorf("fault %s is at %d, %d ns", f.Name, f.Start, f.Clock)
		}
	}
	if got := strings.Join(names, " "); got != "start-partition backup stop-partition" {
		t.Errorf("got %s", got)
	}
}

// TestManyClients records a counter that is kept in order by a lock, from many
// goroutines, and judges it again and again meanwhile: no part of the history may
// miss what another part has seen.
func TestManyClients(t *testing.T) {
	rec := visartest.New(t)
	var mu sync.Mutex
	var value atomic.Int64
	var clients sync.WaitGroup
	for range 8 {
		s := rec.Session()
		clients.Go(func() {
			for range 200 {
				tx := s.Begin()
				mu.Lock()
				tx.Read("x", value.Load())
				tx.Write("x", value.Load()+1)
				value.Add(1)
				mu.Unlock()
				tx.Commit()
			}
		})
	}
	rec.Initial(0)
	for range 5 {
		visartest.Require(t, rec, axioms.StrictSerializable, visartest.OnVacuous(gate.Pass))
	}
	clients.Wait()
	visartest.Require(t, rec, axioms.StrictSerializable, visartest.MinTransactions(1600))
}
