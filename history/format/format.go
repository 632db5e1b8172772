// Package format reads and writes recorded histories in the formats that the
// tools of the field use. It turns text into a [history.History] and interprets
// nothing: whether the history is a consistent one is not its question.
//
// [ReadFile] is the short way in, [Open] tells more, [Find] expands
// directories. A format is found by looking at the first bytes, never at the
// file's name; gzip and zstd are undone on the way. Every decoder streams, holds
// at most 64 MiB of the input at once, and answers bad input with a
// [SyntaxError] that has the position and what was expected there.
package format

import (
	"context"
	"io"

	"visar/history"
)

// Format is a file format.
type Format struct {
	Name  string // for flags and reports: "jepsen-edn"
	Title string // for people: "Jepsen's history.edn"
	Doc   string // what it holds, in a sentence or two

	// Sniff reports whether an input that begins with head, white space left
	// out unless the format is binary, looks like this format.
	Sniff func(head []byte) bool
	// Binary says that the input is no text: errors have byte offsets.
	Binary bool
	// Decode reads a history. Its errors about the input are [SyntaxError]s.
	Decode func(ctx context.Context, r io.Reader, opt Options) (*history.History, error)
	// Encode writes a history so that Decode reads it back, apart from what
	// Lossy names. An error that does not come from w says that the format
	// cannot hold the history at all. It is nil for a format that is only read.
	Encode func(w io.Writer, h *history.History) error
	// Lossy names what of h Encode would leave out or change, each thing as
	// a plural noun phrase ("recorded executions"); it is empty for a
	// faithful copy.
	Lossy func(h *history.History) []string

	// decodeSession reads a file that holds one session, called name, of a
	// history that is a directory of such files. It is nil for other formats.
	decodeSession sessionDecoder
	initial       history.Value // of the history that decodeSession builds
	// sessionEncoder returns a function that writes session s of h to a file of
	// its own.
	sessionEncoder sessionEncoder

	// begins reports, of what looks like this format, whether it really begins as a
	// history: other files in a directory look alike. It is nil for a format that
	// nothing else looks like.
	begins func(head []byte) bool
}

// Formats are the known formats, in the order in which they are sniffed.
var Formats = []*Format{
	JepsenStore, DBCopBincode, Cobra, // binary
	DBCopJSON, Viper, Chronos, ElleJSON, Native, // JSON
	Notation, Plume, AWDIT, DBCopHist, JepsenText, JepsenEDN,
}

// ByName returns the format with the given name, or nil.
func ByName(name string) *Format {
	for _, f := range Formats {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Options say how to read a file. The zero Options are usual.
type Options struct {
	// Format names the format of the input; "" finds it by its content.
	Format string
	// Independent says that the operations of a Jepsen history are lifted by
	// jepsen.independent: a value is [key value]. The file itself does not tell
	// such a pair from a vector.
	Independent bool
	// Clocks says that the starts and ends of transactions are what the clocks showed,
	// in nanoseconds, where the format has both clocks and an order of its own.
	Clocks bool
	// Workload, unless "", is the only workload to accept; see [File].
	Workload string
	// MaxBytes limits the size of the input after decompression; 0 is 64 GiB.
	MaxBytes int64
	// Progress, unless nil, is told how many bytes of the input have been read and,
	// if that is known and not 0, how many there are. It is called after each read.
	Progress func(done, total int64)

	path     string       // for errors
	size     int64        // of the input as it lies in the file; 0 if not known
	textSize func() int64 // about that of the text, if it is known and the size not 0
	oneByOne bool         // not in parts, which tests compare with it
	origin   position     // where the reader begins, if that is not at the start
}
