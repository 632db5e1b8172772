package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"visar/axioms"
	"visar/claims"
)

// TestDocsAreFresh compares the generated pages of docs with what the program
// knows; that of the anomalies is compared in their package. With -rewrite it writes them (make docs).
func TestDocsAreFresh(t *testing.T) {
	pages := map[string]string{
		"models.md": modelsPage(),
		"axioms.md": axiomsPage(),
		"claims.md": claimsPage(),
	}
	commandPages(t, newRoot(), pages)
	docs := filepath.Join("..", "..", "docs")
	for name, want := range pages {
		path := filepath.Join(docs, name)
		got, err := os.ReadFile(path)
		switch {
		case *rewrite:
			writePage(t, path, want)
		case err != nil:
			t.Errorf("%v; make docs writes it", err)
		case string(got) != want:
			t.Errorf("%s is not what the program says; make docs writes it", path)
		}
	}
	noOthers(t, docs, "commands", pages)
	noOthers(t, docs, "man", pages)
}

func writePage(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// noOthers reports pages of commands that are no more.
func noOthers(t *testing.T, docs, dir string, pages map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(docs, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := pages[dir+"/"+e.Name()]; !ok {
			t.Errorf("docs/%s/%s is about a command that does not exist", dir, e.Name())
		}
	}
}

func commandPages(t *testing.T, cmd *cobra.Command, pages map[string]string) {
	t.Helper()
	cmd.DisableAutoGenTag = true
	var page bytes.Buffer
	if err := doc.GenMarkdown(cmd, &page); err != nil {
		t.Fatal(err)
	}
	pages["commands/"+strings.ReplaceAll(cmd.CommandPath(), " ", "_")+".md"] = page.String()
	pages["man/"+strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1"] = manPage(t, cmd)
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			commandPages(t, sub, pages)
		}
	}
}

// manPage returns the page for man. It has no date: it is that of the program.
func manPage(t *testing.T, cmd *cobra.Command) string {
	t.Helper()
	var page bytes.Buffer
	header := &doc.GenManHeader{Title: strings.ToUpper(strings.ReplaceAll(cmd.CommandPath(), " ", "-")), Section: "1", Source: "visar", Manual: "visar", Date: new(time.Time)}
	if err := doc.GenMan(cmd, header, &page); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(page.String(), header.Date.Format("Jan 2006"), "", 1)
}

func modelsPage() string {
	var b strings.Builder
	b.WriteString("# Models\n\nA model is a set of axioms; see [axioms.md](axioms.md). `visar models` prints this list and\n" +
		"`visar explain NAME` each text. `make docs` wrote this page from the catalogue in `axioms/`.\n\n" +
		"| model | short | axioms | implies directly |\n|---|---|---|---|\n")
	for _, m := range axioms.Models {
		var below []string
		for _, w := range axioms.Below(m) {
			below = append(below, w.Name)
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", m.Name, m.Name, m.Short,
			strings.Join(axiomNames(m.Axioms), ", "), strings.Join(below, ", "))
	}
	for _, m := range axioms.Models {
		section(&b, m.Name, m.Explain())
	}
	return b.String()
}

func claimsPage() string {
	var b strings.Builder
	b.WriteString("# Claims\n\nA claim is what a system, or a level of one, promises: `visar check --claims NAME` tests it.\n" +
		"`make docs` wrote this page from `claims/`.\n\n| claim | tested as |\n|---|---|\n")
	for _, c := range claims.Catalogue {
		var tests []string
		for _, test := range c.Tests {
			tests = append(tests, test.String())
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", c.Name, c.Name, strings.Join(tests, "<br>"))
	}
	for _, c := range claims.Catalogue {
		section(&b, c.Name, c.Explain())
	}
	return b.String()
}

func axiomsPage() string {
	var b strings.Builder
	b.WriteString("# Axioms\n\nAn axiom is a law on an abstract execution: on what transactions read, on who sees whom (VIS) and\n" +
		"on the order in which writes take effect (AR). Each is a file of `axioms/`; `make docs` wrote this page\n" +
		"from them.\n\n| axiom | says | formula |\n|---|---|---|\n")
	for _, a := range axioms.Axioms {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | `%s` |\n", a.Name, a.ID, oneLine(a.Plain), strings.ReplaceAll(oneLine(a.Formula), "|", "\\|"))
	}
	for _, a := range axioms.Axioms {
		section(&b, a.ID, a.Explain())
	}
	return b.String()
}

func section(b *strings.Builder, title, text string) {
	b.WriteString("\n## " + title + "\n\n```text\n" + strings.TrimSpace(text) + "\n```\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
