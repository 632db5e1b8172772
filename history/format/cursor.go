package format

import (
	"encoding/binary"
	"math/bits"
)

// cursor is a place in a text that is parsed in place.
type cursor struct {
	src []byte
	at  int
}

// word moves past w if it comes next and reports whether it did.
func (p *cursor) word(w string) bool {
	if !hasWord(p.src, p.at, w) {
		return false
	}
	p.at += len(w)
	return true
}

// natural reads the integer at index at of src, which is not negative, of at most 18
// digits and without superfluous zeros. It returns where its digits end, or -1 if there
// is no such integer. What comes after its digits is left to the caller.
func natural(src []byte, at int) (n int64, end int) {
	if at+8 <= len(src) {
		text := binary.LittleEndian.Uint64(src[at:])
		n, digits := eightDigits(text)
		if digits == 1 || uint(digits-2) <= 5 && byte(text) != '0' {
			return n, at + digits
		}
	}
	return anyNatural(src, at)
}

// anyNatural is natural for integers of any length and those at the end of src.
func anyNatural(src []byte, at int) (n int64, end int) {
	n, digits := leadingDigits(src[at:])
	if digits == 1 || digits >= 2 && digits <= 18 && src[at] != '0' {
		return n, at + digits
	}
	return 0, -1
}

// hasWord reports whether w is at index at of src.
func hasWord(src []byte, at int, w string) bool {
	return len(src)-at >= len(w) && string(src[at:at+len(w)]) == w
}

// hasByte reports whether c is at index at of src.
func hasByte(src []byte, at int, c byte) bool { return at < len(src) && src[at] == c }

// nextLine returns where the line after the one that ends at index at of src begins.
// It returns -1 if it does not end there, or if at is -1.
func nextLine(src []byte, at int) int {
	if at < 0 || at == len(src) {
		return at
	}
	if src[at] == '\r' {
		at++
	}
	if hasByte(src, at, '\n') {
		return at + 1
	}
	return -1
}

// leadingDigits returns the number that s begins with and how many digits it has.
// Beyond 18 of them the number is meaningless.
func leadingDigits(s []byte) (n int64, digits int) {
	if len(s) >= 8 {
		n, digits = eightDigits(binary.LittleEndian.Uint64(s))
		if digits < 8 {
			return n, digits
		}
	}
	for digits < len(s) && s[digits]-'0' <= 9 {
		n = n*10 + int64(s[digits]-'0')
		digits++
	}
	return n, digits
}

// eightDigits is leadingDigits for the eight bytes of x, the first one lowest, all
// of them at a time. Where there are no digits the number is meaningless.
func eightDigits(x uint64) (n int64, digits int) {
	const (
		zeros = 0x3030303030303030
		tens  = 0x7676767676767676 // a byte above 9 carries into its top bit
		tops  = 0x8080808080808080
	)
	x ^= zeros
	last := uint(bits.TrailingZeros64((x+tens|x)&tops)) >> 3
	x <<= (64 - 8*last) & 63 // the digits, after zeros; as it is, if there are none
	x = x * (10<<8 + 1) >> 8 & 0x00ff00ff00ff00ff
	x = x * (100<<16 + 1) >> 16 & 0x0000ffff0000ffff
	return int64(x * (10000<<32 + 1) >> 32), int(last)
}
