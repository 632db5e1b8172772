package format

import (
	"io"
	"math"

	"visar/history"
)

func lossyViper(h *history.History) []string {
	return append(lossesOf(h, sessionLosses), lossesOf(h, []loss{
		{"ids of transactions", hasNames},
		{"keys that are no integers or strings (all get numbers)", func(h *history.History) bool { return !viperKeys(h) }},
		{"values that are no integers or that are 0 (all get numbers)", func(h *history.History) bool { return !viperValues(h) }},
		lossOfInitial,
		{"starts and ends at -1 (which stands for none)", func(h *history.History) bool {
			return anyTxn(h, func(t int32) bool { return h.Start(t) == -1 || h.End(t) == -1 })
		}},
		{"fields whose names the format uses itself (they get an underscore)", hasFieldNamed(isViperField)},
		{"strings that are not UTF-8", hasBrokenText},
	})...)
}

func isViperField(name string) bool {
	return name == "value" || name == "preBeginTS" || name == "postCommitTS"
}

func viperKeys(h *history.History) bool {
	for k := range int32(h.Keys()) {
		if kind := h.Key(k).Kind(); kind != history.Int && kind != history.String {
			return false
		}
	}
	return true
}

func viperValues(h *history.History) bool {
	for v := range int32(h.Values()) {
		if v != history.Initial && h.Value(v) == history.IntValue(0) {
			return false
		}
	}
	return valuesFrom(h, math.MinInt64)
}

func encodeViper(w io.Writer, h *history.History) error {
	return encodeOneSession(w, h, viperSessions, viperTitle)
}

// viperEncoder writes the logs of sessions.
type viperEncoder struct {
	printer
	numbers
}

func viperSessions(h *history.History) (func(w io.Writer, s int32) error, error) {
	if err := refuseLists(h, viperTitle); err != nil {
		return nil, err
	}
	e := &viperEncoder{numbers: numbers{h: h, keys: viperKeys(h), values: viperValues(h)}}
	return func(w io.Writer, s int32) error {
		e.printer = printer{w: w}
		for _, t := range h.SessionTxns(s) {
			if h.Status(t) != history.Aborted {
				e.transaction(t)
			}
		}
		return e.flush()
	}, nil
}

func (e *viperEncoder) transaction(t int32) {
	e.text("{")
	e.time("preBeginTS", e.h.Start(t))
	e.time("postCommitTS", e.h.End(t))
	e.text(`"value":[`)
	comma := ""
	for i := range keptOps(e.h, t) {
		read := e.h.OpKind(i) == history.Read
		e.text(comma, map[bool]string{true: `["r",`, false: `["w",`}[read])
		if k := e.h.OpKey(i); e.keys {
			e.buf = appendJSON(e.buf, e.h.Key(k))
		} else {
			e.int(int64(k))
		}
		e.text(",")
		e.int(e.value(e.h.OpValue(i)))
		e.text(map[bool]string{true: ",false]", false: ",true]"}[read])
		comma = ","
	}
	e.text("]")
	for _, f := range e.h.Extras(t) {
		e.text(",")
		e.buf = appendJSONString(e.buf, fieldName(f.Name, isViperField))
		e.text(":", f.Text)
	}
	e.text("}")
	e.endLine()
}

func (e *viperEncoder) time(name string, at int64) {
	if at != history.NoTime && at != -1 {
		e.text(`"`, name, `":`)
		e.int(at)
		e.text(",")
	}
}
