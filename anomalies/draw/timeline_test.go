package draw

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"visar/anomalies"
)

// TestTimelines draws each anomaly of single objects.
func TestTimelines(t *testing.T) {
	for _, a := range anomalies.Objects {
		f, h := find(t, a.Example, modelOf(a))
		svg := render(t, SVG, f, h)
		if err := wellFormed(svg); err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
		for range 19 {
			if again, h := find(t, a.Example, modelOf(a)); render(t, SVG, again, h) != svg {
				t.Fatalf("%s is not drawn the same again", a.ID)
			}
		}
		for _, b := range f.Timeline {
			if n := strings.Count(svg, ">"+escape(b.Label)+"<"); n == 0 {
				t.Errorf("%s: %q is not drawn", a.ID, b.Label)
			}
		}
		compare(t, filepath.Join("../../testdata/objects", strings.ReplaceAll(a.ID, "-", "_")+".svg"), svg)
		if dot := render(t, DOT, f, h); strings.Count(dot, "[label=") != len(f.Timeline) {
			t.Errorf("%s: not a node for each operation:\n%s", a.ID, dot)
		}
	}
}

// TestTimelineIsNotCovered wants bars apart, and labels in their bars.
func TestTimelineIsNotCovered(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	for range 500 {
		f := &anomalies.Found{Anomaly: anomalies.NoLinearization}
		free := map[string]int{}
		for i := range 2 + r.IntN(10) {
			session := fmt.Sprint("session ", r.IntN(4))
			from := max(free[session], r.IntN(8))
			b := anomalies.Bar{Session: session, Label: strings.Repeat("enqueue ", r.IntN(5)), Txn: int32(i), From: from, To: from + r.IntN(4), Open: r.IntN(5) == 0}
			free[session] = b.To + 1
			f.Timeline = append(f.Timeline, b)
		}
		tl := newTimeline(f)
		for i := range tl.bars {
			a := &tl.bars[i]
			if a.need() > a.w || a.x < tl.left || a.x+a.w > tl.w || a.y+barHeight > tl.h {
				t.Fatalf("%+v sticks out of %d x %d", a, tl.w, tl.h)
			}
			for j := range i {
				if b := &tl.bars[j]; (rect{a.x, a.y, a.w, barHeight}).overlaps(rect{b.x, b.y, b.w, barHeight}) {
					t.Fatalf("%+v and %+v overlap", a, b)
				}
			}
		}
	}
}

// TestTimelineOrder: where an operation ended before another began it is left of it.
func TestTimelineOrder(t *testing.T) {
	f, h := find(t, anomalies.DoubleHold.Example, "linearizable")
	tl := newTimeline(f)
	for i := range tl.bars {
		for j := range tl.bars {
			if a, b := &tl.bars[i], &tl.bars[j]; tl.before(i, j) && a.x+a.w >= b.x {
				t.Errorf("%s is not left of %s", a.Label, b.Label)
			}
		}
	}
	if want := "n0 -> n1;"; !strings.Contains(render(t, DOT, f, h), want) {
		t.Errorf("no %s", want)
	}
}

// Sessions, keys and values reach the timeline as text and nothing else.
func TestTimelineHostileText(t *testing.T) {
	f, h := find(t, `"<script>"["</text><script>"] @1-2: enqueue("<q>","<b>&\x00")`+"\n"+`T2["]]>"] @3-4: dequeue("<q>",_)`, "linearizable")
	svg := render(t, SVG, f, h)
	if err := wellFormed(svg); err != nil || strings.Contains(svg, "<script") || strings.ContainsRune(svg, 0) {
		t.Errorf("%v\n%s", err, svg)
	}
}

// modelOf names the weakest model that forbids an anomaly of single objects.
func modelOf(a *anomalies.Anomaly) string {
	if a == anomalies.NoSequentialOrder {
		return "sequential"
	}
	return "linearizable"
}
