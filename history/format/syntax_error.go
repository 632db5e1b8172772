package format

import "fmt"

// SyntaxError says where an input is not what its format wants.
type SyntaxError struct {
	Path   string // as given to [Open] or [Read], or ""
	Line   int    // from 1
	Column int    // from 1, in bytes
	Offset int64  // from 0, in bytes of the input after decompression
	Msg    string // what was expected, and what was found
}

// Error returns the message after its position: "history.edn:12:33: …".
func (e *SyntaxError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Msg)
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
