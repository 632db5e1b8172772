package format

import (
	"bytes"
	"io"
	"runtime"
	"sync"
)

// partSize is how much of an input is parsed at a time by one processor.
const partSize = 1 << 20

// Recordings have about so many bytes for each line and each operation, for which
// room is made before.
const (
	usualLine = 120
	usualOp   = 24
)

// part is a stretch of the input that begins with a line and ends with one.
type part[T any] struct {
	text   []byte
	size   int64 // about that of the whole input, or 0
	result T
	parsed chan struct{} // closed once result is there
}

// inParts parses what is left of w in parts, as many at once as there are
// processors, and calls take on each in the order of the input, with w at its
// beginning. Where a part begins and ends depends on the input alone.
//
// take consumes the part, all of it or up to what can only be understood with more
// of the input: then w goes on from there, and inParts ends. Before, expect is told
// which share of the input has been taken, where that is known.
func inParts[T any](w *window, parse func(text []byte) T, expect func(share float64), take func(p T) error) error {
	// Parts wait in the queue in order; so many and no more are in memory.
	workers := runtime.GOMAXPROCS(0)
	reader := &partReader{w: w, carry: bytes.Clone(w.unread()), free: make(chan []byte, workers+2)}
	queue := make(chan *part[T], workers+1)
	work := make(chan *part[T], workers+1)
	stop := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		defer close(queue)
		defer close(work)
		readParts(reader, queue, work, stop)
	})
	for range workers {
		running.Go(func() {
			for p := range work {
				p.result = parse(p.text)
				close(p.parsed)
			}
		})
	}
	left, err := takeParts(w, queue, reader.free, expect, take)
	close(stop)
	for p := range queue {
		left = append(left, p.text)
	}
	running.Wait()
	if err == nil {
		err = reader.err
	}
	w.resume(append(left, reader.carry))
	return err
}

// readParts hands out parts until the input ends or stop is closed.
func readParts[T any](r *partReader, queue, work chan<- *part[T], stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		text := r.next()
		if len(text) == 0 {
			return
		}
		p := &part[T]{text: text, parsed: make(chan struct{})}
		if r.w.size != nil {
			p.size = r.w.size()
		}
		work <- p
		queue <- p
	}
}

// takeParts takes parts in order, until one is not consumed as a whole; what is
// left of that is returned. The texts of the others are free for new ones.
func takeParts[T any](w *window, queue <-chan *part[T], free chan<- []byte,
	expect func(share float64), take func(p T) error,
) (left [][]byte, err error) {
	for p := range queue {
		<-p.parsed
		w.buf, w.at = p.text, 0
		if err := w.ctx.Err(); err != nil {
			return nil, err
		}
		if w.offset < p.size {
			expect(float64(w.offset) / float64(p.size))
		}
		if err := take(p.result); err != nil {
			return nil, err
		}
		if rest := w.unread(); len(rest) > 0 {
			return [][]byte{rest}, nil
		}
		select {
		case free <- p.text[:0]:
		default:
		}
	}
	return nil, nil
}

// resume makes w go on with texts and then with its reader.
func (w *window) resume(texts [][]byte) {
	readers := make([]io.Reader, 0, len(texts)+1)
	for _, text := range texts {
		readers = append(readers, bytes.NewReader(text))
	}
	w.r = io.MultiReader(append(readers, w.r)...)
	w.buf, w.at, w.eof = make([]byte, 0, chunk), 0, false
}

// moveWithin moves to index at of a part that begins at the position begin, when so
// many of its lines end before it, the last one at lineStart.
func (w *window) moveWithin(begin position, at, lines, lineStart int) {
	w.at = at
	w.position = position{offset: begin.offset + int64(at), line: begin.line + lines, lineStart: begin.lineStart}
	if lines > 0 {
		w.lineStart = begin.offset + int64(lineStart)
	}
}

// partReader cuts an input into parts.
type partReader struct {
	w     *window
	carry []byte      // the beginning of a line that is read already
	free  chan []byte // room of texts that nobody looks at any more
	eof   bool
	err   error
}

// next returns the next part, or nothing at the end of the input or after an
// error. A part is longer than partSize only if its first line is.
func (r *partReader) next() []byte {
	text := append(r.room(max(partSize, 2*len(r.carry))), r.carry...)
	r.carry = nil
	for {
		text = r.fill(text)
		if r.err != nil {
			r.carry = text
			return nil
		}
		if r.eof {
			return text
		}
		if end := bytes.LastIndexByte(text, '\n') + 1; end > 0 {
			r.carry = bytes.Clone(text[end:])
			return text[:end]
		}
		if len(text) > maxUnit {
			r.carry = text // the decoder that goes on says what is wrong
			return nil
		}
		text = append(make([]byte, 0, 2*cap(text)), text...)
	}
}

// room returns an empty slice with that capacity.
func (r *partReader) room(capacity int) []byte {
	select {
	case text := <-r.free:
		if cap(text) == capacity { // or where parts end would depend on what was free
			return text
		}
	default:
	}
	return make([]byte, 0, capacity)
}

// fill reads until text is full or the input ends.
func (r *partReader) fill(text []byte) []byte {
	for idle := 0; len(text) < cap(text) && !r.eof; {
		if r.err = r.w.ctx.Err(); r.err != nil {
			return text
		}
		n, err := r.w.r.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		r.eof = err == io.EOF
		if idle++; n > 0 {
			idle = 0
		}
		switch {
		case err != nil && err != io.EOF:
			r.err = err
			return text
		case idle > 100:
			r.err = io.ErrNoProgress
			return text
		}
	}
	return text
}
