package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/history"
)

// runOn judges a history against models.
func runOn(t *testing.T, text string, names ...string) *Run {
	t.Helper()
	h, err := history.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	r := &Run{Path: "now.txt", SHA256: "abc", Outcome: "violated", History: h, Complete: true}
	for _, name := range names {
		m, err := axioms.ModelByName(name)
		if err != nil {
			t.Fatal(err)
		}
		v, err := checker.Check(context.Background(), h, m, checker.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r.Verdicts = append(r.Verdicts, v)
		for _, f := range anomalies.In(v) {
			r.Sightings = append(r.Sightings, Sighting{Found: f, Model: m})
		}
	}
	return r
}

const skew = "T1[a]: r(x,_) w(y,1)\nT2[b]: r(y,_) w(x,1)"

// earlierText is an earlier result: a lost update of T1 and T2, which is gone now,
// and the write skew, if there was one.
func earlierText(sha string, serializable string, kinds ...string) string {
	var all []string
	for _, k := range kinds {
		all = append(all, fmt.Sprintf(`{"name":%q,"transactions":["T2","T1"],"keys":["x"],"count":3}`, k))
	}
	return fmt.Sprintf(`{"schema_version":1,"visar":"0.9","histories":[{"path":"old.txt","sha256":%q,"outcome":"violated","transactions":{"committed":1200,"aborted":1,"unknown":0},
		"sessions":2,"keys":2,"verdicts":[{"model":"serializable","outcome":%q},{"model":"prefix","outcome":"consistent"}],"anomalies":[%s]}]}`, sha, serializable, strings.Join(all, ","))
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, earlier   string
		verdicts, kinds []string
		gone            []string
		relation        string
	}{
		{"same recording, other anomalies", earlierText("abc", "violated", "lost-update", "write-skew"),
			[]string{"snapshot-isolation: not judged to consistent", "prefix: consistent to not judged"},
			[]string{"lost-update: 3 to 0, gone", "write-skew: 3 to 1, changed"}, []string{"lost-update: T2, T1 on x"}, "same"},
		{"another recording, where names mean nothing", earlierText("def", "consistent", "lost-update"),
			[]string{"serializable: consistent to violated", "snapshot-isolation: not judged to consistent", "prefix: consistent to not judged"},
			[]string{"lost-update: 3 to 0, gone", "write-skew: 0 to 1, new"}, nil, ""},
		{"kinds of another version", earlierText("abc", "violated", "phantom"),
			[]string{"snapshot-isolation: not judged to consistent", "prefix: consistent to not judged"},
			[]string{"write-skew: 0 to 1, new", "phantom: 3 to 0, gone"}, []string{"phantom: T2, T1 on x"}, "new"},
		{"no model that forbids it", strings.Replace(earlierText("abc", "violated"), "serializable", "read-atomic", 1),
			[]string{"serializable: not judged to violated", "snapshot-isolation: not judged to consistent", "prefix: consistent to not judged", "read-atomic: violated to not judged"},
			[]string{"write-skew: not looked for to 1, unasked"}, nil, ""},
	} {
		r := runOn(t, skew, "serializable", "snapshot-isolation")
		all, err := ParseResults([]byte(c.earlier))
		if err != nil {
			t.Fatal(err)
		}
		r.Baseline = BaselineFor(all, "now.txt", 0)
		groups := r.groups()
		got := r.compare(groups)
		var verdicts, kinds []string
		for _, v := range got.Verdicts {
			verdicts = append(verdicts, fmt.Sprintf("%s: %s to %s", v.Name, v.Before, v.Now))
		}
		for _, a := range got.Anomalies {
			kinds = append(kinds, fmt.Sprintf("%s: %s to %s, %s", a.Name, a.Before, a.Now, a.State))
		}
		if !slices.Equal(verdicts, c.verdicts) || !slices.Equal(kinds, c.kinds) || !slices.Equal(got.Gone, c.gone) {
			t.Errorf("%s: verdicts %q, anomalies %q, gone %q", c.name, verdicts, kinds, got.Gone)
		}
		if relation := r.relation(groups[0].all[0]); relation != c.relation {
			t.Errorf("%s: the write skew is %q, want %q", c.name, relation, c.relation)
		}
		if f := got.Facts[3]; f.Name != "Transactions" || f.Before != "1,200 committed, 1 aborted and 0 unknown" || f.Now != "2 committed, 0 aborted and 0 unknown" {
			t.Errorf("%s: the transactions are %+v", c.name, f)
		}
	}
}

func TestBaselineFor(t *testing.T) {
	all := []*Baseline{{Path: "a"}, {Path: "b"}}
	for _, c := range []struct {
		path  string
		place int
		want  *Baseline
	}{{"b", 0, all[1]}, {"c", 0, all[0]}, {"c", 2, nil}} {
		if got := BaselineFor(all, c.path, c.place); got != c.want {
			t.Errorf("the baseline for %s at %d is %v", c.path, c.place, got)
		}
	}
	for _, text := range []string{"", "[]", `{"schema_version":2}`, `{"histories":[]}`} {
		if _, err := ParseResults([]byte(text)); err == nil {
			t.Errorf("%q passes for results", text)
		}
	}
}
