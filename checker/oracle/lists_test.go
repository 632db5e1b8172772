package oracle

import (
	"strings"
	"testing"
)

// basis names the plain models from the weakest up.
var basis = []struct{ short, name string }{
	{"ru", "read-uncommitted"}, {"rc", "read-committed"}, {"mav", "monotonic-atomic-view"},
	{"ic", "item-cut-isolation"}, {"ra", "read-atomic"}, {"ua", "update-atomic"},
	{"cc", "causal"}, {"psi", "parallel-snapshot-isolation"}, {"pc", "prefix"},
	{"si", "snapshot-isolation"}, {"ser", "serializable"},
}

func inBasis(s Set) string {
	var words []string
	for _, m := range basis {
		if s.Has(m.name) {
			words = append(words, m.short)
		}
	}
	return strings.Join(words, " ")
}

func TestLists(t *testing.T) {
	const all = "ru rc mav ic ra ua cc psi pc si ser"
	for _, c := range []struct {
		name           string
		history        []string
		versioned, log string
	}{
		{"serial", []string{"ax1", "ax2", "lx1.2", "lx1", "lx"}, all, all},
		{"read, append, read", []string{"ax1", "lx1 ax2 lx1.2 ax3", "lx1.2.3"}, all, all},
		// A log that T1 and T2 append to without seeing each other. In a log
		// UA may show T1 to T2 and to nobody who sees T2.
		{"incompatible reads", []string{"ax1", "ax2", "lx1", "lx2"}, "ru", "ru rc mav ic ra ua cc"},
		{"opposite reads", []string{"ax1", "ax2", "lx1.2", "lx2.1"}, "ru", ""},
		{"duplicate element", []string{"ax1", "lx1.1"}, "", ""},
		{"element of an aborted transaction", []string{"ax1 aborted", "ax2", "lx1.2"}, "ru", "ru"},
		{"element of nobody", []string{"lx7"}, "ru", "ru"},
		{"intermediate read", []string{"ax1 ax2", "lx1"}, "ru", "ru"},
		// T2 comes between the two appends of T1: a dirty write.
		{"append between appends", []string{"ax1 ax2", "ax3", "lx1.3.2"}, "", ""},
		{"append before an unread one", []string{"ax1 ax2", "ax3", "lx1.3"}, "", "ru"},
		{"own appends out of order", []string{"ax1 ax2", "ax3", "lx2.1.3"}, "", ""},
		{"first append lost", []string{"ax1 ax2", "lx2"}, "", "ru"},
		{"cycle of two lists", []string{"ax1 ay3", "ax2 ay4", "lx1.2 ly4.3"}, "", ""},
		{"own append not read", []string{"ax1 lx"}, "ru", "ru"},
		{"own append read before it", []string{"lx1 ax1"}, "ru", "ru"},
		{"unrepeatable read", []string{"ax1", "lx lx1"}, "ru rc mav", "ru rc mav"},
		{"going back", []string{"ax1", "lx1 lx"}, "ru rc", "ru rc"},
		{"fractured read", []string{"ax1 ay2", "lx1 ly"}, "ru rc", "ru rc"},
		{"fractured read reordered", []string{"ax1 ay2", "ly lx1"}, "ru rc mav ic", "ru rc mav ic"},
		{"lost update", []string{"lx ax1", "lx ax2"}, "ru rc mav ic ra cc pc", "ru rc mav ic ra cc pc"},
		{"write skew", []string{"lx ay1", "ly ax2"}, "ru rc mav ic ra ua cc psi pc si", "ru rc mav ic ra ua cc psi pc si"},
		// T2 appends to a list whose last element it need not have read: only
		// NOCONFLICT makes it see T1 and so y.
		{"append after an unseen one", []string{"ax1 ay5", "ly ax2", "lx1.2"}, "ru rc mav ic ra cc pc", "ru rc mav ic ra cc pc"},
		// In a log it has seen T1 if it says so.
		{"append after an unseen one that it read", []string{"ax1 ay5", "ly ax2 lx1.2"}, "ru rc mav ic ra cc pc", "ru rc mav ic"},
		{"unknown append observed", []string{"ax1 unknown", "lx1"}, all, all},
		{"unknown append not observed", []string{"ax1 unknown", "lx"}, all, all},
		{"unknown append in a cycle", []string{"ax1 ay3 unknown", "ax2 ay4", "lx1.2 ly4.3"}, "", ""},
		{"reads of the unknown are ignored", []string{"lx7 ax1 lx unknown", "lx1"}, all, all},
		{"reads of the aborted are ignored", []string{"lx7.7 aborted", "ax1", "lx1"}, all, all},
		{"list and register", []string{"ax1 wy1", "lx1 ry0"}, "ru rc", "ru rc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := parse(t, c.history...)
			if got := inBasis(Admitted(h, Versioned)); got != c.versioned {
				t.Errorf("versioned: %q, want %q", got, c.versioned)
			}
			if got := inBasis(Admitted(h, Log)); got != c.log {
				t.Errorf("log: %q, want %q", got, c.log)
			}
		})
	}
}

// TestUnreadAppend has an append that ended before another began, and a read
// of the other alone. Versioned, what nobody read comes after what somebody
// read, whatever the model; in a log it is merely not visible.
func TestUnreadAppend(t *testing.T) {
	h := parse(t, "a: ax2 @1-2", "b: ax1 @3-4", "c: lx1 @0-9")
	models := []string{"serializable", "realtime-causal", "realtime-prefix", "strong-causal"}
	for lists, want := range map[Lists]Set{
		Versioned: Of("serializable"),
		Log:       Of("serializable", "realtime-causal"),
	} {
		if got := Admitted(h, lists) & Of(models...); got != want {
			t.Errorf("lists %d: %v, want %v", lists, got.Names(), want.Names())
		}
	}
}
