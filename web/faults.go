package web

import (
	"strings"

	"visar/history"
)

// band is a fault on the timeline: while it lasted, or an instant.
type band struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
	Start  int64  `json:"start"`
	End    int64  `json:"end"`
}

// maxBands bounds the faults on the timeline.
const maxBands = 2000

// bands pairs what begins a fault with what ends it, by the names that Jepsen's
// nemeses have: start and stop, start-partition and stop-partition, kill and
// start, pause and resume. A fault that nothing ends lasts to the end of the run,
// one that nothing begins is an instant. Jepsen reports what a nemesis does twice,
// when it begins and when it is done.
func bands(h *history.History, c *clock) []band {
	all := []band{}
	open := map[string]int{}  // by what ends it: the band
	ended := map[string]int{} // by what ended it, whose completion may follow
	for _, f := range h.Faults() {
		at, ok := c.at(f)
		if !ok || len(all) == maxBands {
			continue
		}
		name := strings.TrimPrefix(f.Name, ":")
		if b, ok := open[name]; ok {
			all[b].End = at
			delete(open, name)
			ended[name] = b
			continue
		}
		if b, ok := ended[name]; ok {
			all[b].End = at
			delete(ended, name)
			continue
		}
		ends := endOfFault(name)
		if _, twice := open[ends]; ends != "" && twice {
			continue // its completion
		}
		b := band{Name: cutTo(name, 60), Detail: cutTo(f.Detail, 200), Start: at, End: at}
		if ends != "" {
			open[ends] = len(all)
			b.End = c.last - c.first
		} else if n := len(all); n > 0 && all[n-1].Name == b.Name && all[n-1].Start == all[n-1].End {
			all[n-1].End = at // invoked and completed
			continue
		}
		all = append(all, b)
	}
	return all
}

// endOfFault returns the name of what ends a fault; "" if nothing does.
func endOfFault(name string) string {
	switch rest, starts := strings.CutPrefix(name, "start-"); {
	case starts:
		return "stop-" + rest
	case name == "start":
		return "stop"
	case name == "kill":
		return "start"
	case name == "pause":
		return "resume"
	}
	return ""
}
