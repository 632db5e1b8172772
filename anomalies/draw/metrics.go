package draw

import "unicode"

// Sizes in pixels.
const (
	lineHeight = 18
	padding    = 10
	laneHead   = 26
	channel    = 56 // between rows
	margin     = 12
	track      = 12 // between parallel lines
	clearance  = 7  // between a line and a box
	corner     = 7  // radius
)

// textWidth returns the width of text in the monospaced font of 12 px, rounded up:
// 7.3 px a cell.
func textWidth(text string) int {
	cells := 0
	for _, r := range text {
		cells += cellsOf(r)
	}
	return (cells*73 + 9) / 10
}

// cellsOf returns how many cells a character takes, at most.
func cellsOf(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case r < 0x1100 || r == '…':
		return 1
	default:
		return 2
	}
}

// fit cuts text to a number of cells.
func fit(text string, cells int) string {
	used := 0
	for i, r := range text {
		used += cellsOf(r)
		if used > cells && used > cellsOf(r) {
			return cutAt(text[:i])
		}
	}
	return text
}

// cutAt ends text with an ellipsis in place of its last character.
func cutAt(text string) string {
	runes := []rune(text)
	return string(runes[:len(runes)-1]) + "…"
}
