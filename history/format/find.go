package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Find returns the files that paths name, in their order: a file is itself, "-"
// is the standard input, and a directory is every history under it, sorted. A
// file that is reached twice is named once.
//
// In a directory, histories are found by content. A run in a Jepsen store,
// store/<test>/<time>/, is its history.edn alone, or its test.jepsen or
// history.txt where that is missing: neither the copies by key
// below independent/ nor the results beside it are histories of their own, and
// links to directories, such as latest and current, are not followed. A
// directory of logs, one a session, is a history itself.
func Find(paths []string) ([]string, error) { return FindTelling(paths, func(string) {}) }

// FindTelling is [Find] that calls passed with each file in a directory that begins
// like a history and is none, in the order in which it meets them: a configuration in
// JSON, the results of an earlier run.
func FindTelling(paths []string, passed func(path string)) ([]string, error) {
	var found []string
	seen := map[string]bool{}
	add := func(path string) {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			real = path
		}
		if real, err = filepath.Abs(real); path == "-" || err != nil {
			real = path
		}
		if !seen[real] {
			seen[real] = true
			found = append(found, path)
		}
	}
	for _, path := range paths {
		if path == "-" {
			add(path)
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			add(path)
			continue
		}
		under, err := findUnder(path, passed)
		if err != nil {
			return nil, err
		}
		if len(under) == 0 {
			return nil, fmt.Errorf("%s: no history under this directory", path)
		}
		for _, p := range under {
			add(p)
		}
	}
	return found, nil
}

// findUnder returns the histories under a directory, sorted.
func findUnder(dir string, passed func(path string)) ([]string, error) {
	var found []string
	for left := []string{dir}; len(left) > 0; {
		dir, left = left[len(left)-1], left[:len(left)-1]
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		if names, _ := sessionLogs(dir, entries); names != nil {
			found = append(found, dir)
			continue
		}
		if history := jepsenRun(entries); history != "" {
			found = append(found, filepath.Join(dir, history))
			continue
		}
		for _, entry := range entries {
			path := filepath.Join(dir, entry.Name())
			switch {
			case strings.HasPrefix(entry.Name(), "."):
			case entry.IsDir():
				left = append(left, path)
			default:
				looks, is, err := isHistory(path)
				if err != nil {
					return nil, err
				}
				if is {
					found = append(found, path)
				} else if looks {
					passed(path)
				}
			}
		}
	}
	slices.Sort(found)
	return found, nil
}

// jepsenRun returns the name of the history if the entries are those of a
// run's directory in a Jepsen store.
func jepsenRun(entries []os.DirEntry) string {
	histories := []string{"history.edn", "history.edn.gz", "history.edn.zst", "test.jepsen", "history.txt"}
	best, run := len(histories), 0
	for _, entry := range entries {
		switch name := entry.Name(); name {
		case "jepsen.log", "results.edn", "test.jepsen", "test.fressian", "history.txt", "timeline.html":
			run++
		}
		if i := slices.Index(histories, entry.Name()); i >= 0 {
			best = min(best, i)
		}
	}
	// A history alone may lie anywhere.
	if best == len(histories) || best >= 3 && run < 2 || run == 0 {
		return ""
	}
	return histories[best]
}

// isHistory reports whether the file at path looks like a history at first, and
// whether it begins as one does. So does one that turns out to be broken, which is
// better said than passed over.
func isHistory(path string) (looks, is bool, err error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Name() == "results.edn" {
		return false, false, nil // a dangling link, a socket
	}
	f, err := os.Open(path)
	if err != nil {
		return false, false, err
	}
	defer f.Close()
	text, err := decompress(f, 0)
	if err != nil {
		return true, true, nil
	}
	defer text.close()
	head, format, err := choose(context.Background(), text, &Options{})
	var unknown *SyntaxError
	if err != nil {
		broken := !errors.Is(err, errEmpty) && !errors.As(err, &unknown)
		return broken, broken, nil
	}
	return true, format.begins == nil || format.begins(head), nil
}

// hasOneOf returns a function that reports whether the beginning of a file has one of
// marks.
func hasOneOf(marks ...string) func(head []byte) bool {
	return func(head []byte) bool {
		return slices.ContainsFunc(marks, func(mark string) bool { return bytes.Contains(head, []byte(mark)) })
	}
}
