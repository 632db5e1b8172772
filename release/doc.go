// Package release tests how the program is built for others: build.sh makes it for
// every system, the same bytes each time, and check.sh makes sure of that.
package release
