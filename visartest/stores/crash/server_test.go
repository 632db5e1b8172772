package main

import (
	"bufio"
	"os/exec"
	"strconv"
	"testing"
)

// TestKill: a process that the first one started does not outlive it.
func TestKill(t *testing.T) {
	s := &server{running: exec.Command("sh", "-c", "sleep 100 & echo $!; wait")}
	out, err := s.running.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.running.Start(); err != nil {
		t.Fatal(err)
	}
	line, _, err := bufio.NewReader(out).ReadLine()
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(string(line))
	if err != nil {
		t.Fatal(err)
	}
	if ended(child) {
		t.Fatal("the child does not run")
	}
	if err := s.kill(); err != nil {
		t.Fatal(err)
	}
	if !ended(child) || s.running != nil {
		t.Error("something is left of the server")
	}
	if err := s.kill(); err != nil {
		t.Errorf("killed twice: %v", err)
	}
}
