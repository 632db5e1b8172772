package format

import (
	"bytes"
	"io"

	"visar/history"
)

// historyOf returns the history that b was given, unless there is an error or nothing.
func (w *window) historyOf(b *history.Builder, err error) (*history.History, error) {
	if err == nil && b.Len() == 0 {
		err = errEmpty
	}
	if err != nil {
		return nil, w.locate(err)
	}
	return b.History()
}

// eachLine calls line for every line that is not blank, and consumes it.
func (w *window) eachLine(line func(line []byte) error) error {
	for {
		text, err := w.nextLine()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(text)) > 0 {
			if err := line(text); err != nil {
				return err
			}
		}
		w.skipLine()
	}
}

// lineEnd returns where the line that begins at index at of text ends, and where the
// next one begins. Only before a newline is a carriage return part of what ends a line.
func lineEnd(text []byte, at int) (end, next int) {
	i := bytes.IndexByte(text[at:], '\n')
	if i < 0 {
		return len(text), len(text)
	}
	end, next = at+i, at+i+1
	if i > 0 && text[end-1] == '\r' {
		end--
	}
	return end, next
}
