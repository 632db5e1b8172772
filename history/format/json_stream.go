package format

import (
	"cmp"
	"context"
	"io"
	"strings"
)

// jsonStream reads a JSON document of any size: its outer arrays and objects
// piece by piece, and the values inside them whole, each within the window.
type jsonStream struct {
	w *window
	p jsonText // of the last value that unit returned
}

func newJSONStream(ctx context.Context, r io.Reader, opt Options) *jsonStream {
	return &jsonStream{w: newWindow(ctx, r, opt)}
}

// peek consumes white space and returns the next byte, or 0 at the end.
func (s *jsonStream) peek() (byte, error) {
	for {
		text := s.w.unread()
		for i, c := range text {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				s.w.consume(i)
				return c, nil
			}
		}
		s.w.consume(len(text))
		if s.w.eof {
			return 0, nil
		}
		if err := s.w.more(); err != nil {
			return 0, err
		}
	}
}

// expected returns the error that something else comes next.
func (s *jsonStream) expected(what string) error {
	if text := s.w.unread(); len(text) > 0 {
		return s.w.errorAt(0, "expected %s, got %s", what, excerpt(text))
	}
	return s.w.errorAt(0, "expected %s, got the end of the input", what)
}

// array reads an array and calls element where each of its elements begins.
func (s *jsonStream) array(what string, element func() error) error {
	return s.sequence('[', ']', what, element)
}

// object reads an object and calls field where the value of each field begins.
func (s *jsonStream) object(what string, field func(name string) error) error {
	return s.sequence('{', '}', what, func() error {
		var name string
		err := s.unit("a field name in quotes", func() error {
			text, err := s.p.text()
			name = string(text)
			return err
		})
		if err != nil {
			return err
		}
		if c, err := s.peek(); err != nil || c != ':' {
			return cmp.Or(err, s.expected("a colon after the field name"))
		}
		s.w.consume(1)
		return field(name)
	})
}

func (s *jsonStream) sequence(opener, closer byte, what string, element func() error) error {
	c, err := s.peek()
	if err != nil || c != opener {
		return cmp.Or(err, s.expected(what))
	}
	s.w.consume(1)
	for first := true; ; first = false {
		c, err := s.peek()
		switch {
		case err != nil:
			return err
		case c == closer:
			s.w.consume(1)
			return nil
		case !first && c != ',':
			return s.expected("a comma or " + string(closer))
		case !first:
			s.w.consume(1)
		}
		if err := element(); err != nil {
			return err
		}
	}
}

// unit takes the next value into the window, calls parse with it in s.p, and
// consumes it. What parse leaves of it is an error.
func (s *jsonStream) unit(what string, parse func() error) error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c == 0 || strings.IndexByte(",:]}", c) >= 0 {
		return s.expected(what)
	}
	n, err := s.whole(what)
	if err != nil {
		return err
	}
	s.p.reset(s.w.unread()[:n])
	if err := parse(); err != nil {
		return s.w.locate(err)
	}
	if s.p.peek() != 0 || s.p.at < n {
		return s.w.locate(s.p.expected("the end of " + what))
	}
	s.w.consume(n)
	return nil
}

// whole returns the length of the next value, which it takes into the window. It
// looks at brackets and strings alone.
func (s *jsonStream) whole(what string) (int, error) {
	for {
		text := s.w.unread()
		if n := jsonLength(text, s.w.eof); n > 0 {
			return n, nil
		}
		if s.w.eof {
			return 0, s.w.errorAt(len(text), "expected the end of %s, got the end of the input", what)
		}
		if err := s.w.more(); err != nil {
			return 0, err
		}
	}
}

// jsonLength returns the length of the JSON value that text begins with, or 0 if
// text does not hold all of it. A number or word ends where something else
// begins, or at the end of the input.
func jsonLength(text []byte, eof bool) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case !endsToken[c] && c > ' ':
		case c == '"':
			if i = quoteEnd(text, i+1); i == len(text) {
				return 0
			}
			if depth == 0 {
				return i + 1
			}
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case depth == 0:
			return i
		}
	}
	if eof && depth == 0 {
		return len(text)
	}
	return 0
}

// quoteEnd returns the index of the quote that ends the string from index i on, or
// the length of the text.
func quoteEnd(text []byte, i int) int {
	for ; i < len(text) && text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return min(i, len(text))
}

// end reports what comes after the document.
func (s *jsonStream) end() error {
	if _, err := s.peek(); err != nil {
		return err
	}
	if len(s.w.unread()) > 0 {
		return s.expected("the end of the input")
	}
	return nil
}
