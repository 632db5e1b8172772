package main

import "visar/stats"

// jsonStats is a [stats.Report]. Times are in its unit, those of windows and faults as
// they were recorded.
type jsonStats struct {
	Version      int             `json:"schema_version"`
	Path         string          `json:"path"`
	Unit         string          `json:"unit"`
	From         int64           `json:"from"`
	To           int64           `json:"to"`
	Transactions []jsonKind      `json:"transactions"`
	Operations   []jsonKind      `json:"operations"`
	Processes    []jsonKind      `json:"processes"`
	Staleness    jsonLag         `json:"staleness"`
	Keys         []jsonKeyLag    `json:"keys"`
	Windows      []jsonWindow    `json:"windows"`
	Faults       []jsonFaultBand `json:"faults"`
}

type jsonOutcomes struct {
	OK           int      `json:"ok"`
	Fail         int      `json:"fail"`
	Unknown      int      `json:"unknown"`
	Availability *float64 `json:"availability"` // null of none
}

type jsonLatency struct {
	Count int   `json:"count"`
	P50   int64 `json:"p50"`
	P90   int64 `json:"p90"`
	P99   int64 `json:"p99"`
	P999  int64 `json:"p999"`
	Max   int64 `json:"max"`
}

type jsonKind struct {
	Name string `json:"name"`
	jsonOutcomes
	Latency *jsonLatency `json:"latency,omitempty"`
}

type jsonLag struct {
	Reads    int   `json:"reads"`
	Stale    int   `json:"stale_reads"`
	Versions int   `json:"versions"`
	Age      int64 `json:"age"`
}

type jsonKeyLag struct {
	Key string `json:"key"`
	jsonLag
}

type jsonWindow struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
	jsonOutcomes
	Latency   *jsonLatency `json:"latency,omitempty"`
	Staleness jsonLag      `json:"staleness"`
}

type jsonFaultBand struct {
	Name string `json:"name"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
}

func newJSONStats(path string, r *stats.Report) *jsonStats {
	j := &jsonStats{Version: schemaVersion, Path: path, Unit: r.Unit, From: r.From, To: r.To,
		Transactions: jsonKinds(r.Transactions), Operations: jsonKinds(r.Operations), Processes: jsonKinds(r.Processes),
		Staleness: lagJSON(&r.Staleness), Keys: []jsonKeyLag{}, Windows: []jsonWindow{}, Faults: []jsonFaultBand{}}
	for i := range r.Keys {
		j.Keys = append(j.Keys, jsonKeyLag{r.Keys[i].Key, lagJSON(&r.Keys[i].Staleness)})
	}
	for i := range r.Windows {
		w := &r.Windows[i]
		j.Windows = append(j.Windows, jsonWindow{w.From, w.To, outcomesJSON(w.Counts), latencyJSON(&w.Latency), lagJSON(&w.Staleness)})
	}
	for _, f := range r.Bands {
		j.Faults = append(j.Faults, jsonFaultBand(f))
	}
	return j
}

func jsonKinds(kinds []stats.Kind) []jsonKind {
	all := []jsonKind{}
	for i := range kinds {
		all = append(all, jsonKind{kinds[i].Name, outcomesJSON(kinds[i].Counts), latencyJSON(&kinds[i].Latency)})
	}
	return all
}

func outcomesJSON(c stats.Counts) jsonOutcomes {
	j := jsonOutcomes{OK: c.OK, Fail: c.Failed, Unknown: c.Unknown}
	if a := c.Availability(); a >= 0 {
		j.Availability = &a
	}
	return j
}

func latencyJSON(l *stats.Latency) *jsonLatency {
	if l.Count == 0 {
		return nil
	}
	return &jsonLatency{l.Count, l.P50, l.P90, l.P99, l.P999, l.Max}
}

func lagJSON(s *stats.Staleness) jsonLag { return jsonLag{s.Reads, s.Stale, s.Versions, s.Age} }
