package claims_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"visar/anomalies"
	"visar/anomalies/draw"
	"visar/checker"
	"visar/claims"
)

var rewrite = flag.Bool("rewrite", false, "write the golden texts and pictures anew")

// claimAgainst is a claim that the anomaly breaks.
func claimAgainst(a *anomalies.Anomaly) *claims.Claim {
	switch {
	case a == anomalies.TornRecovery:
		return claims.BufferedDurable
	case slices.Contains(anomalies.Durability, a):
		return claims.Durable
	case a == anomalies.ClockInversion || a == anomalies.WrongWinner:
		return claims.LWWRegister
	}
	return claims.MVRegister
}

// toldAndDrawn judges the example of an anomaly and returns what is told of it and
// its picture.
func toldAndDrawn(t *testing.T, a *anomalies.Anomaly) (told, picture string) {
	t.Helper()
	h := read(t, claims.Example{History: a.Example})
	for _, p := range claimAgainst(a).Parts(h, claims.MomentsOf(h)) {
		if p.History == nil {
			continue
		}
		verdicts, err := p.Check(context.Background(), checker.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range verdicts {
			for _, f := range anomalies.In(v) {
				if f.Anomaly != a {
					continue
				}
				var svg bytes.Buffer
				if err := draw.SVG(&svg, f, p.History); err != nil {
					t.Fatal(err)
				}
				return fmt.Sprintf("# %s\n%s\n----\n%s\n", a.Title, a.Example, strings.Join(f.Sentences, "\n")), svg.String()
			}
		}
	}
	t.Fatalf("the example of %s is none", a.ID)
	return "", ""
}

// TestGoldens tells and draws the anomalies that only claims find.
func TestGoldens(t *testing.T) {
	for _, a := range slices.Concat(anomalies.Replicated, anomalies.Durability) {
		told, picture := toldAndDrawn(t, a)
		for range 9 {
			if text, svg := toldAndDrawn(t, a); text != told || svg != picture {
				t.Fatalf("%s is not always the same", a.ID)
			}
		}
		if err := wellFormed(picture); err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
		// Boxes that nothing joins would show nothing.
		if !strings.Contains(picture, "<path ") && a != anomalies.SiblingUnwritten {
			t.Errorf("%s has no arrow", a.ID)
		}
		name := filepath.Join("../testdata/claims", strings.ReplaceAll(a.ID, "-", "_"))
		compare(t, name+".txt", told)
		compare(t, name+".svg", picture)
	}
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func compare(t *testing.T, path, text string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s is not what there is now; look at both and run with -rewrite:\n%s", path, text)
	}
}
