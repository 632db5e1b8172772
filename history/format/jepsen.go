package format

import (
	"context"
	"io"
	"sync"

	"visar/history"
)

// JepsenEDN is what Jepsen writes as history.edn, and what Elle, Knossos and
// Maelstrom read: operations as maps, one a line or in a vector.
var JepsenEDN = &Format{
	Name:  "jepsen-edn",
	Title: "Jepsen's history.edn",
	Doc: `Operations such as {:index 1, :type :ok, :process 0, :f :txn, :value [[:r 3 [1]] [:append 3 2]]}, ` +
		`one a line or in one vector. Transactions of :r, :w and :append are understood, ` +
		`and :read, :write and :cas on a single register.`,
	Sniff:  sniffEDN,
	Decode: decodeJepsen,
	Encode: encodeJepsen,
	Lossy:  lossyJepsen,
	begins: hasOneOf(":type"),
}

func sniffEDN(head []byte) bool {
	if len(head) == 0 {
		return false
	}
	switch head[0] {
	case '{', '[', '(', ';', ',':
		return true
	case '#':
		return len(head) > 1 && head[1] != ' ' && head[1] != '\n'
	}
	return false
}

// jepsenDecoder makes transactions of Jepsen's operations: an invocation and
// its completion are one transaction.
//
// Transactions are in order of invocation, so one that is not completed yet
// holds back those after it; they wait as drafts.
type jepsenDecoder struct {
	jepsenReader
	w     *window
	spare []history.Field // for merging

	queue []*draft // in order of invocation, none done before the first that waits
	first int      // in queue: those before have left it
	free  []*draft
	procs map[int64]*process

	lastIndex  int64
	disordered bool
	bare       *position // the first completion without an invocation
	invoked    bool
	vector     *ednVector // what the operations are in, if anything
}

// process is one of Jepsen's processes: a session.
type process struct {
	name string
	open *draft
	lost bool // an operation's outcome is unknown, which ends a process
}

// ednVector is the vector or list that holds the operations.
type ednVector struct {
	position
	closer byte
}

func decodeJepsen(ctx context.Context, r io.Reader, opt Options) (*history.History, error) {
	d := newJepsenDecoder(ctx, r, opt)
	if err := d.decode(); err != nil {
		return nil, d.w.locate(err)
	}
	return d.b.History()
}

func newJepsenDecoder(ctx context.Context, r io.Reader, opt Options) *jepsenDecoder {
	return &jepsenDecoder{
		jepsenReader: newJepsenReader(opt),
		w:            newWindow(ctx, r, opt),
		procs:        map[int64]*process{},
		lastIndex:    -1,
	}
}

func (d *jepsenDecoder) decode() error {
	empty, cut := true, d.opt.oneByOne
	for {
		c, err := d.blank()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		empty = false
		if c == '{' && !cut {
			if cut, err = true, d.parts(); err != nil {
				return err
			}
			continue
		}
		if err := d.form(c); err != nil {
			return err
		}
	}
	if d.vector != nil {
		return d.w.errorAt(0, "expected the end %q of what opens at %d:%d, got the end of the input",
			d.vector.closer, d.vector.line, d.vector.column())
	}
	if empty {
		return errEmpty
	}
	return d.finish()
}

// parts takes the operations that stand each on a line of its own, several parts
// of the input at a time.
func (d *jepsenDecoder) parts() error {
	var spare sync.Pool
	read := func(text []byte) *jepsenPart { return readJepsenPart(text, d.opt, &spare) }
	return inParts(d.w, read, d.b.Expect, func(p *jepsenPart) error {
		defer spare.Put(p)
		return d.takePart(p)
	})
}

// blank consumes white space and comments between operations, however long, and
// returns the next byte. It returns io.EOF at the end of the input.
func (d *jepsenDecoder) blank() (byte, error) {
	comment := false
	for {
		text := d.w.unread()
		for i, c := range text {
			if comment {
				comment = c != '\n'
			} else if comment = c == ';'; !comment && ednClass[c] != ednBlank {
				d.w.consume(i)
				return c, nil
			}
		}
		d.w.consume(len(text))
		if d.w.eof {
			return 0, io.EOF
		}
		if err := d.w.more(); err != nil {
			return 0, err
		}
	}
}

// form consumes the form that begins with c: an operation, what is discarded,
// or a bracket of the vector that holds the operations.
func (d *jepsenDecoder) form(c byte) error {
	switch {
	case (c == '[' || c == '(') && d.vector == nil:
		d.vector = &ednVector{d.w.position, c + 2 - byte(btoi(c == '('))}
		d.w.consume(1)
		return nil
	case d.vector != nil && c == d.vector.closer:
		d.vector = nil
		d.w.consume(1)
		return nil
	case c == '#' || c == '^':
		return d.tagged()
	case c != '{':
		return d.w.errorAt(0, "expected an operation, {:type …, :process …, :f …, :value …}, got %s", ednExcerpt(d.w.unread()))
	}
	return d.whole(d.operation)
}

// tagged consumes a tag, which says nothing of the operation it stands before,
// or a discarded form.
func (d *jepsenDecoder) tagged() error {
	return d.whole(func() error {
		prefix, err := d.p.prefix()
		if err == nil && !prefix {
			err = d.p.expected("an operation, {:type …, :process …, :f …, :value …}")
		}
		return err
	})
}

// whole runs parse on the unread text, again with more text as long as it does
// not suffice, and consumes what was parsed.
func (d *jepsenDecoder) whole(parse func() error) error {
	for {
		d.p.src, d.p.at = d.w.unread(), 0
		err := parse()
		if err == nil {
			d.w.consume(d.p.at)
			return nil
		}
		if err != errMore {
			return err
		}
		if d.w.eof {
			return d.truncated()
		}
		if err := d.w.more(); err != nil {
			return err
		}
	}
}

// truncated returns the error that the input ends inside a form. It parses that
// form again to see what is open.
func (d *jepsenDecoder) truncated() error {
	p := &d.p
	p.at = 0
	if err := p.skip(); err != nil && err != errMore {
		return err
	}
	end := d.w.ahead(len(p.src))
	inside, what := d.w.position, "form"
	if p.at < len(p.src) && p.src[p.at] == '"' {
		inside, what = d.w.ahead(p.at), "string"
	} else if n := len(p.open); n > 0 {
		inside = d.w.ahead(p.open[n-1].at)
		what = map[byte]string{'}': "map", ']': "vector", ')': "list"}[p.open[n-1].closer]
	}
	return d.w.errorAt(int(end.offset-d.w.offset), "expected the end of the %s that opens at %d:%d, got the end of the input",
		what, inside.line, inside.column())
}

// operation parses one operation and takes it into the history.
func (d *jepsenDecoder) operation() error {
	if err := d.op.parse(&d.p); err != nil {
		return err
	}
	end := d.p.at
	if err := d.op.check(); err != nil {
		return err
	}
	err := d.take()
	d.p.at = end
	return err
}
