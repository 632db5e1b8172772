package main

import "visar/anomalies"

// maxListed bounds the anomalies of a survey that are listed where not all were
// asked for. There may be thousands of them.
const maxListed = 20

// jsonSurvey says what violates the model of a verdict, its own anomaly first.
type jsonSurvey struct {
	Complete bool `json:"complete"`
	// Found is how many anomalies differ in kind or keys, of which Anomalies lists
	// some, and Counts how many there are of each name.
	Found     int         `json:"found"`
	Counts    []jsonCount `json:"counts"`
	Anomalies []int       `json:"anomalies"`
}

// jsonCount counts the anomalies of one name.
type jsonCount struct {
	Name    string `json:"name"`
	Count   int    `json:"count"`
	KeySets int    `json:"key_sets"`
}

// jsonMinimal is a history in the native format.
type jsonMinimal struct {
	Anomaly int    `json:"anomaly"`
	Text    string `json:"text"`
}

// addAnomalies lists the anomalies of the verdicts, then the others that surveys
// found, each once, and the smallest parts of the history that show them. Of a survey
// it lists the first few unless all are asked for.
func (o *jsonHistory) addAnomalies(j *judged, all bool) {
	index := map[string]int{}
	add := func(f *anomalies.Found) int {
		id := identity(f)
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
		list := &jsonSurvey{Complete: s.complete, Found: len(s.found), Counts: s.counts(), Anomalies: []int{}}
		for _, f := range s.listed(all) {
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

// listed returns the anomalies of a survey that results list.
func (s *survey) listed(all bool) []surveyed {
	if all {
		return s.found
	}
	return s.found[:min(len(s.found), maxListed)]
}

func (s *survey) counts() []jsonCount {
	counts := []jsonCount{}
	for _, k := range s.kinds() {
		counts = append(counts, jsonCount{k.name, k.count, len(k.keys)})
	}
	return counts
}
