package anomalies

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"visar/history"
	"visar/history/dependency"
)

// edge tells an edge and what it follows from.
func (t *teller) edge(e dependency.Edge, follows []dependency.Edge) EdgeText {
	text := t.bareEdge(e)
	if e.Kind == dependency.CO && len(follows) == 0 {
		follows = e.Via.Visible
	}
	for _, f := range follows {
		text.Follows = append(text.Follows, t.bareEdge(f))
	}
	return text
}

func (t *teller) bareEdge(e dependency.Edge) EdgeText {
	return EdgeText{From: t.short(e.From), To: t.short(e.To), Kind: e.Kind.String(), Key: t.key(e.Key), Why: t.why(e), Edge: e}
}

// edges tells the edges of a loop.
func (t *teller) edges(l loop) []EdgeText {
	texts := make([]EdgeText, len(l.cycle))
	for i, e := range l.cycle {
		texts[i] = t.edge(e, l.follows[i])
	}
	return texts
}

// why says in a sentence why there is an edge.
func (t *teller) why(e dependency.Edge) string {
	switch e.Kind {
	case dependency.SO:
		return t.whySession(e)
	case dependency.RT:
		return fmt.Sprintf("%s ended at %d, before %s started at %d",
			t.name(e.From), t.h.End(e.From), t.name(e.To), t.h.Start(e.To))
	case dependency.WR:
		return t.whyRead(e)
	case dependency.WW:
		return t.whyVersions(e)
	case dependency.RW:
		return t.whyAnti(e)
	default:
		return t.whyForced(e)
	}
}

func (t *teller) whySession(e dependency.Edge) string {
	session := ""
	if name := t.h.SessionName(t.h.Session(e.From)); name != "" {
		session = " " + cut(name)
	}
	return fmt.Sprintf("%s came before %s in session%s", t.name(e.From), t.name(e.To), session)
}

func (t *teller) whyRead(e dependency.Edge) string {
	if !t.h.IsList(e.Key) {
		return fmt.Sprintf("%s read %s, which %s wrote", t.name(e.To), t.readText(e.ToOp, -1), t.name(e.From))
	}
	element := t.h.OpValue(e.FromOp)
	return fmt.Sprintf("%s read %s, where %s had appended %s",
		t.name(e.To), t.readText(e.ToOp, element), t.name(e.From), t.value(element))
}

// whyVersions says how it is known that one version came before another.
func (t *teller) whyVersions(e dependency.Edge) string {
	order := fmt.Sprintf("%s %s before %s %s",
		t.name(e.From), t.wrote(e.FromOp), t.name(e.To), t.wrote(e.ToOp))
	if t.h.IsList(e.Key) {
		return order + t.revealed(e)
	}
	lo, _ := t.h.Ops(e.To)
	for i := lo; i < e.ToOp; i++ {
		if returned(t.h, i, e.FromOp) {
			return fmt.Sprintf("%s read %s, which %s wrote, and then %s",
				t.name(e.To), t.readText(i, -1), t.name(e.From), t.wrote(e.ToOp))
		}
	}
	return order
}

// revealed says what shows the order of two elements, to end a sentence: the read
// of the longest list has both, or the second one nobody read.
func (t *teller) revealed(e dependency.Edge) string {
	longest := t.h.Longest(e.Key)
	last := t.h.OpValue(e.ToOp)
	at := slices.Index(longest, last)
	if at < 0 {
		if e.Assumed || !slices.Contains(longest, t.h.OpValue(e.FromOp)) {
			return ""
		}
		return ", which the longest list that was read does not have"
	}
	read := t.longestRead(e.Key)
	if read < 0 {
		return ""
	}
	return fmt.Sprintf(": %s read %s", t.name(t.txnOf(read)), t.readText(read, last))
}

// longestRead returns the first committed read of the whole longest list of key k,
// or -1. The first call finds it for every key.
func (t *teller) longestRead(k int32) int32 {
	if t.longest == nil {
		t.longest = slices.Repeat([]int32{-1}, t.h.Keys())
		for txn := range int32(t.h.Len()) {
			if t.h.Status(txn) == history.Committed {
				t.noteLongest(txn)
			}
		}
	}
	return t.longest[k]
}

func (t *teller) noteLongest(txn int32) {
	lo, hi := t.h.Ops(txn)
	for i := lo; i < hi; i++ {
		k := t.h.OpKey(i)
		if t.h.OpKind(i) != history.Read || !t.h.IsList(k) || t.longest[k] >= 0 {
			continue
		}
		if list, prefix := t.h.ListRead(i); prefix && len(list) == len(t.h.Longest(k)) {
			t.longest[k] = i
		}
	}
}

func (t *teller) whyAnti(e dependency.Edge) string {
	if t.h.IsList(e.Key) {
		list, _ := t.h.ListRead(e.FromOp)
		last := int32(-1)
		if len(list) > 0 {
			last = list[len(list)-1]
		}
		return fmt.Sprintf("%s read %s and did not see the %s by %s",
			t.name(e.From), t.readText(e.FromOp, last), t.writeText(e.ToOp), t.name(e.To))
	}
	initial := ""
	if e.Source < 0 {
		initial = ", the initial value"
	}
	return fmt.Sprintf("%s read %s%s, which %s overwrote with %s",
		t.name(e.From), t.readText(e.FromOp, -1), initial, t.name(e.To), t.value(t.h.OpValue(e.ToOp)))
}

// whyForced tells a commit-order edge.
func (t *teller) whyForced(e dependency.Edge) string {
	saw := t.sight(e.Via.Visible)
	if read := forcedRead(t.h, e); read >= 0 {
		saw += ", and read " + t.readText(read, t.h.OpValue(e.ToOp)) + " from " + t.short(e.To)
	}
	return fmt.Sprintf("%s %s: so %s %s before %s %s", t.name(e.Via.Reader), saw,
		t.short(e.From), t.wrote(e.FromOp), t.short(e.To), t.wrote(e.ToOp))
}

// toldPath is the length of the longest path that is told in one sentence.
const toldPath = 4

// sight says how the last transaction of a path came to see the first.
func (t *teller) sight(path []dependency.Edge) string {
	first := path[0]
	if len(path) > toldPath {
		return "saw " + t.name(first.From) + " by way of " + strconv.Itoa(len(path)) + " steps"
	}
	if len(path) > 1 {
		var whys []string
		for _, e := range path {
			whys = append(whys, t.why(e))
		}
		return "saw " + t.name(first.From) + " (" + strings.Join(whys, "; ") + ")"
	}
	switch first.Kind {
	case dependency.WR:
		return "read " + t.readText(first.ToOp, t.h.OpValue(first.FromOp)) + " from " + t.name(first.From)
	case dependency.SO:
		return "came after " + t.name(first.From) + " in its session"
	default:
		return "started after " + t.name(first.From) + " had ended"
	}
}
