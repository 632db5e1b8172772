package claims

// Histories that several claims accept or reject.
var (
	updateBetweenReads = Example{
		Doc:     "an update between two reads",
		History: "T1[a]: r(x,_) r(x,1)\nT2[b]: w(x,1)",
		Anomaly: "unrepeatable-read",
	}
	abortedRead = Example{
		Doc:     "an aborted read",
		History: "T1[a] aborted: w(x,1)\nT2[b]: r(x,1)",
		Anomaly: "aborted-read",
	}
	lostUpdate = Example{
		Doc:     "a lost update",
		History: "T1[a]: r(x,_) w(x,1)\nT2[b]: r(x,_) w(x,2)",
		Anomaly: "lost-update",
	}
	writeSkew = Example{
		Doc:     "write skew",
		History: "T1[a]: r(x,_) r(y,_) w(x,1)\nT2[b]: r(x,_) r(y,_) w(y,1)",
		Anomaly: "write-skew",
	}
	staleRead = Example{
		Doc:     "a stale read",
		History: "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,_)",
		Anomaly: "stale-read",
	}
	oneSeesTheOther = Example{
		Doc:     "two transactions, one of which sees the other",
		History: "T1[a]: r(x,_) r(y,_) w(x,1)\nT2[b]: r(x,1) r(y,_) w(y,1)",
	}
)

// allowed is the example of a claim that accepts what breaks others.
func (e Example) allowed() Example {
	e.Anomaly = ""
	return e
}

// as is the example in other words.
func (e Example) as(doc string) Example {
	e.Doc = doc
	return e
}
