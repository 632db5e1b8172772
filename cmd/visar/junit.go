package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// junit prints a suite for each history and in it a case for each model. Violated
// is a failure; undecided, and what cannot be judged, an error; what is let pass is
// skipped, with the reason. The elements and their order are those that both the
// schema of Ant's reports and that of Jenkins have.
type junit struct {
	w      io.Writer
	suites []junitSuite
	now    time.Time
}

func newJUnit(w io.Writer, _ presentation) renderer { return &junit{w: w, now: time.Now().UTC()} }

type junitSuite struct {
	Package    string          `xml:"package,attr"`
	ID         int             `xml:"id,attr"`
	Name       string          `xml:"name,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Hostname   string          `xml:"hostname,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties junitProperties `xml:"properties"`
	Cases      []junitCase     `xml:"testcase"`
	Out        string          `xml:"system-out"`
	Err        string          `xml:"system-err"`
}

type junitProperties struct {
	List []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	ClassName string       `xml:"classname,attr"`
	Time      string       `xml:"time,attr"`
	Skipped   *junitDetail `xml:"skipped"`
	Error     *junitDetail `xml:"error"`
	Failure   *junitDetail `xml:"failure"`
}

type junitDetail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func (r *junit) file(j *judged) error {
	s := r.suite(j.path)
	if j.file != nil {
		s.Out = summary(j)
		s.property("sha256", j.file.SHA256)
	}
	for _, rm := range j.remarks {
		s.Err += printable(rm.text) + "\n"
	}
	seconds := 0.0
	for _, it := range j.items() {
		seconds += it.seconds
		s.add(j.path, it)
	}
	s.Time = junitSeconds(seconds)
	r.suites = append(r.suites, s)
	return nil
}

func (r *junit) suite(name string) junitSuite {
	return junitSuite{Package: "visar", ID: len(r.suites), Name: printable(name), Hostname: "localhost",
		Timestamp: r.now.Format("2006-01-02T15:04:05"), Time: junitSeconds(0)}
}

func (s *junitSuite) property(name, value string) {
	s.Properties.List = append(s.Properties.List, junitProperty{name, value})
}

// add puts an item in as a case. XML has no way to write most control characters;
// printable escapes them, and encoding/xml the rest.
func (s *junitSuite) add(path string, it item) {
	c := junitCase{Name: printable(it.name), ClassName: printable(path), Time: junitSeconds(it.seconds)}
	detail := &junitDetail{Message: printable(it.message), Type: it.grade.String(), Text: printableLines(it.details)}
	s.Tests++
	switch it.grade {
	case gradePassed:
	case gradeAllowed, gradeWarned:
		s.Skipped++
		c.Skipped = &junitDetail{Message: junitSkipped(it), Text: detail.Text}
	case gradeViolated:
		s.Failures++
		c.Failure = detail
	default:
		s.Errors++
		c.Error = detail
	}
	s.Cases = append(s.Cases, c)
}

// junitSkipped says why a case is let pass.
func junitSkipped(it item) string {
	return "expected: " + printable(it.message)
}

func junitSeconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// printableLines puts each text on a line of its own.
func printableLines(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString(printable(t) + "\n")
	}
	return b.String()
}

func (r *junit) end(run *runResult) error {
	if len(run.remarks) > 0 {
		s := r.suite(run.remarks[0].Path)
		for _, rm := range run.remarks {
			s.add(rm.Path, item{name: rm.Position.String(), grade: gradeWarned, message: rm.Message})
		}
		r.suites = append(r.suites, s)
	}
	if _, err := io.WriteString(r.w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(r.w)
	enc.Indent("", "  ")
	err := enc.Encode(struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}{Suites: r.suites})
	if err != nil {
		return err
	}
	_, err = io.WriteString(r.w, "\n")
	return err
}
