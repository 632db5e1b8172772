package main

import (
	"os"
	"path/filepath"
	"testing"
)

// hostile is a history whose names attack every output: control characters, which
// XML cannot hold; markup; the commands of GitHub; the directives of TAP; the ends of
// code blocks and tables.
const hostile = `{"id":"T\u0000\u001b[2J","session":"s\u0007","ops":[["r","k]]>\ufffe<script>&\"'",null],["w","k]]>\ufffe<script>&\"'",1]]}
{"id":"::error::x\n::add-mask::y%0A","session":"b","ops":[["r","k]]>\ufffe<script>&\"'",null],["w","k]]>\ufffe<script>&\"'",2]]}
`

// hostileRead is one with a read that nothing explains.
const hostileRead = `{"id":"a # todo b\r\n1..0","session":"c","ops":[["r","` + "|```" + `\n## [x](javascript:y) @all","` + "\\u202e" + `"]]}
`

// allowing allows the write skew of the history skewed, and is for two models.
const allowing = `version: 1
histories:
  - path: h.txt
    models: [snapshot-isolation, serializable]
    allow:
      - anomaly: write-skew
        max: 1
        reason: the # of doctors is not locked
        issue: https://example.com/issues/17
        expires: 2999-12-31
  - path: solo.txt
    models: [serializable]
`

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// reportRuns are the arguments of runs that between them bring out every part of an
// output about passing and failing.
func reportRuns(t *testing.T) [][]string {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for name, text := range schemaHistories {
		paths = append(paths, write(t, dir, name, text))
	}
	evil := write(t, dir, "evil ,:%|`<b>#x.jsonl", hostile)
	evilRead := write(t, dir, "evil_read.jsonl", hostileRead)
	solo := write(t, dir, "solo.txt", "T1[a]: w(x,1)\nT2[a]: r(x,1)\n")
	skew := write(t, dir, "h.txt", skewed)
	expect := write(t, dir, "visar.yaml", allowing)
	stale := write(t, dir, "stale.yaml", "version: 1\nhistories:\n  - path: solo.txt\n    models: [causal]\n    allow:\n      - anomaly: long-fork\n        reason: old\n  - path: nothing/**\n    models: [serializable]\n")
	store := filepath.Join(dir, "store", "counter", "20260101T000000.000Z")
	if err := os.MkdirAll(store, 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, store, "history.edn", lostUpdateEDN)
	write(t, store, "results.edn", "{:workload {:valid? true, :anomaly-types (:G2-item)}, :valid? true}\n")
	return [][]string{
		{"-m", "serializable", filepath.Join(dir, "store")},
		append([]string{"-m", "si", "-m", "linearizable", "-m", "serializable"}, paths...),
		{"-m", "serializable", "-m", "causal", evil, evilRead},
		{"--expect", expect, skew, solo},
		{"--expect", stale, solo},
		{"--expect", expect, "--min-transactions", "9", skew, solo},
		{"--on-undecided", "warn", "-m", "linearizable", skew},
		{"--on-undecided", "pass", "--on-vacuous", "pass", "-m", "linearizable", skew, solo},
		{"--timeout", "1ns", skew},
		{filepath.Join(dir, "missing")},
	}
}
