package format

import (
	"bytes"
	"slices"
	"sync"
)

// linePart is what the lines of a part say, each by itself.
type linePart[T any] struct {
	text  []byte
	lines []lineRecord[T] // those that are not blank
	end   int             // where the lines end that could be read
	count int             // how many these are
}

// lineRecord is what a line says that begins at index at of the part, which has so many
// lines before it.
type lineRecord[T any] struct {
	at, before int32
	said       T
}

// linesInParts reads the lines of w that are not blank, several parts of the input at a
// time unless oneByOne is set: parse tells what a line says by itself, and take is told
// that in the order of the input.
func linesInParts[T any](w *window, oneByOne bool, expect func(share float64), parse func(line []byte) (T, error), take func(said T) error) error {
	if !oneByOne {
		var spare sync.Pool
		read := func(text []byte) *linePart[T] { return readLinePart(text, parse, &spare) }
		if err := inParts(w, read, expect, func(p *linePart[T]) error {
			defer spare.Put(p)
			return p.take(w, take)
		}); err != nil {
			return err
		}
	}
	return w.eachLine(func(line []byte) error {
		said, err := parse(line)
		if err != nil {
			return err
		}
		return take(said)
	})
}

// readLinePart reads the lines of a part up to the first that is wrong.
func readLinePart[T any](text []byte, parse func(line []byte) (T, error), spare *sync.Pool) *linePart[T] {
	p, ok := spare.Get().(*linePart[T])
	if !ok {
		p = &linePart[T]{}
	}
	const usual = 20 // bytes of a line that is an operation
	*p = linePart[T]{text: text, lines: slices.Grow(p.lines[:0], len(text)/usual)}
	for p.end < len(text) {
		end, next := lineEnd(text, p.end)
		line := text[p.end:end]
		if len(line) > 0 && ' ' < line[0] && line[0] < 0x7f || len(bytes.TrimSpace(line)) > 0 {
			said, err := parse(line)
			if err != nil {
				break // whoever goes on there says what is wrong
			}
			p.lines = append(p.lines, lineRecord[T]{int32(p.end), int32(p.count), said})
		}
		p.end = next
		p.count++
	}
	return p
}

// take takes what the lines say, with w at the beginning of each.
func (p *linePart[T]) take(w *window, take func(said T) error) error {
	begin := w.position
	for i := range p.lines {
		l := &p.lines[i]
		w.moveWithin(begin, int(l.at), int(l.before), int(l.at))
		if err := take(l.said); err != nil {
			return err
		}
	}
	w.moveWithin(begin, p.end, p.count, p.end)
	return nil
}
