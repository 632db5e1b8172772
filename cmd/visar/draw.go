package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"visar/anomalies"
	"visar/anomalies/draw"
	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

const drawDoc = `Draw draws an anomaly that violates the model: the one that the verdict rests on,
or with --anomaly the N-th of those that visar check -v lists.

With --axiom it draws the first breach of that axiom by the recorded execution, as
visar axioms tells it: who saw whom, and the arbitration.

With --transactions it draws how the named transactions depend on each other and
on those next to them, no more than %d in all.

The formats are svg, which needs nothing else and is for an anomaly
or a breach; dot, for Graphviz; and graphviz, which is dot laid out as SVG by the program visar-graphviz.
That is looked for beside this program and then on the PATH; without it dot is
written instead. The exit code is 0 whatever was drawn, and 2 or 3 as that of visar
check where nothing was.`

// maxNeighbours is how many transactions are drawn around those named.
const maxNeighbours = 100

// drawFlags say what to draw and how.
type drawFlags struct {
	single  singleFlags
	anomaly int
	axiom   string
	txns    []string
	output  string
}

func drawCommand() *cobra.Command {
	var f drawFlags
	cmd := &cobra.Command{
		Use:     "draw FILE [-m MODEL] [--anomaly N | --axiom NAME | --transactions T1,T2] [-o FORMAT[=PATH]]",
		Short:   "Draw an anomaly, or how transactions depend on each other",
		Long:    fmt.Sprintf(drawDoc, maxNeighbours),
		Example: "  visar draw history.edn -m serializable -o svg=anomaly.svg\n  visar draw history.edn --transactions T75,T81 -o graphviz=around.svg",
		Args:    cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			out, err := f.open()
			if err != nil {
				return err
			}
			picture, err := f.picture(cmd, args[0])
			if picture == nil {
				return err
			}
			return picture.write(cmd, out)
		}),
	}
	f.single.add(cmd)
	cmd.Flags().IntVar(&f.anomaly, "anomaly", 1, "which anomaly, from 1")
	cmd.Flags().StringVar(&f.axiom, "axiom", "", "draw the first breach of this axiom by the recorded execution")
	cmd.Flags().StringSliceVar(&f.txns, "transactions", nil, "names of transactions to draw with those next to them")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "svg, dot or graphviz, alone or with =PATH (default svg for an anomaly, dot for transactions)")
	cmd.MarkFlagsMutuallyExclusive("anomaly", "axiom", "transactions")
	cmd.MarkFlagsMutuallyExclusive("model", "axiom")
	return cmd
}

// picture is what can be drawn, in the ways in which it can.
type picture struct {
	svg, dot func(*bytes.Buffer) error // svg is nil where only Graphviz can lay it out
}

// drawOutput is the format and the place of a picture; "" is the standard output.
type drawOutput struct{ format, path string }

func (f *drawFlags) open() (drawOutput, error) {
	name, path, _ := strings.Cut(f.output, "=")
	around := len(f.txns) > 0
	switch {
	case name == "" && around:
		name = "dot"
	case name == "":
		name = "svg"
	case !slices.Contains([]string{"svg", "dot", "graphviz"}, name):
		return drawOutput{}, usageError{fmt.Errorf("unknown format %q to draw in: the formats are svg, dot, graphviz", name)}
	case name == "svg" && around:
		return drawOutput{}, usageError{fmt.Errorf("transactions are laid out by Graphviz: expected -o dot or -o graphviz, got -o %s", f.output)}
	}
	if path == "-" {
		path = ""
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return drawOutput{}, usageError{fmt.Errorf("-o %s: expected a path in a directory that exists", f.output)}
	}
	return drawOutput{name, path}, nil
}

// picture returns what is to be drawn, or nil if there is nothing.
func (f *drawFlags) picture(cmd *cobra.Command, path string) (*picture, error) {
	switch {
	case len(f.txns) > 0:
		return f.around(cmd, path)
	case f.axiom != "":
		return f.breach(cmd, path)
	}
	res, err := f.single.violation(cmd, path)
	if res == nil {
		return nil, err
	}
	found, err := f.found(cmd, res)
	if err != nil {
		return nil, err
	}
	h := res.file.History
	return &picture{
		svg: func(b *bytes.Buffer) error { return draw.SVG(b, found, h) },
		dot: func(b *bytes.Buffer) error { return draw.DOT(b, found, h) },
	}, nil
}

// found returns the anomaly that was asked for.
func (f *drawFlags) found(cmd *cobra.Command, res *judged) (*anomalies.Found, error) {
	s := &survey{found: []surveyed{{Found: res.findings.all[0]}}}
	if f.anomaly > 1 {
		ctx, cancel := f.single.judge.budget.context(cmd.Context())
		defer cancel()
		var err error
		if s, err = surveyOf(ctx, res.verdicts[0], f.single.options()); err != nil {
			return nil, err
		}
	}
	if f.anomaly < 1 || f.anomaly > len(s.found) {
		return nil, usageError{fmt.Errorf("--anomaly %d: expected a number from 1 to %d, as many as were found", f.anomaly, len(s.found))}
	}
	return s.found[f.anomaly-1].Found, nil
}

// around returns the picture of the transactions that were named and of those
// next to them.
func (f *drawFlags) around(cmd *cobra.Command, path string) (*picture, error) {
	h, lists, err := f.read(cmd, path)
	if err != nil {
		return nil, err
	}
	named, err := transactionsNamed(h, f.txns)
	if err != nil {
		return nil, usageError{err}
	}
	r := dependency.Resolve(h, lists == axioms.Log)
	all, omitted := r.Neighbours(named, maxNeighbours)
	if omitted > 0 {
		say(cmd, "%s more next to those named are not drawn", counted(omitted, "transaction"))
	}
	edges := r.Between(all)
	return &picture{dot: func(b *bytes.Buffer) error { return draw.GraphDOT(b, h, all, edges, named) }}, nil
}

// read returns the history of path and the sense of its lists.
func (f *drawFlags) read(cmd *cobra.Command, path string) (*history.History, axioms.Lists, error) {
	lists, err := f.single.judge.input.listSense()
	if err != nil {
		return nil, 0, err
	}
	ctx, cancel := f.single.judge.budget.context(cmd.Context())
	defer cancel()
	file, err := f.single.judge.input.open(ctx, path)
	if err != nil {
		return nil, 0, err
	}
	return file.History, lists, nil
}

// transactionsNamed returns the transactions with the given names.
func transactionsNamed(h *history.History, names []string) ([]int32, error) {
	if len(names) > maxNeighbours {
		return nil, fmt.Errorf("--transactions names %d transactions: expected at most %d", len(names), maxNeighbours)
	}
	at := map[string]int32{}
	for t := range int32(h.Len()) {
		if name := h.Name(t); slices.Contains(names, name) {
			at[name] = t
		}
	}
	var txns []int32
	for _, name := range names {
		t, ok := at[name]
		if !ok {
			return nil, fmt.Errorf("--transactions: the history has no transaction %q", name)
		}
		txns = append(txns, t)
	}
	return txns, nil
}

// write draws the picture and puts it in its place.
func (p *picture) write(cmd *cobra.Command, out drawOutput) error {
	var b bytes.Buffer
	render := p.dot
	if out.format == "svg" {
		render = p.svg
	}
	if err := render(&b); err != nil {
		return err
	}
	text := b.Bytes()
	if out.format == "graphviz" {
		svg, err := layOut(cmd.Context(), text)
		if err == nil {
			text = svg
		} else {
			out.path = withoutGraphviz(cmd, out.path, err)
		}
	}
	if out.path == "" {
		_, err := cmd.OutOrStdout().Write(text)
		return err
	}
	return replaceFile(out.path, text)
}

// withoutGraphviz says that DOT is written in place of SVG, and returns where.
func withoutGraphviz(cmd *cobra.Command, path string, why error) string {
	where := "the standard output"
	if path != "" {
		path = strings.TrimSuffix(path, ".svg") + ".dot"
		where = path
	}
	say(cmd, "%v; DOT is written to %s instead", why, where)
	return path
}
