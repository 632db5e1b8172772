package history

import "fmt"

// Problem is something about a recording that is not well-formed. It is a
// remark about the recording, never about the database.
type Problem struct {
	Line    int32 // line of the file from 1, or 0
	Txn     int32 // the transaction, or -1
	Message string
	// Fatal says that the history cannot be judged while this stands.
	Fatal bool
	// MixedUse says that it is about a key which is written as a register and read
	// as a list. Multi-value registers are.
	MixedUse bool
}

// String returns the problem with its position.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.Message
	}
	return fmt.Sprintf("line %d: %s", p.Line, p.Message)
}
