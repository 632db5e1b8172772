package anomalies

import (
	"fmt"
	"strings"

	"visar/history/dependency"
)

// String returns the shape in words.
func (s *Shape) String() string {
	if len(s.Reads) > 0 {
		return s.readText()
	}
	parts := []string{s.kindsText()}
	for _, p := range []string{s.needsText(), s.countText(), s.adjacencyText(), s.keysText(), s.whereText()} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "; ")
}

func (s *Shape) readText() string {
	var kinds []string
	for _, k := range s.Reads {
		kinds = append(kinds, k.String())
	}
	text := "a read that nothing explains: " + strings.Join(kinds, " or ")
	if s.Where&WritesWhatItRead != 0 {
		text += ", with a committed write of the key on top of it"
	}
	return text
}

func (s *Shape) kindsText() string {
	if len(s.Pattern) == 0 {
		return "a cycle of " + words(kindNames(s.Among)) + " edges"
	}
	pattern := strings.Join(kindNames(s.Pattern), ";")
	switch {
	case s.AtLeast == 0:
		return "the cycle " + pattern
	case len(s.Pattern) == 1:
		return fmt.Sprintf("a cycle of %d or more %s edges and no others", s.AtLeast, pattern)
	default:
		return fmt.Sprintf("a cycle of %s, %d times or more", pattern, s.AtLeast)
	}
}

func kindNames(kinds []dependency.Kind) []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.String())
	}
	return names
}

func (s *Shape) needsText() string {
	if len(s.Needs) == 0 {
		return ""
	}
	return "at least one " + strings.Join(kindNames(s.Needs), " and one ")
}

func (s *Shape) countText() string {
	switch {
	case s.MinRW == 0:
		return ""
	case s.MinRW == s.MaxRW:
		return fmt.Sprintf("exactly %d RW", s.MinRW)
	default:
		return fmt.Sprintf("%d or more RW", s.MinRW)
	}
}

func (s *Shape) adjacencyText() string {
	return [...]string{AnyAdjacency: "", NoneAdjacent: "no two RW in a row", SomeAdjacent: "two RW in a row"}[s.Adjacency]
}

func (s *Shape) keysText() string {
	return [...]string{AnyKeys: "", OneKey: "all of one key", DistinctKeys: "each of another key"}[s.Keys]
}

func (s *Shape) whereText() string {
	var parts []string
	for _, w := range []struct {
		where Where
		text  string
	}{
		{ReadLater, "the read of RW comes later in its transaction than that of WR"},
		{ObserverOnlyReads, "one of the transactions only reads"},
		{WritesWhatItRead, "who reads the key writes it too"},
		{EndsInRead, "before RW comes WR"},
	} {
		if s.Where&w.where != 0 {
			parts = append(parts, w.text)
		}
	}
	return strings.Join(parts, "; ")
}
