package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestProgressOnAPipe(t *testing.T) {
	var out bytes.Buffer
	f := progressFlag{kind: "auto"}
	p, err := f.open(&out)
	if err != nil {
		t.Fatal(err)
	}
	tell(p)
	if out.Len() > 0 {
		t.Errorf("%q is shown where there is no terminal", out.String())
	}
}

// tell tells p of a file of which everything is read and judged.
func tell(p progress) {
	p.begin("dir/a\x1b[31m.edn")
	p.read(10, 100)
	p.read(12, 100)
	p.read(100, 100)
	p.stage("deciding causal", 1, 3)
	time.Sleep(2 * barDelay)
	p.end()
}

func TestProgressJSON(t *testing.T) {
	var out bytes.Buffer
	tell(&progressJSON{w: &out})
	want := `{"file":"dir/a\u001b[31m.edn","event":"reading","done":10,"total":100}
{"file":"dir/a\u001b[31m.edn","event":"reading","done":100,"total":100}
{"file":"dir/a\u001b[31m.edn","event":"judging","stage":"deciding causal","done":1,"total":3}
{"file":"dir/a\u001b[31m.edn","event":"done","done":0}
`
	if out.String() != want {
		t.Errorf("got\n%s, expected\n%s", out.String(), want)
	}
}

// TestProgressBars looks for what a terminal would show, and that it is erased.
func TestProgressBars(t *testing.T) {
	var out bytes.Buffer
	p := &progressBars{w: &out}
	for range 2 { // as with two files
		out.Reset()
		tell(p)
		text := out.String()
		for _, part := range []string{`a\x1b[31m.edn`, "1 of 3 models", "deciding causal"} {
			if !strings.Contains(text, part) {
				t.Errorf("%q does not have %q", text, part)
			}
		}
		if lines := strings.Split(text, "\r"); lines[len(lines)-1] != "" || strings.TrimSpace(lines[len(lines)-2]) != "" {
			t.Errorf("%q does not end by erasing the line", text)
		}
	}
	out.Reset()
	p.begin("quick.edn")
	p.read(5, 5)
	p.end()
	if out.Len() > 0 {
		t.Errorf("%q is shown for a file that is over at once", out.String())
	}
}
