package gate

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"

	"visar/anomalies"
	"visar/axioms"
)

// Error is a mistake in a file of expectations.
type Error struct {
	Position
	Message string
}

// Error returns the message after its position.
func (e *Error) Error() string { return e.Position.String() + ": " + e.Message }

// maxFile bounds the size of a file of expectations in bytes.
const maxFile = 1 << 20

// Parse reads the text of a file of expectations. Its errors about the text are
// [*Error]s, and come at the first mistake.
func Parse(path string, text []byte) (*Expectations, error) {
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s: expected at most %d bytes of expectations, got %d", path, maxFile, len(text))
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, yamlError(path, err)
	}
	p := &parser{path: path, out: &Expectations{Path: path}}
	if len(doc.Content) == 0 {
		return nil, &Error{Position{path, 1, 1}, `expected "histories" with a list of entries, got nothing`}
	}
	if err := p.file(doc.Content[0]); err != nil {
		return nil, err
	}
	return p.out, nil
}

// yamlLine is where the YAML library says a line.
var yamlLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^yaml: (?:unmarshal errors:\s*)?line (\d+): `)
})

func yamlError(path string, err error) error {
	message := err.Error()
	if m := yamlLine().FindStringSubmatch(message); m != nil {
		line, _ := strconv.Atoi(m[1])
		return &Error{Position{path, line, 1}, strings.TrimPrefix(message, m[0])}
	}
	return &Error{Position{path, 1, 1}, strings.TrimPrefix(message, "yaml: ")}
}

type parser struct {
	path string
	out  *Expectations
}

func (p *parser) at(n *yaml.Node) Position { return Position{p.path, n.Line, n.Column} }

func (p *parser) errorf(n *yaml.Node, format string, args ...any) error {
	return &Error{p.at(n), fmt.Sprintf(format, args...)}
}

// field is a field of a mapping and what reads it.
type field struct {
	name string
	read func(*yaml.Node) error
}

// fields reads a mapping whose fields are all among those given.
func (p *parser) fields(n *yaml.Node, what string, fields ...field) error {
	if n.Kind != yaml.MappingNode {
		return p.errorf(n, "expected %s with the fields %s", what, fieldNames(fields))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read := readerOf(fields, key.Value)
		switch {
		case read == nil:
			return p.errorf(key, "unknown field %q of %s: expected one of %s", key.Value, what, fieldNames(fields))
		case seen[key.Value]:
			return p.errorf(key, "%q is there twice", key.Value)
		case value.Kind == yaml.AliasNode:
			return p.errorf(value, "expected a value, got an alias: write it out")
		}
		seen[key.Value] = true
		if err := read(value); err != nil {
			return err
		}
	}
	return nil
}

func readerOf(fields []field, name string) func(*yaml.Node) error {
	for _, f := range fields {
		if f.name == name {
			return f.read
		}
	}
	return nil
}

func fieldNames(fields []field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}

// list reads a sequence, one element at a time.
func (p *parser) list(n *yaml.Node, what string, read func(*yaml.Node) error) error {
	if n.Kind != yaml.SequenceNode {
		return p.errorf(n, "expected a list of %s", what)
	}
	for _, element := range n.Content {
		if err := read(element); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) file(n *yaml.Node) error {
	err := p.fields(n, "the file",
		field{"version", func(n *yaml.Node) error {
			if n.Value != "1" {
				return p.errorf(n, "expected version 1, got %q", n.Value)
			}
			return nil
		}},
		field{"histories", func(n *yaml.Node) error { return p.list(n, "entries", p.entry) }},
	)
	if err == nil && len(p.out.Entries) == 0 {
		return p.errorf(n, `expected "histories" with at least one entry`)
	}
	return err
}

func (p *parser) entry(n *yaml.Node) error {
	e := &Entry{Position: p.at(n)}
	err := p.fields(n, "an entry",
		field{"path", func(n *yaml.Node) error { return p.pattern(n, &e.Pattern) }},
		field{"models", func(n *yaml.Node) error {
			return p.list(n, "models", func(n *yaml.Node) error { return p.model(n, e) })
		}},
		field{"min-transactions", func(n *yaml.Node) error { return p.count(n, &e.MinTransactions) }},
		field{"on-vacuous", func(n *yaml.Node) error { return p.policy(n, &e.OnVacuous) }},
		field{"on-undecided", func(n *yaml.Node) error { return p.policy(n, &e.OnUndecided) }},
		field{"allow", func(n *yaml.Node) error {
			return p.list(n, "allowances", func(n *yaml.Node) error { return p.allowance(n, e) })
		}},
	)
	switch {
	case err != nil:
		return err
	case e.Pattern == "":
		return p.errorf(n, `an entry needs a "path"`)
	case len(e.Models) == 0:
		return p.errorf(n, `an entry needs "models", the names of those that its histories are claimed to obey`)
	}
	p.out.Entries = append(p.out.Entries, e)
	return nil
}

func (p *parser) text(n *yaml.Node, out *string) error {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
		return p.errorf(n, "expected a text")
	}
	*out = n.Value
	return nil
}

func (p *parser) pattern(n *yaml.Node, out *string) error {
	if err := p.text(n, out); err != nil {
		return err
	}
	if !doublestar.ValidatePattern(*out) {
		return p.errorf(n, "expected a path, which may have *, **, ? and {a,b} in it, got %q", n.Value)
	}
	return nil
}

func (p *parser) model(n *yaml.Node, e *Entry) error {
	var name string
	if err := p.text(n, &name); err != nil {
		return err
	}
	m, err := axioms.ModelByName(name)
	if err != nil {
		return p.errorf(n, "%v", err)
	}
	e.Models = append(e.Models, m)
	return nil
}

func (p *parser) count(n *yaml.Node, out *int) error {
	i, err := strconv.Atoi(n.Value)
	if err != nil || i < 1 || n.Kind != yaml.ScalarNode {
		return p.errorf(n, "expected a number from 1, got %q", n.Value)
	}
	*out = i
	return nil
}

func (p *parser) policy(n *yaml.Node, out *Policy) (err error) {
	if *out, err = ParsePolicy(n.Value); err != nil {
		return p.errorf(n, "%v", err)
	}
	return nil
}

func (p *parser) date(n *yaml.Node, out *time.Time) (err error) {
	if *out, err = ParseDate(n.Value); err != nil {
		return p.errorf(n, "%v", err)
	}
	return nil
}

func (p *parser) allowance(n *yaml.Node, e *Entry) error {
	a := &Allowance{Position: p.at(n)}
	err := p.fields(n, "an allowance",
		field{"anomaly", func(n *yaml.Node) (err error) {
			if a.Anomaly, err = anomalies.ByName(n.Value); err != nil {
				return p.errorf(n, "%v", err)
			}
			return nil
		}},
		field{"max", func(n *yaml.Node) error { return p.count(n, &a.Max) }},
		field{"reason", func(n *yaml.Node) error { return p.text(n, &a.Reason) }},
		field{"issue", func(n *yaml.Node) error { return p.text(n, &a.Issue) }},
		field{"expires", func(n *yaml.Node) error { return p.date(n, &a.Expires) }},
	)
	switch {
	case err != nil:
		return err
	case a.Anomaly == nil:
		return p.errorf(n, `an allowance needs an "anomaly"`)
	case a.Reason == "":
		return p.errorf(n, `an allowance needs a "reason"`)
	}
	for _, other := range e.Allow {
		if other.Anomaly == a.Anomaly {
			return p.errorf(n, "%s is allowed at %s already", a.Anomaly.ID, other.Position)
		}
	}
	e.Allow = append(e.Allow, a)
	return nil
}

// ParseDate reads a day as 2026-11-30.
func ParseDate(text string) (time.Time, error) {
	day, err := time.Parse(dateLayout, text)
	if err != nil {
		return time.Time{}, errors.New("expected a date as 2026-11-30, got " + strconv.Quote(text))
	}
	return day, nil
}
