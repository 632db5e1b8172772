package checker

import (
	"testing"
)

// TestClassesThatAreObeyedAreNotSearched: a store with snapshot isolation makes many
// cycles that other models forbid. That none of them is forbidden without real time
// here is seen from the components alone, and no transaction is searched from.
func TestClassesThatAreObeyedAreNotSearched(t *testing.T) {
	h := ofStore(t, "snapshot-isolation", 3000)
	for name, searched := range map[string]bool{"realtime-prefix": false, "strong-prefix": false, "realtime-snapshot-isolation": false, "strict-serializable": true} {
		w := newWitness(newPolygraph(jobUnder(t, h, name)))
		found := false
		for _, c := range w.classes() {
			found = w.prepare(c, witnessSteps) && !c.real || found
		}
		if found != searched {
			t.Errorf("%s: some class without real time is searched: %v, want %v", name, found, searched)
		}
	}
}

// TestClassesOfForbiddenPaths: where an anti-dependency forbids paths no cycle has two.
func TestClassesOfForbiddenPaths(t *testing.T) {
	for name, classes := range map[string]int{"parallel-snapshot-isolation": 3, "snapshot-isolation": 4, "strong-parallel-snapshot-isolation": 9, "strong-snapshot-isolation": 12} {
		m := modelNamed(t, name)
		set := m.Axioms.Closure()
		if got := len((&polygraph{job: &job{set: set}, shape: shapeOf(set)}).classes()); got != classes {
			t.Errorf("%s has %d classes of cycles, want %d", name, got, classes)
		}
	}
}
