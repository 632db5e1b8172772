package visartest

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// callerOf returns the file and the line of the code that called into this
// package.
func callerOf() (file string, line int) {
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "visar/visartest.") {
			return filepath.Base(f.File), f.Line
		}
		if !more {
			return "unknown", 0
		}
	}
}

func caller() string {
	file, line := callerOf()
	return fmt.Sprintf("%s:%d", file, line)
}
