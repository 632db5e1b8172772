package format

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// maxResults bounds the size of a results.edn that is looked at, in bytes.
const maxResults = 16 << 20

// JepsenResults is what Jepsen's own checker wrote beside a history.
type JepsenResults struct {
	// Valid is ":valid?" of the whole: "true", "false" or "unknown", which Jepsen says
	// where it could not tell.
	Valid string
	// Anomalies are the names in ":anomaly-types", wherever they stand, sorted.
	Anomalies []string
}

// ReadJepsenResults reads the results.edn beside the history at path. Where there is
// none it returns nil and no error. Other checkers than the one of the workload
// count for Valid too: that is how Jepsen ends its run.
func ReadJepsenResults(path string) (*JepsenResults, error) {
	path = filepath.Join(filepath.Dir(path), "results.edn")
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxResults+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxResults {
		return nil, fmt.Errorf("%s: expected at most %d bytes", path, maxResults)
	}
	r := &resultsReader{p: &ednText{cursor: cursor{src: append(text, '\n')}}, out: &JepsenResults{}}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("%s: expected a map in EDN: %w", path, err)
	}
	if r.out.Valid == "" {
		return nil, fmt.Errorf("%s: expected a map with :valid?", path)
	}
	slices.Sort(r.out.Anomalies)
	r.out.Anomalies = slices.Compact(r.out.Anomalies)
	return r.out, nil
}

// resultsReader walks through a form without building it.
type resultsReader struct {
	p     *ednText
	stack []resultsLevel
	out   *JepsenResults
}

// resultsLevel is a collection that is open.
type resultsLevel struct {
	closer byte
	key    string // of the value that comes next, in a map
	value  bool   // whether a value comes next
}

// read reads one form, to the bracket that closes it.
func (r *resultsReader) read() error {
	for begun := false; !begun || len(r.stack) > 0; begun = true {
		c, err := r.p.next()
		if err != nil {
			return err
		}
		if err := r.part(c); err != nil {
			return err
		}
	}
	return nil
}

// part reads what begins with c: a bracket, or a form that holds no others.
func (r *resultsReader) part(c byte) error {
	if len(r.stack) >= maxDepth {
		return mistakef(r.p.at, "expected at most %d levels of nesting", maxDepth)
	}
	switch c {
	case '{', '[', '(':
		r.p.at++
		r.stack = append(r.stack, resultsLevel{closer: closerOf(c)})
		return nil
	case '}', ']', ')':
		top := len(r.stack) - 1
		if top < 0 || r.stack[top].closer != c {
			return mistakef(r.p.at, "unexpected %q", string(c))
		}
		r.p.at++
		r.stack = r.stack[:top]
		r.took("")
		return nil
	case '#':
		if r.p.at+1 < len(r.p.src) && r.p.src[r.p.at+1] == '{' {
			r.p.at += 2
			r.stack = append(r.stack, resultsLevel{closer: '}', value: true, key: "#"})
			return nil
		}
	}
	start := r.p.at
	if err := r.p.skip(); err != nil {
		return err
	}
	r.took(string(r.p.src[start:r.p.at]))
	return nil
}

// took takes note of a form that came to its end; word is "" for a collection.
func (r *resultsReader) took(word string) {
	if len(r.stack) == 0 {
		return
	}
	top := &r.stack[len(r.stack)-1]
	isMap := top.closer == '}' && top.key != "#"
	if isMap && !top.value {
		top.key, top.value = word, true
		return
	}
	if isMap {
		if len(r.stack) == 1 && top.key == ":valid?" {
			r.out.valid(word)
		}
		top.value = false
		return
	}
	if above := len(r.stack) - 2; above >= 0 && r.stack[above].key == ":anomaly-types" && len(word) > 1 && word[0] == ':' {
		r.out.Anomalies = append(r.out.Anomalies, word[1:])
	}
}

func (o *JepsenResults) valid(word string) {
	switch word {
	case "true", "false":
		o.Valid = word
	default:
		o.Valid = "unknown"
	}
}
