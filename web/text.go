package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"visar/history"
)

// cutTo returns s, visible and with its middle left out if it has more than n
// runes.
func cutTo(s string, n int) string {
	s = history.Visible(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	return string(runes[:n/2]) + "…" + string(runes[len(runes)-n/2+1:])
}

// grouped returns n with its digits in groups of three.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// counted returns "1 key" or "2 keys".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(n) + " " + plural(what)
}

// plural returns the plural of a word as it is needed here: keys, and histories.
func plural(word string) string {
	if stem, is := strings.CutSuffix(word, "ry"); is {
		return stem + "ries"
	}
	return word + "s"
}

// secondsText returns a time in the unit that suits it.
func secondsText(s float64) string {
	switch {
	case s < 0.0005:
		return "under 1 ms"
	case s < 1:
		return fmt.Sprintf("%.0f ms", s*1000)
	case s < 120:
		return fmt.Sprintf("%.1f s", s)
	}
	return fmt.Sprintf("%d min", int(math.Round(s/60)))
}

// listed joins words as people do: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
