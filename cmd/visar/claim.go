package main

import (
	"context"
	"fmt"

	"visar/checker"
	"visar/claims"
	"visar/history"
)

// claimed judges the history at path by the claim, in a result for each part of it:
// the parts leave different things out of account.
func (j *judge) claimed(ctx context.Context, path string) []*judged {
	ctx, cancel := j.budget.context(ctx)
	defer cancel()
	shown := j.shown()
	shown.begin(path)
	defer shown.end()
	first := &judged{path: path, input: j.input, claim: j.claim}
	if !j.read(ctx, first) {
		return []*judged{first}
	}
	h := first.file.History
	at, err := j.input.moments(claims.MomentsOf(h))
	if err != nil {
		first.outcome, first.reason = broken, err.Error()
		return []*judged{first}
	}
	var all []*judged
	parts := j.claim.Parts(h, at)
	for i := range parts {
		p := &parts[i]
		if p.History == nil {
			continue
		}
		res := &judged{path: path, input: j.input, claim: j.claim, part: p, entry: first.entry, jepsen: first.jepsen}
		file := *first.file
		file.History = p.History
		if p.View == claims.Surviving {
			res.whole = h
		}
		res.file = &file
		j.history(ctx, res)
		all = append(all, res)
	}
	if skipped := len(parts) - len(all); skipped > 0 {
		if len(all) == 0 {
			first.unusable(problem{message: unmarked(j.claim), fatal: true})
			return []*judged{first}
		}
		last := all[len(all)-1]
		last.problems = append(last.problems, problem{message: "nothing says when all writes had been delivered: convergence was not tested (--quiescence-at)"})
	}
	return all
}

// unmarked says what a history lacks of which a claim has nothing to say.
func unmarked(c *claims.Claim) string {
	switch c.Tests[0].View {
	case claims.Restarted, claims.CutOff, claims.Surviving:
		return "the claim is about crashes, and the history marks none; a fault named crash does, or --crash-at"
	}
	return "the claim is about what comes after quiescence, and the history does not say when that was; --quiescence-at does"
}

// fatalFor returns what keeps the history of res from being judged by a claim: not
// that keys are written as registers and read as lists, if its registers have
// several values.
func fatalFor(res *judged) func(history.Problem) bool {
	siblings := res.part != nil && res.part.Tests[0].Law == claims.Siblings
	return func(p history.Problem) bool { return p.Fatal && !(siblings && p.MixedUse) }
}

// viewText says in which sense the history of res was judged, or "".
func viewText(res *judged) string {
	if res.part == nil {
		return ""
	}
	text := "claim " + res.claim.Name
	if v := res.part.String(); v != "" {
		text += ", " + v
	}
	return text
}

// claimVerdict re-judges a verdict that only claims have, which no search decides.
func claimVerdict(ctx context.Context, h *history.History, model string, opt checker.Options) (*checker.Verdict, error) {
	m, law, ok := claims.LawOf(model)
	if !ok {
		return nil, fmt.Errorf("no claim has the model %q", model)
	}
	if law == claims.Clocks {
		return checker.CheckByClocks(h, m, opt)
	}
	return checker.CheckSiblings(ctx, h, m, opt)
}
