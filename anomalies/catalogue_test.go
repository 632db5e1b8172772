package anomalies

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files and docs/anomalies.md anew")

const goldens = "../testdata/anomalies"

func parse(t *testing.T, text string) *history.History {
	t.Helper()
	h, err := history.Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return h
}

func modelNamed(t *testing.T, name string) *axioms.Model {
	t.Helper()
	m, err := axioms.ModelByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// in checks h against a model and returns the anomaly found.
func in(t *testing.T, h *history.History, model string) *Found {
	t.Helper()
	v, err := checker.Check(context.Background(), h, modelNamed(t, model), checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := In(v)
	if len(found) != 1 {
		t.Fatalf("%s: %s with %d anomalies, want 1", model, v.Outcome, len(found))
	}
	return found[0]
}

// TestOneFileEach walks the catalogue and the directory, and wants the four
// spellings of each anomaly to agree.
func TestOneFileEach(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^var (\w+) = &Anomaly\{$`)
	files := map[string]string{} // identifier → file
	all, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
			files[m[1]] = name
		}
	}
	if len(files) != len(Catalogue) {
		t.Errorf("%d anomalies in files, %d in the catalogue", len(files), len(Catalogue))
	}
	ids := map[string]bool{}
	for _, a := range Catalogue {
		identifier := ""
		for part := range strings.SplitSeq(a.ID, "-") {
			identifier += strings.ToUpper(part[:1]) + part[1:]
		}
		if files[identifier] != fileName(a)+".go" {
			t.Errorf("%s: %s is in %q, want %s.go", a.ID, identifier, files[identifier], fileName(a))
		}
		if ids[a.ID] {
			t.Errorf("%s is there twice", a.ID)
		}
		ids[a.ID] = true
		for _, extension := range []string{".txt", ".svg"} {
			if _, err := os.Stat(filepath.Join(goldens, fileName(a)+extension)); err != nil && !*rewrite {
				t.Error(err)
			}
		}
	}
	strays, err := filepath.Glob(goldens + "/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strays {
		if id := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(name), ".txt"), "_", "-"); !ids[id] {
			t.Errorf("%s belongs to no anomaly", name)
		}
	}
}

func TestEntriesAreWhole(t *testing.T) {
	for _, a := range Catalogue {
		for field, text := range map[string]string{"Title": a.Title, "Doc": a.Doc, "Together": a.Together, "Example": a.Example, "Source": a.Source} {
			if text == "" {
				t.Errorf("%s has no %s", a.ID, field)
			}
		}
		if !strings.HasSuffix(a.Doc, ".") || strings.HasSuffix(a.Together, ".") {
			t.Errorf("%s: Doc is made of sentences, Together is not one", a.ID)
		}
		if got := parse(t, a.Example).String(); got != a.Example {
			t.Errorf("%s: the example prints as\n%s", a.ID, got)
		}
	}
}

// Every read that nothing explains has a name, and every name its identifier.
func TestEveryBreachHasAName(t *testing.T) {
	for kind := dependency.ThinAir; kind <= dependency.CyclicVersions; kind++ {
		if !slices.ContainsFunc(Catalogue, func(a *Anomaly) bool { return a.ID == kind.String() && slices.Contains(a.Shape.Reads, kind) }) {
			t.Errorf("no anomaly is called %s and has it as its shape", kind)
		}
	}
}

// TestModelsThatForbid holds the two lists of each entry against an engine that
// tries every execution, and the checker against both.
func TestModelsThatForbid(t *testing.T) {
	for _, a := range Catalogue {
		h := parse(t, a.Example)
		admitted := oracle.Admitted(h, oracle.Versioned)
		verdicts, err := checker.Classify(context.Background(), h, axioms.Models, checker.Options{})
		if err != nil {
			t.Fatalf("%s: %v", a.ID, err)
		}
		var forbid, admit []*axioms.Model
		for i, m := range axioms.Models {
			if m.SingleObject {
				continue
			}
			want := checker.Violated
			if admitted.Has(m.Name) {
				want = checker.Consistent
				admit = append(admit, m)
			} else {
				forbid = append(forbid, m)
			}
			if verdicts[i].Outcome != want {
				t.Errorf("%s: %s is %s, want %s", a.ID, m.Name, verdicts[i].Outcome, want)
			}
		}
		if got := ends(forbid, (*axioms.Model).Implies); !slices.Equal(got, a.ForbiddenBy) {
			t.Errorf("%s: ForbiddenBy is %q, want %q", a.ID, a.ForbiddenBy, got)
		}
		if got := ends(admit, func(m, o *axioms.Model) bool { return o.Implies(m) }); !slices.Equal(got, a.AdmittedBy) {
			t.Errorf("%s: AdmittedBy is %q, want %q", a.ID, a.AdmittedBy, got)
		}
	}
}

// ends returns the names of the models that are beyond no other one.
func ends(models []*axioms.Model, beyond func(m, o *axioms.Model) bool) []string {
	var names []string
	for _, m := range models {
		if !slices.ContainsFunc(models, func(o *axioms.Model) bool { return o != m && beyond(m, o) }) {
			names = append(names, m.Name)
		}
	}
	return names
}

// TestExamplesAreFound wants each example to be called by its name under every
// model that forbids it.
func TestExamplesAreFound(t *testing.T) {
	for _, a := range Catalogue {
		h := parse(t, a.Example)
		verdicts, err := checker.Classify(context.Background(), h, axioms.Models, checker.Options{})
		if err != nil {
			t.Fatalf("%s: %v", a.ID, err)
		}
		for _, v := range verdicts {
			for _, f := range In(v) {
				if f.Name != a.ID {
					t.Errorf("%s under %s is called %s:\n%s", a.ID, v.Model.Name, f.Name, strings.Join(f.Sentences, "\n"))
				}
			}
		}
		for _, name := range a.ForbiddenBy {
			if f := in(t, h, name); f.Name != a.ID {
				t.Errorf("%s checked against %s alone is called %s", a.ID, name, f.Name)
			}
		}
	}
}

func TestByName(t *testing.T) {
	for name, want := range map[string]*Anomaly{
		"lost-update": LostUpdate, "Lost-Update": LostUpdate, "P4": LostUpdate, "g0": DirtyWrite, ":G1a": AbortedRead,
		"G-single": GSingle, "A5B": WriteSkew, "G1c-realtime": CircularInformationFlowRealtime,
	} {
		if got, err := ByName(name); err != nil || got != want {
			t.Errorf("ByName(%q) = %v, %v; want %s", name, got, err, want.ID)
		}
	}
	if _, err := ByName("fork"); err == nil || !strings.Contains(err.Error(), "long-fork") {
		t.Errorf("ByName(fork): %v, want an error that names long-fork", err)
	}
	if _, err := ByName("sunshine"); err == nil {
		t.Error("ByName(sunshine) is no error")
	}
}
