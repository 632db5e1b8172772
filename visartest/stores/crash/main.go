// Crash records a PostgreSQL server that is killed in the middle of its work and
// started again: clients write and read registers before and after, and the recording
// has a fault named crash between the two, and one named restart when the server
// answers again.
//
//	go run ./crash -synchronous-commit off -o history.jsonl
//
// Every register is written by one client alone, which counts up, so that what a crash
// took can be counted by hand: of a register that holds 40 afterwards, it is all that is
// greater.
//
// The server runs in a temporary directory and listens on a socket in it alone. Run by
// root, it runs as the user postgres, since PostgreSQL refuses root.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"

	"visar/history/format"
	"visar/visartest"
)

// plan is what a run does.
type plan struct {
	programs    string // the directory of postgres and initdb
	synchronous string // the setting synchronous_commit
	clients     int
	before      int // operations of each client that end before the server is killed
	after       int // when it is up again
	output      string
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("crash: ")
	var p plan
	flag.StringVar(&p.programs, "programs", "/usr/lib/postgresql/15/bin", "directory of postgres and initdb")
	flag.StringVar(&p.synchronous, "synchronous-commit", "off", "the server's setting of this name")
	flag.IntVar(&p.clients, "clients", 4, "how many clients work at once, each with a register of its own")
	flag.IntVar(&p.before, "before", 250, "how many operations each client does at least before the server is killed")
	flag.IntVar(&p.after, "after", 40, "how many operations each client does when the server is up again")
	flag.StringVar(&p.output, "o", "history.jsonl", "file for the recording, in the native format")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := p.run(ctx); err != nil {
		log.Fatal(err)
	}
}

// run records the clients before and after the crash and writes what they saw.
func (p *plan) run(ctx context.Context) error {
	s, err := newServer(ctx, p)
	if err != nil {
		return err
	}
	defer s.remove()
	rec := visartest.New(nil)
	clients, err := connect(ctx, s, rec, p.clients)
	if err != nil {
		return err
	}
	if err := createRegisters(ctx, clients[0].conn, p.clients); err != nil {
		return err
	}
	if err := untilKilled(ctx, s, clients, p.before); err != nil {
		return err
	}
	rec.Mark("crash", "kill -9 of every process of the server")
	if err := s.start(ctx); err != nil {
		return err
	}
	rec.Mark("restart", "the server answers again")
	if err := goOn(ctx, s, clients, p.after); err != nil {
		return err
	}
	return write(rec, p.output)
}

// write writes the recording to the file path.
func write(rec *visartest.Recorder, path string) error {
	h, err := rec.History()
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := format.Native.Encode(f, h); err != nil {
		f.Close()
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return f.Close()
}
