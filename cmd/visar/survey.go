package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"visar/anomalies"
	"visar/checker"
	"visar/history"
	"visar/history/format"
)

// maxShownSurveyed bounds the anomalies that -v shows of a survey.
const maxShownSurveyed = 10

// survey is what else violates the model of a verdict.
type survey struct {
	verdict *checker.Verdict
	// found are anomalies by kind and keys, with counts: the verdict's own, then one
	// of every other kind, then the rest.
	found    []surveyed
	complete bool
}

// surveyed is an anomaly with its evidence.
type surveyed struct {
	*anomalies.Found
	refutation *checker.Refutation
	own        bool // it is the verdict's own and not to be counted
}

// surveyOf looks for more that violates the model of a violated verdict.
func surveyOf(ctx context.Context, v *checker.Verdict, opt checker.Options) (*survey, error) {
	all, complete, err := checker.Survey(ctx, v.History, v, opt)
	if err != nil {
		return nil, err
	}
	s := &survey{verdict: v, complete: complete}
	var others []surveyed
	known := map[string]bool{}
	for i, f := range anomalies.Surveyed(v, all) {
		one := surveyed{Found: f, refutation: all[i].Refutation}
		if known[f.Name] {
			others = append(others, one)
		} else {
			s.found = append(s.found, one)
		}
		known[f.Name] = true
	}
	s.found = append(s.found, others...)
	return s, nil
}

// survey looks for more in each violated verdict that rests on evidence of its
// own; what follows from another verdict was surveyed there. Where anomalies are
// allowed it looks in all: a stronger model forbids more.
func (res *judged) survey(ctx context.Context, opt checker.Options) (err error) {
	res.surveys = make([]*survey, len(res.verdicts))
	for i, v := range res.verdicts {
		r := v.Refutation
		if r == nil || r.Given != nil || r.Siblings != nil || v.From != nil && (res.entry == nil || len(res.entry.Allow) == 0) {
			continue
		}
		if res.surveys[i], err = surveyOf(ctx, v, opt); err != nil {
			return err
		}
	}
	return nil
}

// alsoText counts what there is beside the verdict's own anomaly: "12 more
// lost-update on 5 sets of keys, 3 write-skew". It is "" where there is nothing.
func (s *survey) alsoText() string {
	others := &survey{found: slices.Clone(s.found)}
	others.found[0].own = true
	kinds := others.kinds()
	slices.SortStableFunc(kinds, func(a, b *surveyedKind) int { return cmp.Compare(b.count, a.count) })
	var parts []string
	for _, k := range kinds {
		if k.count > 0 {
			parts = append(parts, k.String())
		}
	}
	return strings.Join(parts, ", ")
}

// kinds counts the anomalies of each name, without the verdict's own where that is
// left out.
func (s *survey) kinds() []*surveyedKind {
	var kinds []*surveyedKind
	for _, f := range s.found {
		at := slices.IndexFunc(kinds, func(k *surveyedKind) bool { return k.name == f.Name })
		if at < 0 {
			at = len(kinds)
			kinds = append(kinds, &surveyedKind{name: f.Name, keys: map[string]bool{}})
		}
		count := f.Count
		if f.own {
			kinds[at].more = "more "
			count--
		}
		kinds[at].add(count, f.Keys)
	}
	return kinds
}

// surveyedKind counts the anomalies of one name.
type surveyedKind struct {
	name, more string
	count      int
	keys       map[string]bool
}

func (k *surveyedKind) add(count int, keys []string) {
	if count > 0 {
		k.count += count
		k.keys[strings.Join(keys, "\x00")] = true
	}
}

func (k *surveyedKind) String() string {
	text := fmt.Sprintf("%d %s%s", k.count, k.more, k.name)
	if len(k.keys) > 1 {
		text += fmt.Sprintf(" on %d sets of keys", len(k.keys))
	}
	return text
}

// also prints what a survey found beside the verdict's own anomaly.
func (t *text) also(s *survey) {
	counts := s.alsoText()
	switch {
	case counts == "" && s.complete:
		return
	case counts == "":
		t.line("    there may be more: not everything was looked for")
		return
	case !s.complete:
		counts += "; not everything was looked for"
	}
	if t.verbose || t.all || len(s.found) == 1 {
		t.line("    also: %s", counts)
		t.surveyed(s)
	} else {
		t.line("    also: %s; -v shows one of each", counts)
	}
}

// surveyed prints the anomalies of a survey after the first, one for each kind and
// set of keys, numbered as visar draw takes them.
func (t *text) surveyed(s *survey) {
	shown := len(s.found)
	if !t.all {
		shown = min(shown, maxShownSurveyed+1)
	}
	for i, f := range s.found[1:shown] {
		times := ""
		if f.Count > 1 {
			times = fmt.Sprintf(", %d times", f.Count)
		}
		t.line("  %d. %s%s:", i+2, f.Name, times)
		t.finding(f.Found)
	}
	if shown < len(s.found) {
		t.line("  showing %d of %d; --all shows every one", shown-1, len(s.found)-1)
	}
}

// minimalHistory is the smallest part of a history that shows an anomaly, in the
// native format.
type minimalHistory struct {
	found *anomalies.Found
	text  string
}

// maxMinimized bounds the transactions of an anomaly whose smallest part results hold.
const maxMinimized = 1000

// makeMinimal makes the smallest parts for the anomalies of each verdict and for those
// of its survey that results list if not all are asked for. Those for which there is
// no time, or none was found, are left out, and those of very many transactions.
func (res *judged) makeMinimal(ctx context.Context, opt checker.Options) error {
	made := map[string]bool{}
	for i, v := range res.verdicts {
		shown := []surveyed{}
		for _, n := range res.findings.of[i] {
			shown = append(shown, surveyed{Found: res.findings.all[n], refutation: v.Refutation})
		}
		if res.surveys != nil && res.surveys[i] != nil {
			shown = append(shown, res.surveys[i].listed(false)...)
		}
		for _, f := range shown {
			if ctx.Err() != nil {
				return nil
			}
			id := identity(f.Found)
			if made[id] || len(f.Txns) > maxMinimized {
				continue
			}
			made[id] = true
			if err := res.addMinimal(ctx, v, f, opt); err != nil {
				return err
			}
		}
	}
	return nil
}

// addMinimal adds the smallest part that violates the model of v by f, if one is
// found.
func (res *judged) addMinimal(ctx context.Context, v *checker.Verdict, f surveyed, opt checker.Options) error {
	one := *v
	one.Refutation = f.refutation
	small, _, err := minimalBy(ctx, &one, []string{f.Name}, opt)
	if err != nil {
		return nil
	}
	var text bytes.Buffer
	if err := format.Native.Encode(&text, small); err != nil {
		return err
	}
	res.minimal = append(res.minimal, minimalHistory{f.Found, text.String()})
	return nil
}

// minimalBy returns the smallest part of the history of v that violates the model
// by the anomaly with these names, and whether nothing more can go.
func minimalBy(ctx context.Context, v *checker.Verdict, names []string, opt checker.Options) (*history.History, bool, error) {
	same := func(w *checker.Verdict) bool {
		return slices.Equal(namesOf(find([]*checker.Verdict{w}), 0), names)
	}
	return checker.Minimize(ctx, v.History, v, same, opt)
}
