package main

import "testing"

func TestByteSize(t *testing.T) {
	for text, want := range map[string]byteSize{
		"1": 1, "12B": 12, "500MB": 500_000_000, "4GiB": 4 << 30, "1.5K": 1536, "2 TiB": 2 << 40,
	} {
		var got byteSize
		if err := got.Set(text); err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "GB", "1XB", "NaN", "Inf", "1e30", "9000000TiB"} {
		var got byteSize
		if err := got.Set(text); err == nil {
			t.Errorf("%q is %d, want an error", text, got)
		}
	}
}
