package format

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"visar/history"
)

// canonicalJSON returns a JSON value in the one way in which visar writes it:
// without white space, and with as few escapes as can be.
func canonicalJSON(text []byte) ([]byte, error) {
	return rewriteJSON(text, jsonStyle{comma: ",", colon: ":", null: "null", text: appendJSONString[string]})
}

// ednOfJSON returns a JSON value as EDN; see jsonOfEDN.
func ednOfJSON(text []byte) ([]byte, error) {
	return rewriteJSON(text, jsonStyle{comma: " ", colon: " ", null: "nil", text: func(dst []byte, s string) []byte {
		return appendEDN(dst, history.StringValue(s))
	}})
}

// jsonStyle says how rewriteJSON writes.
type jsonStyle struct {
	comma, colon string
	null         string
	text         func(dst []byte, s string) []byte
}

// rewriteJSON reads a JSON value and writes it anew, fields in their order.
func rewriteJSON(text []byte, style jsonStyle) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var out []byte
	var open []jsonOpen
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if token == json.Delim(']') || token == json.Delim('}') {
			open = open[:len(open)-1]
		} else if n := len(open); n > 0 {
			out = append(out, open[n-1].separator(style)...)
		}
		switch token := token.(type) {
		case json.Delim:
			out = append(out, byte(token))
			if token == '[' || token == '{' {
				open = append(open, jsonOpen{object: token == '{'})
			}
		case string:
			out = style.text(out, token)
		case json.Number:
			out = appendNumber(out, token.String())
		case bool:
			out = strconv.AppendBool(out, token)
		case nil:
			out = append(out, style.null...)
		}
	}
}

// jsonOpen is an array or object that is being rewritten: how many values, or
// names and values, it has so far.
type jsonOpen struct {
	object bool
	parts  int
}

// separator returns what to write before the next part.
func (o *jsonOpen) separator(style jsonStyle) string {
	o.parts++
	switch {
	case o.parts == 1:
		return ""
	case o.object && o.parts%2 == 0:
		return style.colon
	}
	return style.comma
}

// appendNumber appends a number as it was; only -0 is 0, as in EDN.
func appendNumber(dst []byte, s string) []byte {
	if s == "-0" {
		s = "0"
	}
	return append(dst, s...)
}
