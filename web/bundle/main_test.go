package main

import (
	"bytes"
	"os"
	"testing"
)

// TestBundleIsFresh: the script that the program carries is that of the modules.
func TestBundleIsFresh(t *testing.T) {
	want, err := bundle("../script/main.js")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../page/report.js")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("page/report.js is not what script/ makes; go generate ./web writes it")
	}
}
