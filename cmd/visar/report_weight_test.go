package main

import (
	"regexp"
	"testing"
)

// TestPageWeight: a page of more than 10,000 transactions and 50 anomalies has under
// 300 kB beside the run itself: the texts, and packed the pictures and the copies.
func TestPageWeight(t *testing.T) {
	page, err := postgresReport()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`<details class="anomaly"`).FindAll(page, -1)); n != 50 {
		t.Fatalf("the page shows %d anomalies, want 50", n)
	}
	run := regexp.MustCompile(`<script type="application/gzip" id="columns-1">[^<]*</script>`).Find(page)
	details := regexp.MustCompile(`<script type="application/gzip" id="details-1">[^<]*</script>`).Find(page)
	t.Logf("%d bytes: %d of the run, %d packed anomalies, %d else", len(page), len(run), len(details), len(page)-len(run)-len(details))
	if weight := len(page) - len(run); weight >= 300_000 {
		t.Errorf("the page has %d bytes beside the run, want less than 300,000", weight)
	}
}
