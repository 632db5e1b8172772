package gate

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// heading is what a new file of expectations begins with.
const heading = `What the histories are claimed to obey; visar check reads this file.
An anomaly that is allowed needs a reason, and is better off with an issue and
an expiry date, as in
  allow:
    - anomaly: write-skew
      max: 3
      reason: the billing job does not lock
      issue: https://example.com/issues/17
      expires: 2030-12-31`

// Text returns the file of expectations as YAML that [Parse] reads back. It is
// meant for people to go on from.
func (e *Expectations) Text() ([]byte, error) {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, entry := range e.Entries {
		list.Content = append(list.Content, entry.node())
	}
	doc := mapping("version", scalar("1"), "histories", list)
	doc.HeadComment = heading
	var b strings.Builder
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	if err := enc.Close(); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

func (e *Entry) node() *yaml.Node {
	models := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, name := range e.ModelNames() {
		models.Content = append(models.Content, text(name))
	}
	n := mapping("path", text(e.Pattern), "models", models)
	if e.MinTransactions > 0 {
		add(n, "min-transactions", scalar(fmt.Sprint(e.MinTransactions)))
	}
	if e.OnVacuous != Unset {
		add(n, "on-vacuous", scalar(e.OnVacuous.String()))
	}
	if e.OnUndecided != Unset {
		add(n, "on-undecided", scalar(e.OnUndecided.String()))
	}
	if len(e.Allow) > 0 {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, a := range e.Allow {
			list.Content = append(list.Content, a.node())
		}
		add(n, "allow", list)
	}
	return n
}

func (a *Allowance) node() *yaml.Node {
	n := mapping("anomaly", scalar(a.Anomaly.ID))
	if a.Max > 0 {
		add(n, "max", scalar(fmt.Sprint(a.Max)))
	}
	add(n, "reason", text(a.Reason))
	if a.Issue != "" {
		add(n, "issue", text(a.Issue))
	}
	if !a.Expires.IsZero() {
		add(n, "expires", scalar(a.Expires.Format(dateLayout)))
	}
	return n
}

// mapping makes a mapping of names and nodes in turn.
func mapping(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(pairs); i += 2 {
		add(n, pairs[i].(string), pairs[i+1].(*yaml.Node))
	}
	return n
}

func add(n *yaml.Node, name string, value *yaml.Node) {
	n.Content = append(n.Content, scalar(name), value)
}

// scalar is what needs no quotes.
func scalar(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// text is a string, quoted where it would be read as something else.
func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
