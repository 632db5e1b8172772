// Package release tests how the program is built for others: build.sh makes it for
// every system, the same bytes each time.
package release
