package format

import "fmt"

// SyntaxError says where an input is not what its format wants.
type SyntaxError struct {
	Path   string // as given to [Open] or [Read], or ""
	Line   int    // from 1, or 0 in a binary file
	Column int    // from 1, in bytes, or 0 in a binary file
	Offset int64  // from 0, in bytes of the input after decompression
	Msg    string // what was expected, and what was found
}

// Error returns the message after its position: "history.edn:12:33: …", or
// "history.bincode: byte 120: …" in a binary file.
func (e *SyntaxError) Error() string {
	at := fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Msg)
	if e.Line == 0 {
		at = fmt.Sprintf("byte %d: %s", e.Offset, e.Msg)
	}
	switch {
	case e.Path == "":
		return at
	case e.Line == 0:
		return e.Path + ": " + at
	}
	return e.Path + ":" + at
}

// mistake is a syntax error in the text that a parser holds, at an index of it.
// The decoder, which knows where in the input that text lies, makes it a
// [SyntaxError].
type mistake struct {
	at  int
	msg string
}

func (m *mistake) Error() string { return m.msg }

func mistakef(at int, format string, args ...any) error {
	return &mistake{at: at, msg: fmt.Sprintf(format, args...)}
}
