package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// rival is another program that judges histories.
type rival struct {
	name  string // as its authors write it
	about string // what is to be known of it and its verdicts, after its name
	// histories is what the flags of the histories have that it can judge, format
	// what it reads.
	histories, format string
	levels            []level
	arguments         string // with LEVEL and FILE
	accepts, rejects  string // what it prints; a rejection may contain accepts
	limit             limit
}

// level is a model that the program decides too, and what that calls it.
type level struct{ model, name string }

// limit bounds the memory of a command.
type limit struct {
	of    string
	limit func(megabytes int, command []string) []string
}

var addressSpace = limit{"address space", func(megabytes int, command []string) []string {
	return append([]string{"sh", "-c", `ulimit -v "$0" && exec "$@"`, strconv.Itoa(megabytes << 10)}, command...)
}}

// heap is for programs that run on a Java machine, which reserves more addresses than it uses.
var heap = limit{"heap", func(megabytes int, command []string) []string {
	return append([]string{"env", fmt.Sprintf("JAVA_TOOL_OPTIONS=-Xmx%dm", megabytes)}, command...)
}}

const javaMachine = "runs on a Java machine: what starting that, compiling and collecting take is in its\n" +
	"figures, and most of those of small histories. "

var rivals = []rival{
	{
		name: "AWDIT",
		about: "is built as its authors release it; what it calls read committed is monotonic atomic\n" +
			"view. ",
		histories: registerFlags, format: "plume",
		levels:    []level{{"monotonic-atomic-view", "read-committed"}, {"read-atomic", "read-atomic"}, {"causal", "causal"}},
		arguments: "check -i LEVEL FILE", accepts: "Consistent", rejects: "Inconsistent", limit: addressSpace,
	},
	{
		name: "Plume",
		about: javaMachine + "What it calls\n" +
			"read committed is less than monotonic atomic view, of which it leaves out what the\n" +
			"arbitration has to show. ",
		histories: registerFlags, format: "plume",
		levels:    []level{{"monotonic-atomic-view", "RC"}, {"read-atomic", "RA"}, {"causal", "TCC"}},
		arguments: "-t PLUME -i LEVEL FILE", accepts: "ACCEPT", rejects: "REJECT", limit: heap,
	},
	{
		name:      "Elle",
		about:     javaMachine + "It is called as\nelle-cli calls it. ",
		histories: listFlags, format: "jepsen-edn",
		levels: []level{
			{"strict-serializable", "strict-serializable"}, {"serializable", "serializable"}, {"snapshot-isolation", "snapshot-isolation"},
		},
		arguments: "-m list-append -c LEVEL FILE", accepts: "\t true", rejects: "\t false", limit: heap,
	},
}

// rivalNamed returns the program of that name, in lower case.
func rivalNamed(name string) (rival, error) {
	for _, r := range rivals {
		if r.lower() == name {
			return r, nil
		}
	}
	return rival{}, fmt.Errorf("no program %q is known", name)
}

func (r rival) lower() string { return strings.ToLower(r.name) }

// outcome returns the verdict in what it prints, if it came to one.
func (r rival) outcome(out []byte) string {
	switch {
	case bytes.Contains(out, []byte(r.rejects)):
		return "violated"
	case bytes.Contains(out, []byte(r.accepts)):
		return "consistent"
	}
	return notDone
}

// shapes are those that it can judge.
func (r rival) shapes() []shape {
	var all []shape
	for _, s := range shapes {
		if strings.Contains(s.flags, r.histories) {
			all = append(all, s)
		}
	}
	return all
}

// of returns the levels that the histories of the shape are checked against.
func (r rival) of(s shape) []level {
	var all []level
	for _, l := range r.levels {
		for _, c := range s.checks {
			if c.args == "check -m "+l.model {
				all = append(all, l)
			}
		}
	}
	return all
}
