package format

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestLeadingDigits compares eight bytes at a time with one at a time.
func TestLeadingDigits(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for range 100_000 {
		text := make([]byte, rng.IntN(24))
		for i := range text {
			text[i] = '0' + byte(rng.IntN(10))
		}
		if len(text) > 0 && rng.IntN(4) > 0 {
			text[rng.IntN(len(text))] = byte(rng.IntN(256))
		}
		number, digits := int64(0), 0
		for ; digits < len(text) && '0' <= text[digits] && text[digits] <= '9'; digits++ {
			number = 10*number + int64(text[digits]-'0')
		}
		n, d := leadingDigits(text)
		if d != digits || digits > 0 && digits <= 18 && n != number {
			t.Fatalf("%q begins with %d of %d digits, expected %d of %d", text, n, d, number, digits)
		}
	}
}

func TestNaturals(t *testing.T) {
	for text, want := range map[string]string{
		"0,":                   "0 1",
		"7]":                   "7 1",
		"00":                   "0 -1",
		"01 ":                  "0 -1",
		"":                     "0 -1",
		"-1":                   "0 -1",
		"12345678":             "12345678 8",
		"123456789x":           "123456789 9",
		"999999999999999999]":  "999999999999999999 18",
		"1000000000000000000]": "0 -1",
	} {
		for _, after := range []string{"", " and so on"} { // eight bytes at a time, or not
			if got := fmt.Sprint(natural([]byte(text+after), 0)); got != want {
				t.Errorf("%q: %s, want %s", text+after, got, want)
			}
		}
	}
}
