package web

import (
	"container/heap"

	"visar/history"
)

// lanes puts each transaction on a lane of the timeline: those of a session on
// its own, and those that name no session on the first lane that is free.
func lanes(h *history.History, c *clock) (lane []int32, names []string) {
	lane = make([]int32, h.Len())
	for s := range int32(h.Sessions()) {
		name := h.SessionName(s)
		if name == "" {
			continue
		}
		for _, t := range h.SessionTxns(s) {
			lane[t] = int32(len(names))
		}
		names = append(names, cutTo(name, 40))
	}
	var busy freeLanes
	for t := range int32(h.Len()) {
		if h.SessionName(h.Session(t)) != "" {
			continue
		}
		if len(busy) == 0 || busy[0].until > c.start[t] {
			heap.Push(&busy, freeLane{int32(len(names)), max(c.start[t], c.end[t])})
			lane[t] = int32(len(names))
			names = append(names, "")
			continue
		}
		lane[t] = busy[0].lane
		busy[0].until = max(c.start[t], c.end[t])
		heap.Fix(&busy, 0)
	}
	return lane, names
}

// freeLane is a lane with the time until which it is taken.
type freeLane struct {
	lane  int32
	until int64
}

// freeLanes is a heap of lanes, the first to be free on top.
type freeLanes []freeLane

func (l freeLanes) Len() int           { return len(l) }
func (l freeLanes) Less(i, j int) bool { return l[i].until < l[j].until }
func (l freeLanes) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }

// Push adds a lane, for the heap.
func (l *freeLanes) Push(x any) { *l = append(*l, x.(freeLane)) }

// Pop takes the last lane, for the heap.
func (l *freeLanes) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}
