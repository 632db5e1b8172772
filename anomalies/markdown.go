package anomalies

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Markdown writes the catalogue as a page: docs/anomalies.md is this and nothing
// else.
func Markdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("# Anomalies\n\n")
	b.WriteString("<!-- Written from the catalogue of package anomalies by `make docs`. -->\n\n")
	b.WriteString("What can be wrong with a history, the most severe first. A cycle gets the first name that fits it.\n\n")
	b.WriteString("| anomaly | also called | weakest models that forbid it | strongest that allow it |\n|---|---|---|---|\n")
	for _, a := range Catalogue {
		fmt.Fprintf(b, "| [%s](#%s) | %s | %s | %s |\n", a.ID, a.ID,
			strings.Join(a.AlsoCalled, ", "), code(a.ForbiddenBy), code(a.AdmittedBy))
	}
	b.WriteString("\nEdges: SO is session order, RT real time, WR a read of another transaction's write, WW the order of " +
		"versions, RW an anti-dependency: who read a version, and then who overwrote it.\n")
	for _, a := range Catalogue {
		a.markdown(b)
	}
	b.WriteString("\n# Anomalies of single objects\n\n" +
		"Operations on a queue, stack, set, lock, counter or register that have no order under linearizability, or sequential consistency: see " +
		"[linearizability.md](linearizability.md).\n")
	for _, a := range Objects {
		a.markdown(b)
	}
	b.WriteString("\n# Anomalies of replicated registers\n\n" +
		"Reads and timestamps that do not fit what is visible, where arbitration is given or plays no part: see [claims.md](claims.md).\n")
	for _, a := range Replicated {
		a.markdown(b)
	}
	b.WriteString("\n# Anomalies of crashes\n\n" +
		"What a crash of the whole system took back: see the claims durable, strict-durable and buffered-durable of [claims.md](claims.md).\n")
	for _, a := range Durability {
		a.markdown(b)
	}
	return b.Flush()
}

func (a *Anomaly) markdown(b *bufio.Writer) {
	fmt.Fprintf(b, "\n## %s\n\n<a id=\"%s\"></a>%s\n\n", a.Title, a.ID, a.Doc)
	fmt.Fprintf(b, "![%s](../testdata/%s/%s.svg)\n\n", a.Title, a.folder(), fileName(a))
	fmt.Fprintf(b, "```\n%s\n```\n\n", a.Example)
	fmt.Fprintf(b, "- Shape: %s.\n", a.shapeText())
	fmt.Fprintf(b, "- Breaks %s\n", a.breaksText())
	if slices.Contains(Objects, a) {
		fmt.Fprintf(b, "- Weakest model that forbids it: %s; strongest that allows it: %s.\n", code(a.ForbiddenBy), code(a.AdmittedBy))
	}
	if len(a.AlsoCalled) > 0 {
		fmt.Fprintf(b, "- Also called %s.\n", strings.Join(a.AlsoCalled, ", "))
	}
	fmt.Fprintf(b, "- Source: %s.\n", a.Source)
}

// folder is where the picture is.
func (a *Anomaly) folder() string {
	switch {
	case slices.Contains(Objects, a):
		return "objects"
	case slices.Contains(Replicated, a) || slices.Contains(Durability, a):
		return "claims"
	}
	return "anomalies"
}

// fileName returns the name of the anomaly's files without an extension.
func fileName(a *Anomaly) string { return strings.ReplaceAll(a.ID, "-", "_") }

// code returns names in the markup of code.
func code(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}
