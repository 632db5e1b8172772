package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

// A path of edges says that its first transaction is visible to its last one if
// the axioms make it so. Write a→b for an edge that lies in VIS by itself: WR
// always, SO under SESSION, RT under REALTIME, WW under NOCONFLICT. R are the
// transactions with an external read, W those that write. Then VIS has
//
//	a→b
//	V;V                         under TRANSVIS
//	SO from W to R              under RYW
//	V;SO, the SO from R to R    under MR
//	SO;V, the SO from W to W, V into R      under MW
//	V;V, joined in R and W      under WFR
//	V;SO;V, the SO from R to W  under WFR
//
// and AR has VIS, SO from W to W under MW, and V;SO, the SO from R to W, under
// WFR. SO is transitive: it stands for any run of session edges. (Session
// guarantees over read atomic; after Terry et al., PDIS 1994.)

// progress is what is known of the part of a path already followed, as a set.
// The transaction reached is called here, the first of the path start.
type progress uint8

const (
	// visible: start VIS here.
	visible progress = 1 << iota
	// open: start AR here, or here is start, and whatever sees here sees start.
	open
	// openToReaders: as open, but only those with an external read see start.
	openToReaders
	// sinceWriter: a transaction of W that was open or openToReaders, and then
	// session edges up to here.
	sinceWriter
	// sinceReader: a transaction of R that start was visible to, and then session
	// edges up to here.
	sinceReader
)

// follow reports what the axioms make of a path of real edges: that its start is
// visible to its end, and that it arbitrates before it.
func (c *certifier) follow(path []dependency.Edge) (seen, before bool) {
	p := open
	for i := range path {
		p = c.advance(p, &path[i])
	}
	return p&visible != 0, p&(visible|open|openToReaders) != 0
}

func (c *certifier) advance(p progress, e *dependency.Edge) progress {
	var next progress
	to := c.txn(e.To)
	if c.inVIS(e) && (p&open != 0 || p&openToReaders != 0 && to.reads) {
		next |= visible
	}
	if e.Kind == dependency.SO {
		next |= c.advanceSession(p, c.txn(e.From), to)
	}
	if next&visible != 0 && (c.has(axioms.TRANSVIS) || c.has(axioms.WFR) && to.reads && to.writes) {
		next |= open
	}
	return next
}

// advanceSession applies the session guarantees to a session edge.
func (c *certifier) advanceSession(p progress, from, to *rawTxn) progress {
	next := p & (sinceWriter | sinceReader)
	if p&(open|openToReaders) != 0 && from.writes {
		next |= sinceWriter
	}
	if p&visible != 0 && from.reads {
		next |= sinceReader
	}
	return next | c.guarantees(next, to)
}

func (c *certifier) guarantees(p progress, to *rawTxn) progress {
	var next progress
	if p&sinceWriter != 0 && to.reads && c.has(axioms.RYW) || p&sinceReader != 0 && to.reads && c.has(axioms.MR) {
		next |= visible
	}
	if p&sinceWriter != 0 && to.writes && c.has(axioms.MW) {
		next |= openToReaders
	}
	if p&sinceReader != 0 && to.writes && c.has(axioms.WFR) {
		next |= open
	}
	return next
}

// inVIS reports whether the axioms make edge e, which is real, part of VIS by
// itself.
func (c *certifier) inVIS(e *dependency.Edge) bool {
	switch e.Kind {
	case dependency.SO:
		return c.has(axioms.SESSION) || c.has(axioms.RYW) && c.txn(e.From).writes && c.txn(e.To).reads
	case dependency.RT:
		return c.has(axioms.REALTIME)
	case dependency.WR:
		return c.fromView(e.To, e.ToOp)
	case dependency.WW:
		return c.has(axioms.NOCONFLICT)
	default:
		return false
	}
}

// inAR reports whether the axioms make edge e, which is real, part of AR.
func (c *certifier) inAR(e *dependency.Edge) bool {
	switch e.Kind {
	case dependency.SO:
		return c.has(axioms.ARSESSION) || c.inVIS(e) ||
			c.has(axioms.MW) && c.txn(e.From).writes && c.txn(e.To).writes
	case dependency.RT:
		return c.realTimeInAR(e)
	case dependency.RW:
		return false
	default:
		return true
	}
}

func (c *certifier) realTimeInAR(e *dependency.Edge) bool {
	return c.has(axioms.ARREALTIME) ||
		c.has(axioms.ARREALTIMEUPDATE) && c.txn(e.To).writes ||
		c.has(axioms.ARREALTIMEKEY) && c.shareKey(e.From, e.To)
}

// shareKey reports whether both transactions use some key.
func (c *certifier) shareKey(a, b int32) bool {
	x, y := c.txn(a), c.txn(b)
	for k := range x.firstRead {
		if y.touches(k) {
			return true
		}
	}
	for k := range x.firstWrite {
		if y.touches(k) {
			return true
		}
	}
	return false
}
