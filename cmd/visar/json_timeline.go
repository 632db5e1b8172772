package main

import "visar/anomalies"

// jsonBar is an operation of a timeline.
type jsonBar struct {
	Transaction string `json:"transaction"`
	Session     string `json:"session,omitempty"`
	Label       string `json:"label"`
	From        int    `json:"from"`
	To          int    `json:"to"`
	Open        bool   `json:"open"`
	Last        bool   `json:"last"`
}

// timelineJSON is the timeline of operations on a single object, if there is one.
func timelineJSON(a *anomalies.Found) []jsonBar {
	var bars []jsonBar
	for _, b := range a.Timeline {
		bars = append(bars, jsonBar{a.NameOf(b.Txn), b.Session, b.Label, b.From, b.To, b.Open, b.Last})
	}
	return bars
}
