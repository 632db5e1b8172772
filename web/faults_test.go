package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"visar/history/format"
)

// TestBands: what a nemesis does is reported twice, as by Jepsen.
func TestBands(t *testing.T) {
	for _, c := range []struct {
		faults string
		want   []string
	}{
		{":start :start :stop :stop", []string{"start 1-4"}},
		{":start-partition :start-partition :kill :kill :stop-partition :stop-partition :start :start", []string{"start-partition 1-6", "kill 3-8"}},
		{":pause :pause", []string{"pause 1-9"}},
		{":bump-clock :bump-clock :bump-clock", []string{"bump-clock 1-2", "bump-clock 3-3"}},
		{":start :start :stop :stop :start :start :stop :stop", []string{"start 1-4", "start 5-8"}},
		{":stop :stop", []string{"stop 1-2"}},
	} {
		var text strings.Builder
		text.WriteString("{:time 0, :type :invoke, :process 1, :f :txn, :value [[:append 1 2]]}\n{:time 0, :type :ok, :process 1, :f :txn, :value [[:append 1 2]]}\n")
		text.WriteString("{:time 0, :type :invoke, :process 0, :f :txn, :value [[:append 1 1]]}\n")
		for i, name := range strings.Fields(c.faults) {
			fmt.Fprintf(&text, "{:time %d, :type :info, :process :nemesis, :f %s}\n", i+1, name)
		}
		text.WriteString("{:time 9, :type :ok, :process 0, :f :txn, :value [[:append 1 1]]}\n")
		f, err := format.Read(context.Background(), strings.NewReader(text.String()), "h.edn")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range bands(f.History, newClock(f.History)) {
			got = append(got, fmt.Sprintf("%s %d-%d", b.Name, b.Start, b.End))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.faults, got, c.want)
		}
	}
}
