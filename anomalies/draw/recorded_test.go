package draw

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"visar/axioms"
	"visar/history/format"
)

// executions are recorded ones, each with an axiom that it breaks and the arrows
// that show it.
var executions = []struct {
	name, text string
	axiom      axioms.Set
	arrows     []string
}{
	{"lost update by timestamps",
		`{"id":"T1","ops":[["w","x",1]],"snapshot_ts":0,"commit_ts":2}
{"id":"T2","ops":[["r","x",null],["w","x",2]],"snapshot_ts":1,"commit_ts":3}`,
		axioms.NOCONFLICT, []string{"T1 -AR WW x-> T2", "T2 -not VIS-> T1"}},
	{"what was seen is not seen on",
		`{"id":"T1","ops":[["w","x",1]],"arbitration":1,"visible":[]}
{"id":"T2","ops":[["r","x",1],["w","y",1]],"arbitration":2,"visible":["T1"]}
{"id":"T3","ops":[["r","y",1],["r","x",null]],"arbitration":3,"visible":["T2"]}`,
		axioms.TRANSVIS, []string{"T1 -VIS-> T2", "T2 -VIS-> T3", "T3 -not VIS-> T1"}},
	{"what follows from a chain is left out",
		`{"id":"T1","ops":[["w","x",1]],"arbitration":1,"visible":[]}
{"id":"T2","ops":[["w","x",2]],"arbitration":2,"visible":["T1"]}
{"id":"T3","ops":[["r","x",3]],"arbitration":4,"visible":["T1","T2"]}
{"id":"T4","ops":[["w","x",3]],"arbitration":3,"visible":["T1","T2"]}`,
		axioms.EXT, []string{"T4 -AR WR x-> T3", "T2 -VIS-> T3", "T2 -VIS-> T4"}},
	{"a version that is not the latest",
		`{"id":"T1","ops":[["append","x",1]],"arbitration":1,"visible":[]}
{"id":"T2","ops":[["append","x",2]],"arbitration":2,"visible":["T1"]}
{"id":"T3","ops":[["r","x",[1]]],"arbitration":3,"visible":["T1","T2"]}`,
		axioms.EXT, []string{"T1 -VIS WR x-> T3", "T1 -VIS-> T2", "T2 -VIS-> T3"}},
	{"no prefix",
		`{"id":"T1","ops":[["w","x",1]],"arbitration":1,"visible":[]}
{"id":"T2","ops":[["w","y",1]],"arbitration":2,"visible":[]}
{"id":"T3","ops":[["r","x",null],["r","y",1]],"arbitration":3,"visible":["T2"]}`,
		axioms.PREFIX, []string{"T1 -AR-> T2", "T2 -VIS-> T3", "T3 -not VIS-> T1"}},
	{"not total",
		`{"id":"T1","ops":[["w","x",1]],"arbitration":1,"visible":[]}
{"id":"T2","ops":[["w","y",1]],"arbitration":2,"visible":[]}`,
		axioms.TOTALVIS, []string{"T1 -AR-> T2", "T2 -not VIS-> T1"}},
	{"own session",
		`{"id":"T1","session":"a","ops":[["w","x",1]],"arbitration":1,"visible":[]}
{"id":"T2","session":"a","ops":[["r","x",null]],"arbitration":2,"visible":[]}`,
		axioms.SESSION, []string{"T1 -AR SO-> T2", "T2 -not VIS-> T1"}},
	{"against the clock",
		`{"id":"T1","start":1,"end":2,"ops":[["w","x",1]],"arbitration":2,"visible":[]}
{"id":"T2","start":3,"end":4,"ops":[["w","x",2]],"arbitration":1,"visible":[]}`,
		axioms.ARREALTIME, []string{"T1 -RT-> T2", "T2 -AR-> T1"}},
	{"seen before it is there",
		`{"id":"T1","ops":[["w","x",1]],"arbitration":1,"visible":["T2"]}
{"id":"T2","ops":[["w","x",2]],"arbitration":2,"visible":[]}`,
		axioms.INT, []string{"T2 -VIS-> T1", "T1 -AR-> T2"}},
}

func breachOf(t *testing.T, text string, axiom axioms.Set) (*axioms.Execution, *axioms.Breach) {
	t.Helper()
	f, err := format.Read(t.Context(), strings.NewReader(text), "h.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	e, err := axioms.RecordedExecution(f.History)
	if err != nil {
		t.Fatal(err)
	}
	b := e.Validate(axiom)
	if b == nil {
		t.Fatalf("the execution satisfies %s", axiom)
	}
	return e, b
}

func TestRecordedArrows(t *testing.T) {
	for _, test := range executions {
		t.Run(test.name, func(t *testing.T) {
			e, b := breachOf(t, test.text, test.axiom)
			s := recordedScene(e, b)
			var got []string
			for _, a := range s.arrows {
				got = append(got, s.boxes[a.from].title+" -"+a.label()+"-> "+s.boxes[a.to].title)
			}
			slices.Sort(got)
			if want := slices.Sorted(slices.Values(test.arrows)); !slices.Equal(noTimes(got), want) {
				t.Errorf("%s\ngot  %q\nwant %q", b.Message, noTimes(got), want)
			}
			s.layOut()
			checkScene(t, s)
			if n := s.coveredLabels(); n > 0 {
				t.Errorf("%d labels cover something", n)
			}
		})
	}
}

// noTimes takes the times out of the titles.
func noTimes(arrows []string) []string {
	for i, a := range arrows {
		arrows[i] = strings.NewReplacer(" @1-2", "", " @3-4", "").Replace(a)
	}
	return arrows
}

func TestRecordedIsAlwaysTheSame(t *testing.T) {
	for _, test := range executions {
		first := ""
		for range 20 {
			e, b := breachOf(t, test.text, test.axiom)
			var svg, dot bytes.Buffer
			if err := Recorded(&svg, e, b); err != nil {
				t.Fatal(err)
			}
			if err := RecordedDOT(&dot, e, b); err != nil {
				t.Fatal(err)
			}
			text := svg.String() + dot.String()
			if first == "" {
				first = text
			}
			if text != first {
				t.Fatalf("%s: the picture is not always the same", test.name)
			}
			if err := wellFormed(svg.String()); err != nil || svg.Len() > maxBytes {
				t.Fatalf("%s: %d bytes, %v", test.name, svg.Len(), err)
			}
		}
	}
}
