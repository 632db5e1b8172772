package generate

// anomaly is a history, in the notation, that some models forbid. No transaction
// ends before another one starts but where that belongs to the anomaly: those of
// a session meet.
type anomaly struct {
	name string
	text string
	// realTime: without the times it is none.
	realTime bool
}

// anomalies come in the order of the strongest model that forbids them, weakest
// first.
var anomalies = []*anomaly{
	{name: "aborted-read", text: `
		T1 @1-9 aborted: w(x,1)
		T2 @1-9: r(x,1)`},
	{name: "intermediate-read", text: `
		T1 @1-9: w(x,1) w(x,2)
		T2 @1-9: r(x,1)`},
	{name: "circular-information-flow", text: `
		T1 @1-9: r(y,2) w(x,1)
		T2 @1-9: r(x,1) w(y,2)`},
	{name: "unrepeatable-read", text: `
		T1 @1-9: w(x,1)
		T2 @1-9: r(x,_) r(x,1)`},
	{name: "fractured-read", text: `
		T1 @1-9: w(x,1) w(y,1)
		T2 @1-9: r(x,1) r(y,_)`},
	{name: "read-your-writes-violation", text: `
		T1[a] @1-5: w(x,1)
		T2[a] @5-9: r(x,_)`},
	{name: "monotonic-reads-violation", text: `
		T1[b] @1-9: w(x,1)
		T2[a] @1-5: r(x,1)
		T3[a] @5-9: r(x,_)`},
	{name: "causality-violation", text: `
		T1 @1-9: w(x,1)
		T2 @1-9: r(x,1) w(y,1)
		T3 @1-9: r(x,_) r(y,1)`},
	{name: "lost-update", text: `
		T1 @1-9: r(x,_) w(x,1)
		T2 @1-9: r(x,_) w(x,2)`},
	{name: "long-fork", text: `
		T1 @1-9: w(x,1)
		T2 @1-9: w(y,1)
		T3 @1-9: r(x,1) r(y,_)
		T4 @1-9: r(x,_) r(y,1)`},
	{name: "session-long-fork", text: `
		T1[a] @1-5: w(x,1)
		T2[a] @5-9: r(y,_)
		T3[b] @1-5: w(y,1)
		T4[b] @5-9: r(x,_)`},
	{name: "write-skew", text: `
		T1 @1-9: r(x,_) r(y,_) w(x,1)
		T2 @1-9: r(x,_) r(y,_) w(y,1)`},
	{name: "read-only-transaction-anomaly", text: `
		T1 @1-9: r(y,_) w(y,20)
		T2 @1-9: r(x,_) r(y,_) w(x,-11)
		T3 @1-9: r(x,_) r(y,20)`},
	{name: "causal-reverse", realTime: true, text: `
		T1[a] @1-2: w(x,1)
		T2[b] @3-4: w(y,1)
		T3[c] @0-5: r(x,_) r(y,1)`},
	{name: "stale-read", realTime: true, text: `
		T1[a] @1-2: w(x,1)
		T2[b] @3-4: r(x,_)`},
}

// Anomalies returns the names of the anomalies that can be injected. Each is the
// smallest history of its kind, on keys and in sessions of its own, so that it
// breaks the models that it breaks alone and no others.
func Anomalies() []string {
	var names []string
	for _, a := range anomalies {
		names = append(names, a.name)
	}
	return names
}

func anomalyByName(name string) *anomaly {
	for _, a := range anomalies {
		if a.name == name {
			return a
		}
	}
	return nil
}
