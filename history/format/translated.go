package format

import (
	"context"
	"errors"
	"io"

	"visar/history"
)

// translatedDecoder reads formats that hold Jepsen's operations in another
// writing: each is translated to EDN and read as in history.edn.
type translatedDecoder struct {
	*jepsenDecoder
	edn []byte // of one operation
	// The EDN from copiedTo on, length bytes, stands in the unread input at
	// copied: there errors have exact positions, elsewhere that of the
	// operation.
	copied, copiedTo, length int
}

func newTranslatedDecoder(ctx context.Context, r io.Reader, opt Options) *translatedDecoder {
	return &translatedDecoder{jepsenDecoder: newJepsenDecoder(ctx, r, opt)}
}

// begin begins an operation of the process, of a type such as ":ok". An empty f
// is left out.
func (d *translatedDecoder) begin(process, typ, f []byte) {
	d.length = 0
	d.edn = append(append(d.edn[:0], "{:process "...), process...)
	d.edn = append(append(d.edn, " :type "...), typ...)
	if len(f) > 0 {
		d.edn = append(append(d.edn, " :f "...), f...)
	}
}

// value begins the value, which is appended to the EDN.
func (d *translatedDecoder) value() { d.edn = append(d.edn, " :value "...) }

// copy appends text, which stands in the unread input at that index.
func (d *translatedDecoder) copy(text []byte, at int) {
	d.copied, d.copiedTo, d.length = at, len(d.edn), len(text)
	d.edn = append(d.edn, text...)
}

// end takes the operation into the history.
func (d *translatedDecoder) end() error {
	d.edn = append(d.edn, "\n}\n"...)
	d.p.src, d.p.at = d.edn, 0
	err := d.operation()
	var m *mistake
	switch {
	case err == errMore:
		return mistakef(d.copied, "expected a value in EDN that ends on the line")
	case !errors.As(err, &m):
		return err
	case m.at >= d.copiedTo && m.at < d.copiedTo+d.length:
		m.at += d.copied - d.copiedTo
	default:
		m.at = 0
	}
	return m
}

// lines reads an input of a line an operation.
func (d *translatedDecoder) lines(line func(line []byte) error) (*history.History, error) {
	empty := true
	err := d.w.eachLine(func(text []byte) error {
		empty = false
		return line(text)
	})
	if err == nil && empty {
		err = errEmpty
	}
	if err == nil {
		err = d.finish()
	}
	if err != nil {
		return nil, d.w.locate(err)
	}
	return d.b.History()
}
