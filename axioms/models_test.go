package axioms

import (
	"strings"
	"testing"
)

func TestModelsComeAfterWeakerOnes(t *testing.T) {
	for i, m := range Models {
		for _, later := range Models[i+1:] {
			if m.Implies(later) {
				t.Errorf("%s comes before %s, which it implies", m.Name, later.Name)
			}
		}
	}
}

func TestNamesOfModelsAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, m := range Models {
		names := append([]string{m.Name}, m.otherNames()...)
		for _, name := range names {
			if other, ok := seen[name]; ok {
				t.Errorf("%s and %s are both called %s", m.Name, other, name)
			}
			if name != strings.ToLower(name) {
				t.Errorf("name %s of %s has capitals and is never found", name, m.Name)
			}
			seen[name] = m.Name
			if got, err := ModelByName(strings.ToUpper(name)); err != nil || got != m {
				t.Errorf("ModelByName(%q) = %v, %v, want %s", strings.ToUpper(name), got, err, m.Name)
			}
		}
		if m.Title == "" || m.Doc == "" || m.Source == "" {
			t.Errorf("%s lacks a title, a text or a source", m.Name)
		}
	}
}

func TestModelsHaveTheirAxioms(t *testing.T) {
	tests := map[string]Set{
		"read-uncommitted":                     0,
		"read-committed":                       COMMITTED,
		"monotonic-atomic-view":                COMMITTED | MONOTONICVIEW,
		"strong-session-monotonic-atomic-view": COMMITTED | MONOTONICVIEW | ARSESSION,
		"item-cut-isolation":                   COMMITTED | MONOTONICVIEW | INT,
		"ra":                                   INT | EXT,
		"ss-ua":                                INT | EXT | NOCONFLICT | SESSION,
		"rt-cc":                                INT | EXT | TRANSVIS | SESSION | ARREALTIME,
		"strong-psi":                           INT | EXT | TRANSVIS | NOCONFLICT | REALTIME,
		"pc":                                   INT | EXT | PREFIX,
		"rt-si":                                INT | EXT | PREFIX | NOCONFLICT | SESSION | ARREALTIME,
		"ss-ser":                               INT | EXT | TOTALVIS | SESSION,
		"strong-ser":                           INT | EXT | TOTALVIS | REALTIME,
		"rt-ser":                               INT | EXT | TOTALVIS | REALTIME,
		"pram":                                 INT | EXT | RYW | MR | MW,
		"osc":                                  INT | EXT | TOTALVIS | SESSION | ARREALTIMEUPDATE,
		"serializable-no-stale-reads":          INT | EXT | TOTALVIS | ARREALTIMEKEY,
		"strong-session-serializable-no-stale-reads": INT | EXT | TOTALVIS | ARREALTIMEKEY | SESSION,
		"sequential":   INT | EXT | TOTALVIS | SESSION,
		"linearizable": INT | EXT | TOTALVIS | REALTIME,
	}
	for name, want := range tests {
		m, err := ModelByName(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if m.Axioms != want {
			t.Errorf("%s is %s, want %s", name, m.Axioms, want)
		}
	}
}

func TestUnknownModels(t *testing.T) {
	tests := []struct{ name, want string }{
		{"repeatable-read", "unknown model \"repeatable-read\"; `visar models` lists them"},
		{"no-stale-reads", "unknown model \"no-stale-reads\"; did you mean serializable-no-stale-reads, strong-session-serializable-no-stale-reads?"},
	}
	for _, test := range tests {
		if _, err := ModelByName(test.name); err == nil || err.Error() != test.want {
			t.Errorf("ModelByName(%q): %v, want %s", test.name, err, test.want)
		}
	}
}

func TestModelOf(t *testing.T) {
	tests := []struct {
		axioms string
		want   string // name, or error if it begins with "axioms"
	}{
		{"INT,EXT,TOTALVIS", "serializable"},
		{"INT,EXT,PREFIX,NO-CONFLICT", "snapshot-isolation"},
		{"INT,EXT,TOTALVIS,SESSION,ARREALTIME", "strict-serializable"},
		{"INT,EXT,RYW,MR,MW,WFR", "strong-session-causal"},
		{"INT,EXT,SESSION,NOCONFLICT", "strong-session-update-atomic"},
		{"INT,EXT,ARREALTIME", "int,ext,arrealtime"},
		{"INT,EXT,NOCONFLICT,WFR", "axioms INT,EXT,NOCONFLICT,WFR: session guarantees can be combined with INT, EXT, SESSION and laws on arbitration only"},
		// It is not causal consistency: what a session has read it need not see again.
		{"INT,EXT,SESSION,WFR", "int,ext,session,wfr"},
	}
	for _, test := range tests {
		s, err := ParseAxioms(test.axioms)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ModelOf(s)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = m.Name
		}
		if got != test.want {
			t.Errorf("ModelOf(%s): got %q, want %q", test.axioms, got, test.want)
		}
	}
}

func TestUnknownAxioms(t *testing.T) {
	_, err := ParseAxioms("INT, EXTRA")
	if err == nil || !strings.HasPrefix(err.Error(), `unknown axiom "EXTRA", expected one of INT, EXT, COMMITTED, `) {
		t.Errorf("got %v", err)
	}
}

// TestWritesFollowReadsBesideOthers has the histories for which an implication
// that holds of WFR alone fails beside other axioms.
func TestWritesFollowReadsBesideOthers(t *testing.T) {
	tests := []struct {
		text        string
		has, hasNot Set
	}{
		{"T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: r(x,_)", INT | EXT | SESSION | WFR, INT | EXT | SESSION | TRANSVIS},
		{"T1: w(x,1) w(z,1)\nT2: w(x,2) w(y,1)\nT3: r(y,1) r(z,_)\nT4: r(x,2) r(z,1)", INT | EXT | NOCONFLICT | WFR, INT | EXT | NOCONFLICT | TRANSVIS},
	}
	for _, test := range tests {
		h := parse(t, test.text)
		if !satisfiable(h, test.has) {
			t.Errorf("no execution satisfies %s on\n%s", test.has, test.text)
		}
		if satisfiable(h, test.hasNot) {
			t.Errorf("an execution satisfies %s on\n%s", test.hasNot, test.text)
		}
		if test.has.Implies(test.hasNot) {
			t.Errorf("%s is said to imply %s", test.has, test.hasNot)
		}
	}
	if !(INT | EXT | WFR).Implies(INT | EXT | TRANSVIS) {
		t.Error("WFR does not imply causal consistency")
	}
	if s := INT | EXT | SESSION | WFR; !s.Implies(INT | EXT | TRANSVIS) {
		t.Errorf("%s does not imply causal consistency without sessions", s)
	}
}

func TestCatalogueOfAxioms(t *testing.T) {
	var all Set
	for _, a := range Axioms {
		if all&a.Bit != 0 || a.Bit == 0 {
			t.Errorf("the bit of %s is that of another axiom, or none", a.Name)
		}
		all |= a.Bit
		if a.Title == "" || a.Formula == "" || a.Plain == "" || a.Breaks == "" || a.Source == "" {
			t.Errorf("%s is not fully documented", a.Name)
		}
		if found, err := AxiomByName(strings.ToLower(a.ID)); err != nil || found != a {
			t.Errorf("AxiomByName(%q) = %v, %v", a.ID, found, err)
		}
	}
	if all != ARREALTIMEUPDATE<<1-1 {
		t.Errorf("the catalogue has %b, want all axioms", all)
	}
}
