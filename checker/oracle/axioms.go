package oracle

// condition is an axiom on the placed part of an execution. It need only look
// for breaches that placing t, the last one, has brought.
type condition struct {
	axiom axiom
	holds func(e *execution, t int) bool
}

var conditions = []condition{
	{external, (*execution).ext},
	{transVis, func(e *execution, t int) bool { return e.seenBySeen(t)&^e.vis[t] == 0 }},
	{prefix, func(e *execution, t int) bool { return e.beforeSeen(t)&^e.vis[t] == 0 }},
	{totalVis, func(e *execution, t int) bool { return e.before[t] == e.vis[t] }},
	{noConflict, func(e *execution, t int) bool { return e.rival[t]&e.before[t]&^e.vis[t] == 0 }},
	{sessionInVIS, func(e *execution, t int) bool { return e.so[t]&^e.vis[t] == 0 }},
	{realTimeInVIS, func(e *execution, t int) bool { return e.rt[t]&^e.vis[t] == 0 }},
	{realTimeInAR, func(e *execution, t int) bool { return e.rt[t]&^e.before[t] == 0 }},
	{realTimeUpdatesInAR, func(e *execution, t int) bool { return !e.writers.has(t) || e.rt[t]&^e.before[t] == 0 }},
	{realTimeKeysInAR, func(e *execution, t int) bool { return e.rt[t]&e.near[t]&^e.before[t] == 0 }},
	{sessionReadWrites, (*execution).readYourWrites},
	{sessionReads, (*execution).monotonicReads},
	{sessionWrites, (*execution).monotonicWrites},
	{sessionFollowReads, (*execution).writesFollowReads},
}

// keeping returns the models among alive that the execution still satisfies
// after t was placed.
func (e *execution) keeping(t int, alive Set) Set {
	for _, c := range conditions {
		if alive&demanding(c.axiom) != 0 && !c.holds(e, t) {
			alive &^= demanding(c.axiom)
		}
	}
	return alive
}

// ext reports whether EXT holds for t.
func (e *execution) ext(t int) bool {
	for _, r := range e.txns[t].external {
		if !e.explains(e.vis[t], r) {
			return false
		}
	}
	return true
}

// seenBySeen returns what the transactions that t sees see.
func (e *execution) seenBySeen(t int) txnSet {
	var s txnSet
	for _, u := range e.order {
		if e.vis[t].has(u) {
			s |= e.vis[u]
		}
	}
	return s
}

// beforeSeen returns what is AR-before the transactions that t sees.
func (e *execution) beforeSeen(t int) txnSet {
	var s txnSet
	for _, u := range e.order {
		if e.vis[t].has(u) {
			s |= e.before[u]
		}
	}
	return s
}
