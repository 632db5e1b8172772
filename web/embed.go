package web

import (
	"encoding/base64"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// embed writes what fill writes, packed, as a data block that the script finds by
// its id. No browser runs it. The level is that of gzip.
func embed(w io.Writer, id string, level int, fill func(io.Writer) error) error {
	if _, err := fmt.Fprintf(w, `<script type="application/gzip" id="%s">`, id); err != nil {
		return err
	}
	text := base64.NewEncoder(base64.StdEncoding, w)
	packed, err := gzip.NewWriterLevel(text, level)
	if err != nil {
		return err
	}
	if err := fill(packed); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	if err := text.Close(); err != nil {
		return err
	}
	_, err = io.WriteString(w, "</script>\n")
	return err
}
