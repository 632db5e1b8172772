package main

import (
	"fmt"

	"visar/anomalies"
)

// jsonSurvey says what violates the model of a verdict, its own anomaly first.
type jsonSurvey struct {
	Complete  bool  `json:"complete"`
	Anomalies []int `json:"anomalies"`
}

// jsonMinimal is a history in the native format.
type jsonMinimal struct {
	Anomaly int    `json:"anomaly"`
	Text    string `json:"text"`
}

// addAnomalies lists the anomalies of the verdicts, then the others that surveys
// found, each once, and the smallest parts of the history that show them.
func (o *jsonHistory) addAnomalies(j *judged) {
	index := map[string]int{}
	add := func(f *anomalies.Found) int {
		id := fmt.Sprint(f.Name, f.Txns, f.Keys)
		at, ok := index[id]
		if !ok {
			at = len(o.Anomalies)
			index[id] = at
			o.Anomalies = append(o.Anomalies, anomalyJSON(f))
		}
		return at
	}
	for _, f := range j.findings.all {
		add(f)
	}
	for i, s := range j.surveys {
		if s == nil {
			continue
		}
		list := &jsonSurvey{Complete: s.complete, Anomalies: []int{}}
		for _, f := range s.found {
			at := add(f.Found)
			o.Anomalies[at].Count = max(o.Anomalies[at].Count, f.Count)
			list.Anomalies = append(list.Anomalies, at)
		}
		o.Verdicts[i].Survey = list
	}
	for i, m := range j.minimal {
		at := add(m.found)
		if o.Anomalies[at].Minimal == nil {
			o.Anomalies[at].Minimal = &i
		}
		o.Minimal = append(o.Minimal, jsonMinimal{at, m.text})
	}
}
