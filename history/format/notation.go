package format

import (
	"context"
	"errors"
	"io"
	"strings"

	"visar/history"
)

// Notation is the notation of package history, for histories written by hand.
var Notation = &Format{
	Name:  "notation",
	Title: "visar's notation",
	Doc: `One transaction a line, T1[a] @1-4 aborted: r(x,_) w(x,1) a(l,3) r(l,[1 2 3]): a name and, each if it is there, ` +
		`a session, start and end, a status; then reads, writes and appends, or one call of a single object, dequeue(q,1). At most 64 MiB.`,
	Sniff:  notationStart,
	Decode: decodeNotation,
	Encode: encodeNotation,
	Lossy:  func(h *history.History) []string { return lossesOf(h, notationLosses) },
	begins: hasOneOf("r(", "w(", "a(", "get(", "put(", "cas(", "add(", "contains(", "enqueue(", "dequeue(", "push(", "pop(",
		"acquire("),
}

// notationStart matches the first transaction or the initial value, after
// comments.
var notationStart = startsLike(`^(#[^\n]*\n\s*)*(initial[ \t]|` +
	`("[^"\n]*"|\w[\w./-]*)(\[[^\]\n]*\])?[ \t]*(@[-0-9()]*)?[ \t]*(committed|aborted|unknown)?[ \t]*:[ \t\r]*($|[\n;#]|[rwa]\(|` +
	`(get|put|cas|extend|delete|add|remove|contains|enqueue|dequeue|drain|push|pop|acquire|release)\())`)

var notationLosses = []loss{
	{"clocks", hasClocks},
	{"recorded executions", hasRecorded},
	{"faults", hasFaults},
	{"fields that are only kept", hasFields},
}

func decodeNotation(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	w := newWindow(ctx, r, opt)
	for !w.eof {
		if err := w.more(); err != nil {
			return nil, err
		}
	}
	// Parse counts lines from 1; the lines before this one were blank.
	blank := min(w.line-1, maxUnit)
	h, err := history.Parse(strings.Repeat("\n", blank) + string(w.unread()))
	var at *history.ParseError
	if errors.As(err, &at) {
		return nil, w.errorAt(at.Offset-blank, "%s", at.Msg)
	}
	return h, err
}

func encodeNotation(w io.Writer, h *history.History) error {
	p := &printer{w: w}
	p.text(h.String())
	p.endLine()
	return p.flush()
}
