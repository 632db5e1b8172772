package anomalies

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker"
)

// TestObjectExamples wants the example of each anomaly of single objects to be called
// by its name, and what is told of it to be the golden text.
func TestObjectExamples(t *testing.T) {
	for _, a := range Objects {
		h := parse(t, a.Example)
		if h.String() != a.Example {
			t.Errorf("%s: the example prints as\n%s", a.ID, h)
		}
		f := in(t, h, modelOf(a))
		if f.Anomaly != a {
			t.Errorf("%s is called %s", a.ID, f.Name)
		}
		golden(t, filepath.Join("../testdata/objects", fileName(a)+".txt"),
			fmt.Sprintf("# %s\n%s\n----\n%s\n", a.Title, a.Example, strings.Join(f.Sentences, "\n")))
		if by, err := ByName(a.ID); err != nil || by != a {
			t.Errorf("ByName(%q) = %v, %v", a.ID, by, err)
		}
		for line := range strings.SplitSeq(a.Explain(), "\n") {
			if len([]rune(line)) > 80 {
				t.Errorf("%s: a line of %d columns: %s", a.ID, len([]rune(line)), line)
			}
		}
	}
}

// TestObjectsAreForbiddenAndAdmitted judges each example by the models that are said
// to forbid and to admit it: it is not the stronger of the two that forbids it if the
// weaker does.
func TestObjectsAreForbiddenAndAdmitted(t *testing.T) {
	for _, a := range Objects {
		weakest, strongest := "sequential", "none"
		if outcomeOn(t, a.Example, axioms.Sequential) == checker.Consistent {
			weakest, strongest = "linearizable", "sequential"
		}
		if outcomeOn(t, a.Example, axioms.Linearizable) != checker.Violated {
			t.Errorf("%s: the example is linearizable", a.ID)
		}
		if got := strings.Join(a.ForbiddenBy, ", "); got != weakest {
			t.Errorf("%s is forbidden by %s, want %s", a.ID, got, weakest)
		}
		if got := a.admittedText(); got != strongest {
			t.Errorf("%s is admitted by %s, want %s", a.ID, got, strongest)
		}
	}
}

func outcomeOn(t *testing.T, text string, m *axioms.Model) checker.Outcome {
	t.Helper()
	v, err := checker.Check(context.Background(), parse(t, text), m, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return v.Outcome
}

// TestObjectNames names what is wrong beside the examples.
func TestObjectNames(t *testing.T) {
	for text, want := range map[string]*Anomaly{
		"T1 @1-2: push(s,1)\nT2 @3-4: push(s,2)\nT3 @5-6: pop(s,1)\nT4 @7-8: pop(s,2)":     ReorderedElements,
		"T1 @1-2: pop(s,1)\nT2 @3-4: push(s,1)":                                            PhantomElement,
		"T1 @1-2: push(s,1)\nT2 @3-4: pop(s,1)\nT3 @3- unknown: pop(s)\nT4 @5-6: pop(s,1)": DuplicateDelivery,
		"T1 @1-2: add(s,a)\nT2 @3-4: contains(s,a,false)":                                  LostElement,
		"T1 @1-2: add(s,a)\nT2 @3-4: get(s,[])":                                            LostElement,
		"T1 @1-2: add(s,a)\nT2 @3-4: get(s,[a b])":                                         PhantomElement,
		"T1 @1-2: add(s,a)\nT2 @3-4: remove(s,a)\nT3 @5-6: contains(s,a,true)":             NoLinearization,
		"T1 @1-2: release(l)": NoLinearization,
		"T1 @1- unknown: acquire(l)\nT2 @3-4: acquire(l,false)\nT3 @5-6: acquire(l)\nT4 @7-8: acquire(l)": DoubleHold,
		"T1 @1-2: put(m,a)\nT2 @3-4: extend(m,b)\nT3 @5-6: get(m,a)":                                      NoLinearization,
		"T1 @1-2: add(n,2)\nT2 @3-4: add(n,3,4)":                                                          Miscount,
	} {
		if f := in(t, parse(t, text), "linearizable"); f.Anomaly != want {
			t.Errorf("%s, want %s:\n%s", f.Name, want.ID, text)
		}
	}
}

// TestRegisterHasATimeline: beside its cycle, a register that is not linearizable
// shows the operations that suffice.
func TestRegisterHasATimeline(t *testing.T) {
	h := parse(t, "T1 @1-2: w(x,1)\nT2 @3-4: w(x,2)\nT3 @5-6: r(x,1)\nT4 @7-8: r(x,2)")
	f := in(t, h, "linearizable")
	if f.Anomaly != StaleRead || len(f.Cycle) == 0 || len(f.Timeline) != 3 {
		t.Errorf("%s with a cycle of %d and %d operations on the timeline", f.Name, len(f.Cycle), len(f.Timeline))
	}
	last := f.Sentences[len(f.Sentences)-1]
	if want := "Of 4 operations on x these suffice: put 1 (T1), put 2 (T2), get -> 1 (T3)."; last != want {
		t.Errorf("got %q, want %q", last, want)
	}
}

// A linearizable history of each object has no anomaly.
func TestObjectsThatHold(t *testing.T) {
	for _, text := range []string{
		"T1 @1-2: enqueue(q,1)\nT2 @1-4: enqueue(q,2)\nT3 @5-6: dequeue(q,2)\nT4 @7-8: dequeue(q,1)\nT5 @9-10: dequeue(q,_)",
		"T1 @1- unknown: acquire(l)\nT2 @3-4: acquire(l)\nT3 @5-6: release(l)",
	} {
		v, err := checker.Check(context.Background(), parse(t, text), modelNamed(t, "linearizable"), checker.Options{})
		if err != nil || v.Outcome != checker.Consistent || !v.Certified || In(v) != nil {
			t.Errorf("%v, %v:\n%s", v, err, text)
		}
	}
}

// modelOf names the weakest model that forbids an anomaly of single objects.
func modelOf(a *Anomaly) string {
	if a == NoSequentialOrder {
		return "sequential"
	}
	return "linearizable"
}
