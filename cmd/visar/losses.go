package main

import (
	"visar/anomalies"
	"visar/checker"
	"visar/history"
)

// losses prints what crashes took back, unless the verdicts have told it.
func (t *text) losses(j *judged) {
	if j.part == nil {
		return
	}
	for i := range j.part.Losses {
		if !lossTold(j) {
			t.line("    %s", printable(anomalies.LossText(&j.part.Losses[i])))
		}
	}
}

// lossTold reports whether a verdict on j tells the losses.
func lossTold(j *judged) bool {
	for _, v := range j.verdicts {
		if len(v.Losses) > 0 && !v.Torn {
			return true
		}
	}
	return false
}

// jsonLoss is a [checker.Loss].
type jsonLoss struct {
	Crash        int64    `json:"crash"`
	Acknowledged []string `json:"acknowledged"`
	Unnamed      int      `json:"unnamed,omitempty"`
	Doubtful     []string `json:"unknown_outcome"`
	Read         int      `json:"acknowledged_and_read"`
	Oldest       string   `json:"oldest,omitempty"`
	Age          int64    `json:"age"`
	Unit         string   `json:"unit"`
	Shown        jsonLost `json:"shown"`
	Torn         []string `json:"torn,omitempty"` // lost, survivor, reader
}

type jsonLost struct {
	Key     string `json:"key"`
	Writer  string `json:"writer,omitempty"`
	Reader  string `json:"reader,omitempty"`
	Missing string `json:"missing"`
}

func lossesJSON(j *judged) []jsonLoss {
	if j.part == nil {
		return nil
	}
	var all []jsonLoss
	for i := range j.part.Losses {
		all = append(all, lossJSON(j.part.History, &j.part.Losses[i]))
	}
	return all
}

func lossJSON(h *history.History, l *checker.Loss) jsonLoss {
	out := jsonLoss{Crash: l.Crash, Acknowledged: namesIn(h, l.Acknowledged...), Doubtful: namesIn(h, l.Doubtful...),
		Unnamed: l.Unnamed, Read: l.Read, Age: l.Age, Unit: "recorded",
		Shown: jsonLost{Key: h.Key(l.Shown.Key).String(), Missing: h.Name(l.Shown.Missing)}}
	if l.Nanoseconds {
		out.Unit = "ns"
	}
	if l.Oldest >= 0 {
		out.Oldest = h.Name(l.Oldest)
	}
	if l.Shown.Writer >= 0 {
		out.Shown.Writer = h.Name(l.Shown.Writer)
	}
	if l.Shown.Reader >= 0 {
		out.Shown.Reader = h.Name(l.Shown.Reader)
	}
	if l.Torn != nil {
		out.Torn = namesIn(h, l.Torn.Lost, l.Torn.Survivor, l.Torn.Reader)
	}
	return out
}

func namesIn(h *history.History, txns ...int32) []string {
	names := []string{}
	for _, t := range txns {
		names = append(names, h.Name(t))
	}
	return names
}
