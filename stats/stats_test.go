package stats_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/history"
	"visar/history/format"
	"visar/stats"
)

func native(t *testing.T, text string) *history.History {
	t.Helper()
	h, err := format.Native.Decode(context.Background(), bytes.NewReader([]byte(text)), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// small has times in units of its own. What is asserted of it was reckoned by hand.
const small = `{"id":"T1","session":"a","start":0,"end":4,"ops":[["append","x",1]]}
{"id":"T2","session":"b","start":5,"end":6,"ops":[["append","x",2]]}
{"id":"T3","session":"a","start":10,"end":11,"ops":[["r","x",[]]]}
{"id":"T4","session":"b","start":10,"end":13,"ops":[["r","x",[1]]]}
{"id":"T5","session":"b","start":14,"end":15,"status":"aborted","ops":[["append","x",3]]}
{"id":"T6","session":"a","start":16,"status":"unknown","ops":[["append","x",4]]}
{"id":"T7","session":"b","start":17,"end":19,"ops":[["r","x",[1,2,4]]]}
{"fault":"crash","start":12}
{"fault":"restart","start":14}
`

func TestSmall(t *testing.T) {
	r := stats.Of(native(t, small), stats.Options{Windows: 2})
	if r.Unit != "recorded" || r.From != 0 || r.To != 19 {
		t.Errorf("from %d to %d in %q, want 0 to 19, recorded", r.From, r.To, r.Unit)
	}
	// Appends took 4 and 1, reads 1, 3 and 2.
	want := []stats.Kind{
		{"append", stats.Counts{2, 1, 1}, stats.Latency{2, 1, 4, 4, 4, 4}},
		{"read", stats.Counts{3, 0, 0}, stats.Latency{3, 2, 3, 3, 3, 3}},
	}
	if !slices.Equal(r.Transactions, want) {
		t.Errorf("transactions %v, want %v", r.Transactions, want)
	}
	if a := r.Transactions[0].Availability(); a != 0.5 {
		t.Errorf("availability of appends %v, want one half", a)
	}
	processes := []stats.Kind{
		{"b", stats.Counts{3, 1, 0}, stats.Latency{3, 2, 3, 3, 3, 3}},
		{"a", stats.Counts{2, 0, 1}, stats.Latency{2, 1, 4, 4, 4, 4}},
	}
	if !slices.Equal(r.Processes, processes) {
		t.Errorf("processes %v, want %v", r.Processes, processes)
	}
	// T3 misses two elements, of which the first was acknowledged at 4; T4 misses one,
	// acknowledged at 6. T7 misses none: nobody knew of T6 when it began.
	if want := (stats.Staleness{Reads: 3, Stale: 2, Versions: 2, Age: 6}); r.Staleness != want || r.Keys[0].Staleness != want {
		t.Errorf("staleness %v and %v, want %v", r.Staleness, r.Keys, want)
	}
	// The windows are [0,10) and [10,20): T1 and T2 ended in the first, all else later.
	windows := []stats.Window{
		{0, 10, stats.Counts{2, 0, 0}, stats.Latency{2, 1, 4, 4, 4, 4}, stats.Staleness{}},
		{10, 20, stats.Counts{3, 1, 1}, stats.Latency{3, 2, 3, 3, 3, 3}, stats.Staleness{3, 2, 2, 6}},
	}
	if !slices.Equal(r.Windows, windows) {
		t.Errorf("windows %v, want %v", r.Windows, windows)
	}
	if want := []stats.Band{{"crash", 12, 14}, {"restart", 14, 14}}; !slices.Equal(r.Bands, want) {
		t.Errorf("faults %v, want %v", r.Bands, want)
	}
}

// TestPercentiles has the numbers from 1 to 1000 as latencies: the rank is the value.
func TestPercentiles(t *testing.T) {
	b := history.NewBuilder(history.Value{})
	x := b.Key(history.StringValue("x"))
	for _, n := range rand.New(rand.NewPCG(1, 2)).Perm(1000) {
		b.Begin(history.TxnInfo{Alone: true, Start: 0, End: int64(n + 1), Clock: history.NoTime})
		b.Read(x, history.Initial)
	}
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := stats.Of(h, stats.Options{}).Transactions[0].Latency, (stats.Latency{1000, 500, 900, 990, 999, 1000}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestRegisterStaleness: T3 reads what T1 wrote although T2 began after T1 had ended,
// and had ended at 4. T6 reads the initial value after two writes, the first of which
// was there at 2. T5 began before T4 was acknowledged, but not before T7 had read it.
func TestRegisterStaleness(t *testing.T) {
	h := native(t, `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":"a","start":3,"end":4,"ops":[["w","x",2]]}
{"id":"T3","session":"b","start":7,"end":8,"ops":[["r","x",1]]}
{"id":"T6","session":"d","start":9,"end":10,"ops":[["r","x",null]]}
{"id":"T4","session":"a","start":11,"end":30,"ops":[["w","x",3]]}
{"id":"T7","session":"b","start":12,"end":13,"ops":[["r","x",3]]}
{"id":"T5","session":"d","start":15,"end":16,"ops":[["r","x",2]]}
{"id":"T8","session":"e","start":40,"end":41,"ops":[["w","y",1]]}
{"id":"T9","session":"e","start":42,"end":43,"ops":[["w","y",1]]}
{"id":"T10","session":"e","start":44,"end":45,"ops":[["r","y",1]]}`)
	r := stats.Of(h, stats.Options{})
	want := []stats.KeyStaleness{{"x", stats.Staleness{4, 3, 2, 7}}}
	if !slices.Equal(r.Keys, want) {
		t.Errorf("%v, want %v", r.Keys, want)
	}
}

// TestClock: with a recorded clock times are nanoseconds.
func TestClock(t *testing.T) {
	h := native(t, `{"id":"T1","session":"a","start":1,"end":2,"clock":2000,"ops":[["w","x",1]]}
{"id":"T2","session":"a","start":3,"end":4,"clock":4000,"ops":[["r","x",1]]}
{"fault":"kill","start":3}`)
	r := stats.Of(h, stats.Options{})
	if r.Unit != "ns" || r.To != 4000 || r.Transactions[0].Latency.Max != 1000 && r.Transactions[1].Latency.Max != 1000 {
		t.Errorf("%+v", r)
	}
	if want := []stats.Band{{"kill", 3000, 3000}}; !slices.Equal(r.Bands, want) {
		t.Errorf("faults %v, want %v", r.Bands, want)
	}
}

// TestWithoutTimes: counts are all that is known.
func TestWithoutTimes(t *testing.T) {
	r := stats.Of(native(t, `{"ops":[["w","x",1],["r","y",null]]}`), stats.Options{})
	if r.Unit != "" || len(r.Windows) > 0 || len(r.Keys) > 0 || r.Transactions[0].Name != "update" || r.Transactions[0].OK != 1 {
		t.Errorf("%+v", r)
	}
}

// TestTimesAtTheEdge wants no overflow of times that are as far apart as can be.
func TestTimesAtTheEdge(t *testing.T) {
	h := native(t, `{"session":"a","start":-9223372036854775807,"end":0,"ops":[["w","x",1]]}
{"session":"a","start":9223372036854775806,"end":9223372036854775807,"ops":[["r","x",null]]}`)
	for _, n := range []int{1, 2, 60, stats.MaxWindows} {
		r := stats.Of(h, stats.Options{Windows: n})
		all := 0
		for i, w := range r.Windows {
			all += w.All()
			if w.To <= w.From || i > 0 && w.From != r.Windows[i-1].To {
				t.Errorf("%d windows: window %d is from %d to %d", n, i, w.From, w.To)
			}
		}
		if all != 2 || len(r.Windows) > n {
			t.Errorf("%d windows became %d and hold %d transactions, want 2", n, len(r.Windows), all)
		}
		if r.Staleness.Age <= 0 {
			t.Errorf("age %d", r.Staleness.Age)
		}
		if err := r.SVG(io.Discard, "edge"); err != nil {
			t.Error(err)
		}
	}
}

// TestSVG wants a picture that is well-formed, the same every time, and that has the
// windows, the faults and nothing that a recording might smuggle in.
func TestSVG(t *testing.T) {
	h := native(t, small+`{"fault":"<script>\u0007","start":1}`)
	r := stats.Of(h, stats.Options{Windows: 4})
	var a, b bytes.Buffer
	if err := errors.Join(r.SVG(&a, "<h>.edn"), r.SVG(&b, "<h>.edn")); err != nil {
		t.Fatal(err)
	}
	text := a.String()
	if text != b.String() {
		t.Error("the picture differs from one time to another")
	}
	d := xml.NewDecoder(&a)
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"2: crash from 12 to 14", "1: &lt;script&gt;\uFFFD at 1", `class="l3"`, "prefers-color-scheme:dark", `<rect class="info"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the picture has no %q", want)
		}
	}
	if strings.Contains(text, "<script") {
		t.Error("markup of the recording is in the picture")
	}
}
