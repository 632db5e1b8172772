package format

import (
	"context"
	"strings"
	"testing"
)

// TestFaultsOfHistoryTxt: what the nemesis gives as value may be a keyword, which of a
// client would be its error.
func TestFaultsOfHistoryTxt(t *testing.T) {
	text := "0\t:invoke\t:read\tnil\n:nemesis\t:info\t:start-partition\t:majority\n0\t:info\t:read\t:timed-out\n"
	h, err := JepsenText.Decode(context.Background(), strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	faults := h.Faults()
	if len(faults) != 1 || faults[0].Name != ":start-partition" || faults[0].Detail != ":majority" {
		t.Errorf("faults are %+v", faults)
	}
}
