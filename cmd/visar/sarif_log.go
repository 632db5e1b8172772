package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"visar/anomalies"
	"visar/history/dependency"
)

// The parts of a log, of which only what is used is here.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool            `json:"tool"`
	Invocations []sarifInvocation    `json:"invocations"`
	Bases       map[string]sarifBase `json:"originalUriBaseIds"`
	Results     []sarifResult        `json:"results"`
	ColumnKind  string               `json:"columnKind"`
}

type sarifBase struct {
	Description sarifText `json:"description"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Short sarifText `json:"shortDescription"`
	Full  sarifText `json:"fullDescription"`
	Help  sarifText `json:"help"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifInvocation struct {
	Successful bool          `json:"executionSuccessful"`
	ExitCode   int           `json:"exitCode"`
	Notices    []sarifNotice `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotice struct {
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	CodeFlows    []sarifCodeFlow    `json:"codeFlows,omitempty"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	Properties   *sarifProperties   `json:"properties,omitempty"`
}

type sarifProperties struct {
	Model string `json:"model"`
	Axiom string `json:"axiom"`
	Count int    `json:"count"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type sarifLocation struct {
	Physical sarifPlace `json:"physicalLocation"`
	Message  *sarifText `json:"message,omitempty"`
}

type sarifPlace struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI  string `json:"uri"`
	Base string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	Line   int `json:"startLine"`
	Column int `json:"startColumn,omitempty"`
}

type sarifCodeFlow struct {
	ThreadFlows []sarifThreadFlow `json:"threadFlows"`
}

type sarifThreadFlow struct {
	Locations []sarifStep `json:"locations"`
}

type sarifStep struct {
	Location sarifLocation `json:"location"`
}

func newSARIFNotice(warning bool, message, path string, line, column int) sarifNotice {
	n := sarifNotice{Level: "error", Message: sarifText{printable(message)}, Locations: []sarifLocation{{Physical: placeIn(path, line, column)}}}
	if warning {
		n.Level = "warning"
	}
	return n
}

// placeIn returns a place in a file. A relative path is one from where the program
// ran.
func placeIn(path string, line, column int) sarifPlace {
	u := url.URL{Path: filepath.ToSlash(path)}
	p := sarifPlace{Artifact: sarifArtifact{URI: u.String()}}
	switch {
	case path == "-":
		p.Artifact.URI = "stdin"
	case filepath.IsAbs(path):
		u.Scheme = "file"
		p.Artifact.URI = u.String()
	default:
		p.Artifact.Base = "%SRCROOT%"
	}
	if line > 0 {
		p.Region = &sarifRegion{line, column}
	}
	return p
}

// maxFlow bounds the steps of a cycle that are shown; viewers take 1,000.
const maxFlow = 1000

// codeFlows shows the cycle of an anomaly step by step, each at the line of the
// transaction that it leaves.
func codeFlows(j *judged, f *anomalies.Found) []sarifCodeFlow {
	if len(f.Cycle) == 0 {
		return nil
	}
	var flow sarifThreadFlow
	for i, e := range f.Cycle {
		if i == maxFlow {
			break
		}
		line := 0
		if e.Edge.From >= 0 {
			line = int(j.file.History.Line(e.Edge.From))
		}
		why := sarifText{printable(fmt.Sprintf("%s -%s-> %s: %s", e.From, strings.TrimSpace(e.Kind+" "+e.Key), e.To, e.Why))}
		flow.Locations = append(flow.Locations, sarifStep{sarifLocation{placeIn(j.path, line, 0), &why}})
	}
	return []sarifCodeFlow{{[]sarifThreadFlow{flow}}}
}

func joinedSentences(f *anomalies.Found) string {
	return printable(strings.Join(anomalies.Shortened(f.Sentences, maxShownSentences), " "))
}

func oneParagraph(s string) string { return strings.Join(strings.Fields(s), " ") }

// fingerprints identify an anomaly. The cycle is the same wherever it is begun, and
// its hash is what GitHub, under a name of its own, tells results of a file apart
// by. The shape leaves out names and keys, which differ from run to run.
func fingerprints(f *anomalies.Found, model string) map[string]string {
	cycle := []string{model, f.Name, strings.Join(f.TxnNames, "\x00"), strings.Join(f.Keys, "\x00")}
	shape := []string{model, f.Name}
	if len(f.Cycle) > 0 {
		cycle = append(cycle[:2:2], canonical(f.Cycle, func(e anomalies.EdgeText) string {
			return strings.Join([]string{e.From, e.Kind, e.Key}, "\x00")
		})...)
		shape = append(shape, canonical(f.Cycle, func(e anomalies.EdgeText) string { return e.Kind })...)
	}
	id := hashed(cycle)
	return map[string]string{"visarCycle/v1": id, "visarShape/v1": hashed(shape), "primaryLocationLineHash": id + ":1"}
}

// canonical returns the names of the edges of a cycle from the edge on that makes
// them least.
func canonical(cycle []anomalies.EdgeText, name func(anomalies.EdgeText) string) []string {
	names := make([]string, len(cycle))
	for i, e := range cycle {
		names[i] = name(e)
	}
	at := dependency.LeastRotation(names)
	return slices.Concat(names[at:], names[:at])
}

func hashed(parts []string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x01")))
	return hex.EncodeToString(sum[:16])
}
