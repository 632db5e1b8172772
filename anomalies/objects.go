package anomalies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"visar/checker"
	"visar/checker/linear"
	"visar/history"
)

// Bar is an operation of a timeline.
type Bar struct {
	Session string
	Label   string // what was asked and what was answered
	Txn     int32
	// From and To are ranks among the ends of all bars, from 0.
	From, To int
	Open     bool // nobody knows when it ended, or it does not matter
	Last     bool // at its end no order is left
}

// inObjects tells the witness of a verdict about single objects.
func inObjects(v *checker.Verdict) []*Found {
	if v.Objects == nil {
		return nil
	}
	if v.Objects.Sequential != nil {
		return []*Found{noOrder(v)}
	}
	k, h := v.Objects.Violation(), v.Objects.History
	t := newTeller(v)
	a := kindOf(h, k)
	f := &Found{Anomaly: a, Name: a.ID, Axiom: "REALTIME", Count: 1, h: t.h, Keys: []string{t.key(k.Key)}}
	f.Timeline = t.timeline(h, k)
	for _, b := range f.Timeline {
		if !slices.Contains(f.Txns, b.Txn) {
			f.Txns = append(f.Txns, b.Txn)
		}
		f.Sentences = append(f.Sentences, t.barText(b))
	}
	f.Sentences = append(f.Sentences, fmt.Sprintf("No order of these operations on a %s that keeps to real time gives each its answer: %s.",
		h.Object, a.Together))
	t.finish(f)
	return []*Found{f}
}

// noOrder tells operations that have no order which keeps to sessions.
func noOrder(v *checker.Verdict) *Found {
	h, t := v.Objects.History, newTeller(v)
	a := NoSequentialOrder
	f := &Found{Anomaly: a, Name: a.ID, Axiom: "SESSION", Count: 1, h: t.h}
	next := map[int32]int{} // by process: how many of its operations there are
	for _, i := range v.Objects.Witness() {
		o := &h.Ops[i]
		if key := t.key(o.Key); !slices.Contains(f.Keys, key) {
			f.Keys = append(f.Keys, key)
		}
		b := Bar{Session: t.h.SessionName(t.h.Session(o.Txn)), Label: t.callText(o), Txn: o.Txn, Open: o.Unknown()}
		if b.From = next[o.Process]; !o.Unknown() {
			next[o.Process]++
		}
		b.To = b.From
		f.Timeline = append(f.Timeline, b)
		if !slices.Contains(f.Txns, o.Txn) {
			f.Txns = append(f.Txns, o.Txn)
		}
		who := t.name(o.Txn)
		if b.Session != "" {
			who += " of session " + cut(b.Session)
		}
		f.Sentences = append(f.Sentences, who+": "+b.Label+" on "+t.key(o.Key)+".")
	}
	if len(f.Keys) > 1 {
		for i := range f.Timeline {
			f.Timeline[i].Label += " on " + t.key(h.Ops[v.Objects.Witness()[i]].Key)
		}
	}
	f.Sentences = append(f.Sentences, fmt.Sprintf("No order of these operations that keeps to that of each session gives each its answer: %s.", a.Together))
	f.Untimed = true
	t.finish(f)
	return f
}

// withWitness adds to an anomaly of transactions the operations on one register that
// show that it is not linearizable.
func (f *Found) withWitness(v *checker.Verdict) {
	if v.Objects == nil || v.Objects.Sequential != nil {
		return
	}
	k, h := v.Objects.Violation(), v.Objects.History
	t := newTeller(v)
	f.Timeline = t.timeline(h, k)
	var parts []string
	for _, b := range f.Timeline {
		parts = append(parts, fmt.Sprintf("%s (%s)", b.Label, t.short(b.Txn)))
	}
	total := 0
	for i := range h.Ops {
		if h.Ops[i].Key == k.Key {
			total++
		}
	}
	f.Sentences = append(f.Sentences, fmt.Sprintf("Of %d operations on %s these suffice: %s.", total, t.key(k.Key), strings.Join(parts, ", ")))
}

// barText tells an operation with its times.
func (t *teller) barText(b Bar) string {
	who := t.name(b.Txn)
	if b.Session != "" {
		who += " of session " + cut(b.Session)
	}
	if b.Open && t.h.Status(b.Txn) == history.Unknown {
		return fmt.Sprintf("%s: %s, from %d on; its outcome is unknown.", who, b.Label, t.h.Start(b.Txn))
	}
	return fmt.Sprintf("%s: %s, from %d to %d.", who, b.Label, t.h.Start(b.Txn), t.h.End(b.Txn))
}

// timeline are the operations of a witness in order of invocation.
func (t *teller) timeline(h *linear.History, k *linear.KeyResult) []Bar {
	ops := slices.Clone(k.Witness)
	slices.SortStableFunc(ops, func(a, b int32) int { return cmp.Compare(h.Ops[a].Invoke, h.Ops[b].Invoke) })
	end := h.Ops[k.Last].Return
	var times []int64
	for _, i := range ops {
		times = append(times, h.Ops[i].Invoke, min(h.Ops[i].Return, end))
	}
	slices.Sort(times)
	times = slices.Compact(times)
	rank := func(at int64) int { n, _ := slices.BinarySearch(times, at); return n }
	var bars []Bar
	for _, i := range ops {
		o := &h.Ops[i]
		bars = append(bars, Bar{Session: t.h.SessionName(t.h.Session(o.Txn)), Label: t.callText(o), Txn: o.Txn,
			From: rank(o.Invoke), To: rank(min(o.Return, end)), Open: o.Return > end, Last: i == k.Last})
	}
	return bars
}

// callText is an operation and its answer: "dequeue -> 3".
func (t *teller) callText(o *linear.Op) string {
	text := o.Func.String()
	switch o.Func {
	case history.CAS:
		text += " " + t.value(o.A) + " to " + t.value(o.B)
	case history.Put, history.Extend, history.Add, history.Remove, history.Contains, history.Enqueue, history.Push:
		text += " " + t.value(o.A)
	}
	switch {
	case o.Unknown():
		return text
	case o.Answer == history.Refused:
		return text + ", refused"
	case o.Answer == history.One && o.Result[0] == history.Initial && o.Func != history.Get:
		return text + " -> empty"
	case o.Answer == history.One:
		return text + " -> " + t.value(o.Result[0])
	case o.Answer == history.Many:
		return text + " -> {" + strings.TrimSuffix(strings.TrimPrefix(t.list(o.Result, -1), "["), "]") + "}"
	}
	return text
}
