package format

import (
	"bytes"
	"context"
	"io"
	"regexp"

	"visar/history"
)

// JepsenText is what Jepsen writes as history.txt, and logs. The logs of etcd in
// porcupine's corpus are such lines.
var JepsenText = &Format{
	Name:  "jepsen-txt",
	Title: "Jepsen's history.txt",
	Doc: `An operation a line, with tabs between process, type, function, value and perhaps an error, as in history.edn; each line may ` +
		`begin as a log does, INFO jepsen.util - . There are no times: the order of the lines is the order of the operations.`,
	Sniff:  jepsenTextStart.Match,
	Decode: decodeJepsenText,
	Encode: encodeJepsenText,
	Lossy:  lossyJepsenText,
}

// jepsenTextStart matches the first line.
var jepsenTextStart = regexp.MustCompile(`^(` + jepsenLogPrefix + `)?(-?\d+|:[\w-]+)[ \t]*\t:(invoke|ok|fail|info)[ \t]*\t:`)

const jepsenLogPrefix = `[^\n\t]*\bINFO\b[^\n\t]*jepsen\.util - `

var jepsenLog = regexp.MustCompile(`^` + jepsenLogPrefix)

func decodeJepsenText(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := newTranslatedDecoder(ctx, r, opt)
	return d.lines(d.textLine)
}

// textLine reads process, type, f, value and error.
func (d *translatedDecoder) textLine(line []byte) error {
	rest := line[len(jepsenLog.Find(line)):]
	var fields [4][]byte
	at := len(line) - len(rest)
	for i := range fields {
		fields[i], rest, _ = bytes.Cut(rest, []byte{'\t'})
		if i < 3 {
			at += len(fields[i]) + 1
			fields[i] = bytes.TrimSpace(fields[i])
		}
	}
	process, typ, f := fields[0], fields[1], fields[2]
	for _, part := range fields[:3] {
		if !isForm(part) || bytes.ContainsAny(part, ";") {
			return mistakef(0, "expected an operation, process, type, function and value with tabs between, got %s", excerpt(line))
		}
	}
	value := fields[3]
	if blank := len(bytes.TrimSpace(value)) == 0; !blank && !isForm(value) {
		return mistakef(at, "expected a value in EDN, got %s", excerpt(value))
	}
	if string(typ) == ":info" && string(f) != ":txn" && len(value) > 0 && value[0] == ':' {
		value = nil // the error, such as :timed-out, in place of the value
		rest = fields[3]
	}
	d.begin(process, typ, f)
	if len(bytes.TrimSpace(value)) > 0 {
		d.value()
		d.copy(value, at)
	}
	if len(rest) > 0 {
		// What is printed there is for people, and need not be EDN.
		d.edn = append(d.edn, "\n:error "...)
		d.edn = appendJSONString(d.edn, bytes.ToValidUTF8(rest, []byte("\ufffd")))
	}
	return d.end()
}
