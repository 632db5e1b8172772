package format

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"visar/history"
)

// TestRewriteJSON compares what is written anew of JSON, right and wrong, with what
// the tokens of encoding/json say.
func TestRewriteJSON(t *testing.T) {
	values := []string{
		` { "a" : [ 1 , -0 , 0.50 , 1E+9 , true , false , null , { } , [ ] ] , ":b" : "\u00e9\n\/:c" , "" : ":k" } `,
		`12345678901234567890`, `-7`, `-0.0`, `-`, `01`, `00`, `1.`, `.5`, `+1`, `1e`, `tru`, `nul`, `nulls`, `NaN`, `"`, `"\q"`, `"a`,
		"\"\xff\"", "\"\t\"", "\x00", "[\x00]", "[\f1]", `"\ud83d\ude00 \u0000\u007f"`, `"\ud800"`, `[1 2]`, `[1,]`, `[,1]`, `{"a"}`, `{"a":}`,
		`{"a":1,}`, `{1:2}`, `{"a":1 "b":2}`, `[}`, `{]`, `]`, `[1}`, `[[]`, `{"a":[{"b":{}}]}x`, `1"a"`, `""1`, `[1"a"]`, `["a"1]`, `[truefalse]`, "é", ``,
		strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth),
		strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1),
		strings.Repeat(`{"a":`, maxDepth) + "1" + strings.Repeat("}", maxDepth),
	}
	for _, v := range values {
		sameRewritten(t, []byte(v))
	}
	random := rand.New(rand.NewPCG(1, 2))
	const bytesOfJSON = " \t,,,:::[]{}\"\"\\0123456789-+.eEtruefalsnu/bx\x7f\x01\xc3\xa9"
	for range 200_000 {
		text := []byte(values[random.IntN(28)])
		for range 1 + random.IntN(3) {
			at := random.IntN(len(text) + 1)
			text = slices.Replace(text, at, min(at+random.IntN(3), len(text)), bytesOfJSON[random.IntN(len(bytesOfJSON))])
		}
		sameRewritten(t, text)
	}
}

// sameRewritten compares a value, or the error that there is none, in both styles.
func sameRewritten(t *testing.T, text []byte) {
	t.Helper()
	for _, style := range []*jsonStyle{&canonicalStyle, &ednStyle} {
		p, q := &jsonText{cursor: cursor{src: text}}, &jsonText{cursor: cursor{src: text}}
		got, err := p.value([]byte("before "), style)
		want, wantErr := valueByTokens(q, style)
		if (err == nil) != (wantErr == nil) || err != nil && *err.(*mistake) != *wantErr.(*mistake) {
			t.Fatalf("%q: got the error %v, want %v", text, err, wantErr)
		}
		if err == nil && (string(got) != "before "+string(want) || p.at != q.at) {
			t.Fatalf("%q: got %q up to %d, want %q up to %d", text, got, p.at, want, q.at)
		}
	}
}

// valueByTokens is value, slowly: the value by its brackets, then by its tokens.
func valueByTokens(p *jsonText, style *jsonStyle) ([]byte, error) {
	p.peek()
	from := p.at
	if err := p.skip(); err != nil {
		return nil, err
	}
	text := p.src[from:p.at]
	if !json.Valid(text) || !utf8.Valid(text) {
		return nil, mistakef(from, "expected a JSON value, got %s", excerpt(text))
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var out []byte
	var parts []int // of each array from 0 on, of each object from 1<<20 on
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if last := len(parts) - 1; token == json.Delim(']') || token == json.Delim('}') {
			parts = parts[:last]
		} else if last >= 0 {
			switch n := parts[last]; {
			case n > 1<<20 && n%2 == 1:
				out = append(out, style.colon)
			case n > 0 && n != 1<<20:
				out = append(out, style.comma)
			}
			parts[last]++
		}
		switch token := token.(type) {
		case json.Delim:
			if out = append(out, byte(token)); token == '[' {
				parts = append(parts, 0)
			} else if token == '{' {
				parts = append(parts, 1<<20)
			}
		case string:
			out = style.text(out, []byte(token))
		case json.Number:
			if token == "-0" {
				token = "0"
			}
			out = append(out, token...)
		case bool:
			out = strconv.AppendBool(out, token)
		case nil:
			out = append(out, style.null...)
		}
	}
}

// TestEDNOfJSON has values that stand alone.
func TestEDNOfJSON(t *testing.T) {
	got, err := ednOfJSON([]byte(` {"a": [null, ":k", "x y", 1.50]} `))
	if want := `{"a" [nil :k "x y" 1.50]}`; err != nil || string(got) != want {
		t.Errorf("got %q and the error %v, want %q", got, err, want)
	}
	if got, err := ednOfJSON([]byte("1 2")); err == nil {
		t.Errorf("got %q of two values, want an error", got)
	}
	if got := appendEDN(nil, history.StringValue(":a b")); string(got) != `":a b"` {
		t.Errorf("got %s, want a string", got)
	}
}
