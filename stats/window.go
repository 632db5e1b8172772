package stats

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"visar/history"
)

// Window is what happened from one time to another, without that other. Transactions
// belong to where they ended, those of unknown end to where they started, and reads to
// where they started.
type Window struct {
	From, To int64
	Counts
	Latency   Latency
	Staleness Staleness
}

// Band is the time of a fault. To is From for a moment, and where nothing ended the
// fault.
type Band struct {
	Name     string
	From, To int64
}

// defaultWindows are as many as a picture shows well.
const defaultWindows = 60

// windows divides time into windows of equal length.
func (m *meter) windows(r *Report, opt Options, reads []staleRead) {
	if m.unit == "" {
		return
	}
	r.Windows = m.divide(opt.Windows)
	width := r.Windows[0].width(m.to)
	latencies := make([][]int64, len(r.Windows))
	place := func(at int64) uint64 { return (uint64(at) - uint64(m.from)) / width }
	for t := range int32(m.h.Len()) {
		at := m.end[t]
		if at == history.NoTime {
			at = m.start[t]
		}
		if at == history.NoTime {
			continue
		}
		i := place(at)
		r.Windows[i].add(m.h.Status(t))
		if d, ok := m.latency(t); ok {
			latencies[i] = append(latencies[i], d)
		}
	}
	for _, s := range reads {
		r.Windows[place(m.start[s.txn])].Staleness.add(s)
	}
	for i := range r.Windows {
		r.Windows[i].Latency = latencyOf(latencies[i])
		latencies[i] = nil
	}
}

// divide returns n windows, fewer where the time is shorter, which cover all of it.
func (m *meter) divide(n int) []Window {
	if n <= 0 {
		n = defaultWindows
	}
	span := uint64(m.to) - uint64(m.from)
	width := span/uint64(min(n, MaxWindows)) + 1
	all := make([]Window, span/width+1)
	for i := range all {
		from := uint64(m.from) + uint64(i)*width
		all[i].From, all[i].To = int64(from), int64(from+width)
		if all[i].To < all[i].From {
			all[i].To = math.MaxInt64
		}
	}
	return all
}

// width is how long w is; only the last window, which is cut short at the last moment
// that there is, may be longer.
func (w *Window) width(last int64) uint64 {
	if w.To == math.MaxInt64 {
		return uint64(last) - uint64(w.From) + 1
	}
	return uint64(w.To) - uint64(w.From)
}

// ends say which fault ends which: the first word of its name.
var ends = map[string][]string{
	"start":     {"stop"},
	"pause":     {"resume"},
	"partition": {"heal"},
	"kill":      {"start", "restart", "recover"},
	"crash":     {"start", "restart", "recover"},
}

// bands returns the faults with what ended them, in order of their starts. A fault that
// Jepsen remarks twice, asked for and done, is a band from one remark to the other,
// unless another fault ends it.
func (m *meter) bands() []Band {
	var all []Band
	over := map[string][]int{} // by what ends them: bands
	asked := map[string]int{}
	for _, f := range m.h.Faults() {
		at := m.faultAt(f)
		name, jepsen := strings.CutPrefix(f.Name, ":")
		if at == history.NoTime || m.unit == "" {
			continue
		}
		if i, twice := asked[name]; jepsen && twice {
			all[i].To = max(all[i].To, at)
			delete(asked, name)
			continue
		}
		if open := over[name]; len(open) > 0 {
			for _, i := range open {
				all[i].To = max(all[i].To, at)
			}
			delete(over, name)
		}
		if jepsen {
			asked[name] = len(all)
		}
		verb, rest, _ := strings.Cut(name, "-")
		for _, end := range ends[verb] {
			if rest != "" && rest != "all" {
				over[end+"-"+rest] = append(over[end+"-"+rest], len(all))
			} else {
				over[end] = append(over[end], len(all))
				over[end+"-all"] = append(over[end+"-all"], len(all))
			}
		}
		all = append(all, Band{name, at, at})
	}
	slices.SortStableFunc(all, func(a, b Band) int { return cmp.Compare(a.From, b.From) })
	return all
}

// faultAt returns when a fault was, in the unit of the report.
func (m *meter) faultAt(f history.Fault) int64 {
	if m.unit == "ns" && f.Clock != history.NoTime {
		return f.Clock
	}
	return m.at(f.Start)
}
