package format

import (
	"io"
	"strconv"

	"visar/history"
)

// dbcopJSONEncoder writes dbcop's JSON, a transaction a line.
type dbcopJSONEncoder struct {
	printer
	numbers
}

func encodeDBCopJSON(w io.Writer, h *history.History) error {
	if err := refuseLists(h, "dbcop's JSON"); err != nil {
		return err
	}
	e := &dbcopJSONEncoder{printer{w: w}, numbersOf(h, 0, 0)}
	ops, keys := countAll(h, keptOps)
	e.text(`{"params":{"id":0,"n_node":`, strconv.Itoa(h.Sessions()), `,"n_variable":`, strconv.Itoa(keys),
		`,"n_transaction":`, strconv.Itoa(h.Len()), `,"n_event":`, strconv.Itoa(ops),
		`},"info":"`, convertedBy, `","start":"`, noDate, `","end":"`, noDate, `","data":[`)
	for s := range int32(h.Sessions()) {
		if s > 0 {
			e.text(",")
		}
		e.endLine()
		e.text("[")
		for i, t := range h.SessionTxns(s) {
			if i > 0 {
				e.text(",")
				e.endLine()
			}
			e.transaction(t)
		}
		e.text("]")
	}
	e.text("]}")
	e.endLine()
	return e.flush()
}

// What dbcop records about a run, and a history does not hold.
const (
	convertedBy = "converted by visar"
	noDate      = "1970-01-01T00:00:00+00:00"
)

func (e *dbcopJSONEncoder) transaction(t int32) {
	e.text(`{"events":[`)
	comma := ""
	for i := range keptOps(e.h, t) {
		e.text(comma, [...]string{`{"Read":`, `{"Write":`}[e.h.OpKind(i)], `{"variable":`)
		e.int(e.key(e.h.OpKey(i)))
		e.text(`,"version":`)
		if v := e.h.OpValue(i); e.h.OpKind(i) == history.Read && v == history.Initial {
			e.text("null")
		} else {
			e.int(e.value(v))
		}
		e.text("}}")
		comma = ","
	}
	e.text(`],"committed":`, strconv.FormatBool(e.h.Status(t) != history.Aborted), "}")
}
