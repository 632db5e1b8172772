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

// byte moves past c if it comes next and reports whether it did.
func (p *cursor) byte(c byte) bool {
	if p.at < len(p.src) && p.src[p.at] == c {
		p.at++
		return true
	}
	return false
}

// word moves past w if it comes next and reports whether it did.
func (p *cursor) word(w string) bool {
	if len(p.src)-p.at < len(w) || string(p.src[p.at:p.at+len(w)]) != w {
		return false
	}
	p.at += len(w)
	return true
}

// natural reads an integer that is not negative, of at most 18 digits and without
// superfluous zeros. What comes after its digits is left to the caller.
func (p *cursor) natural() (int64, bool) {
	from := p.at
	n, digits := leadingDigits(p.src[from:])
	p.at += digits
	return n, digits > 0 && digits <= 18 && (digits == 1 || p.src[from] != '0')
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
// of them at a time.
func eightDigits(x uint64) (n int64, digits int) {
	const (
		zeros = 0x3030303030303030
		tens  = 0x7676767676767676 // a byte above 9 carries into its top bit
		tops  = 0x8080808080808080
	)
	x ^= zeros
	digits = bits.TrailingZeros64((x+tens|x)&tops) / 8
	x <<= 64 - 8*digits // the digits, after zeros
	x = (x*10 + x>>8) & 0x00ff00ff00ff00ff
	x = (x*100 + x>>16) & 0x0000ffff0000ffff
	x = (x*10000 + x>>32) & 0x00000000ffffffff
	return int64(x), digits
}
