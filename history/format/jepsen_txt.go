package format

import (
	"bytes"
	"context"
	"io"

	"visar/history"
)

// JepsenText is what Jepsen writes as history.txt, and logs. The logs of etcd in
// porcupine's corpus are such lines.
var JepsenText = &Format{
	Name:  "jepsen-txt",
	Title: "Jepsen's history.txt",
	Doc: `An operation a line, with tabs between process, type, function, value and perhaps an error, as in history.edn; each line may ` +
		`begin as a log does, INFO jepsen.util - . There are no times: the order of the lines is the order of the operations.`,
	Sniff:  jepsenTextStart,
	Decode: decodeJepsenText,
	Encode: encodeJepsenText,
	Lossy:  lossyJepsenText,
}

// jepsenTextStart matches the first line.
var jepsenTextStart = startsLike(`^(` + jepsenLogPrefix + `)?(-?\d+|:[\w-]+)[ \t]+:(invoke|ok|fail|info)[ \t]+:`)

const jepsenLogPrefix = `[^\n\t]*\bINFO\b[^\n\t]*jepsen\.util - `

var jepsenLog = pattern(`^` + jepsenLogPrefix)

func decodeJepsenText(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := newTranslatedDecoder(ctx, r, opt)
	return d.lines(d.textLine)
}

// textLine reads process, type, f, value and error. All but the error are forms
// of EDN, so that it does not matter whether tabs or blanks part them.
func (d *translatedDecoder) textLine(line []byte) error {
	prefix := len(jepsenLog().Find(line))
	p := ednText{cursor: cursor{src: append(bytes.Clone(line), '\n'), at: prefix}}
	var fields [4][]byte
	at := 0
	for i := range fields {
		var err error
		if fields[i], at, err = p.formText(); err != nil {
			return err
		}
		if i < 3 && fields[i] == nil {
			return mistakef(prefix, "expected an operation, its process, type, function and value, got %s", excerpt(line[prefix:]))
		}
	}
	value, rest := fields[3], bytes.TrimSpace(p.src[p.at:])
	client := fields[0][0] != ':' // not the nemesis, whose values may be keywords
	if client && string(fields[1]) == ":info" && string(fields[2]) != ":txn" && len(value) > 0 && value[0] == ':' {
		value, rest = nil, value // the error, such as :timed-out, in place of the value
	}
	d.begin(fields[0], fields[1], fields[2])
	if value != nil {
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

// formText returns the text of the next form and where it begins, or nil at the
// end of the text.
func (p *ednText) formText() (form []byte, at int, err error) {
	if _, err := p.blank(); err != nil {
		return nil, p.at, nil
	}
	at = p.at
	if err := p.skip(); err == errMore {
		return nil, at, mistakef(at, "expected a form of EDN that ends on the line, got %s", excerpt(p.src[at:]))
	} else if err != nil {
		return nil, at, err
	}
	return p.src[at:p.at], at, nil
}
