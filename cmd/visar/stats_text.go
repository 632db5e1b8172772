package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"visar/stats"
)

// maxShownStats bounds the processes and keys that text lists without -v, and
// maxShownWindows the windows. maxShownFaults bounds the faults that windows name.
const (
	maxShownStats   = 8
	maxShownWindows = 60
	maxShownFaults  = 100
)

// statsText prints a report for people.
type statsText struct {
	w       *tabwriter.Writer
	r       *stats.Report
	verbose bool
}

func newStatsText(w io.Writer, r *stats.Report, verbose bool) *statsText {
	return &statsText{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0), r, verbose}
}

func (t *statsText) line(format string, args ...any) { fmt.Fprintf(t.w, format+"\n", args...) }

func (t *statsText) write(path string) {
	r := t.r
	switch r.Unit {
	case "":
		t.line("%s: no times were recorded: nothing is known of latency, windows and staleness", printable(path))
	case "ns":
		t.line("%s: %s", printable(path), r.Duration(r.To-r.From))
	default:
		t.line("%s: %d to %d, in the units of the recording", printable(path), r.From, r.To)
	}
	t.kinds("transactions", r.Transactions, true)
	t.kinds("operations", r.Operations, false)
	t.kinds("processes", r.Processes, true)
	t.keys()
	t.windows()
	for i := range r.Bands {
		t.line("fault: %s", printable(r.BandText(&r.Bands[i])))
	}
	t.w.Flush()
}

// heads are those of latencies.
const heads = "p50\tp90\tp99\tp99.9\tmax"

func (t *statsText) latency(l *stats.Latency) string {
	if l.Count == 0 {
		return "-\t-\t-\t-\t-"
	}
	d := t.r.Duration
	return d(l.P50) + "\t" + d(l.P90) + "\t" + d(l.P99) + "\t" + d(l.P999) + "\t" + d(l.Max)
}

func availability(c stats.Counts) string {
	a := c.Availability()
	if a < 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f%%", 100*a)
}

// shown returns how many of n lines to print.
func (t *statsText) shown(n, most int) int {
	if t.verbose || n <= most+1 {
		return n
	}
	return most
}

func (t *statsText) kinds(title string, kinds []stats.Kind, timed bool) {
	head := "\n" + title + "\tok\tfail\tunknown\tavailable"
	if timed {
		head += "\t" + heads
	}
	t.line("%s", head)
	n := t.shown(len(kinds), maxShownStats)
	for i := range kinds[:n] {
		k := &kinds[i]
		text := fmt.Sprintf("  %s\t%d\t%d\t%d\t%s", printable(k.Name), k.OK, k.Failed, k.Unknown, availability(k.Counts))
		if timed {
			text += "\t" + t.latency(&k.Latency)
		}
		t.line("%s", text)
	}
	t.more(len(kinds) - n)
}

func (t *statsText) more(n int) {
	if n > 0 {
		t.line("  and %d more (-v shows them)", n)
	}
}

func (t *statsText) keys() {
	if t.r.Unit == "" {
		return
	}
	t.line("\nstaleness\treads\tstale\tversions\tage")
	t.staleness("all keys", &t.r.Staleness)
	n := 0
	for n < len(t.r.Keys) && t.r.Keys[n].Stale > 0 {
		n++
	}
	shown := t.shown(n, maxShownStats)
	for i := range t.r.Keys[:shown] {
		t.staleness("key "+t.r.Keys[i].Key, &t.r.Keys[i].Staleness)
	}
	t.more(n - shown)
}

func (t *statsText) staleness(name string, s *stats.Staleness) {
	t.line("  %s\t%d\t%d\t%d\t%s", printable(name), s.Reads, s.Stale, s.Versions, t.r.Duration(s.Age))
}

// windows prints the windows, or without -v the first of very many, with the faults
// that were going on.
func (t *statsText) windows() {
	if len(t.r.Windows) == 0 {
		return
	}
	head := "\nfrom\tok\tfail\tunknown\tavailable\t" + heads + "\tstale\tversions\tage"
	if len(t.r.Bands) > 0 {
		head += "\tfaults"
	}
	t.line("%s", head)
	n := t.shown(len(t.r.Windows), maxShownWindows)
	for i := range t.r.Windows[:n] {
		w := &t.r.Windows[i]
		t.line("  %s\t%d\t%d\t%d\t%s\t%s\t%d of %d\t%d\t%s%s", t.r.Moment(w.From), w.OK, w.Failed, w.Unknown, availability(w.Counts), t.latency(&w.Latency),
			w.Staleness.Stale, w.Staleness.Reads, w.Staleness.Versions, t.r.Duration(w.Staleness.Age), t.faultsIn(w))
	}
	t.more(len(t.r.Windows) - n)
	t.line("")
}

// faultsIn is the cell of the faults that were going on in a window, each named once.
func (t *statsText) faultsIn(w *stats.Window) string {
	var names []string
	for i := range t.r.Bands[:min(len(t.r.Bands), maxShownFaults)] {
		f := &t.r.Bands[i]
		if f.From < w.To && f.To >= w.From && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "\t" + printable(strings.Join(names, ", "))
}
