// Command visar decides which consistency models a recorded history of a
// database obeys, and shows why not where it does not.
//
// Each command is a file of its own. What a command finds about a history is a
// [judged], which the renderers print: text for people, json for programs. Exit
// codes are in exit.go and nowhere else.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
