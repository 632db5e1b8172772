package measure

import (
	"os"
	"os/exec"
	"strings"
)

// SortBySession is the command that lists a history of one transaction a line session by
// session, in the order of bytes: the session is the second field.
const SortBySession = "sort -s -t, -k2,2"

// ListBySession does that to the file at path.
func ListBySession(path string) error {
	sort := exec.Command("sort", append(strings.Fields(SortBySession)[1:], "-o", path, path)...)
	sort.Env = append(os.Environ(), "LC_ALL=C")
	sort.Stderr = os.Stderr
	return sort.Run()
}
