// Visar-graphviz reads one graph in DOT on the standard input and writes it as SVG
// on the standard output.
//
// It is not part of visar because the library it rests on, Graphviz compiled to
// WebAssembly, takes time to start in every program that imports it, leaks memory
// with each picture, mixes up pictures that are made at the same time, and cannot
// be stopped. A program that makes one picture and ends, and can be killed, has
// none of these faults.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/goccy/go-graphviz"
)

const (
	// maxNodes bounds the time: a thousand nodes take seconds.
	maxNodes = 200
	maxBytes = 4 << 20
)

func main() {
	if len(os.Args) > 1 {
		fmt.Fprintln(os.Stderr, "usage: visar-graphviz < graph.dot > picture.svg")
		os.Exit(254)
	}
	if err := layOut(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "visar-graphviz: %v\n", err)
		os.Exit(3)
	}
}

// layOut reads a graph from r and writes its SVG to w.
func layOut(r io.Reader, w io.Writer) error {
	dot, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return err
	case len(dot) > maxBytes:
		return fmt.Errorf("the graph has more than %d bytes", maxBytes)
	case !utf8.Valid(dot):
		return errors.New("the graph is not UTF-8")
	}
	svg, err := render(dot)
	if err != nil {
		return err
	}
	_, err = w.Write(svg)
	return err
}

// render lays a graph out. The library's own resources are left to the end of the
// program.
func render(dot []byte) ([]byte, error) {
	ctx := context.Background()
	graph, err := graphviz.ParseBytes(dot)
	if err != nil {
		return nil, fmt.Errorf("expected a graph in DOT: %w", err)
	}
	if graph == nil {
		return nil, errors.New("expected a graph in DOT, got nothing")
	}
	nodes, err := graph.NodeNum()
	if err != nil {
		return nil, err
	}
	if nodes > maxNodes {
		return nil, fmt.Errorf("the graph has %d nodes: expected at most %d", nodes, maxNodes)
	}
	g, err := graphviz.New(ctx)
	if err != nil {
		return nil, err
	}
	var svg bytes.Buffer
	err = g.Render(ctx, graph, graphviz.SVG, &svg)
	return svg.Bytes(), err
}
