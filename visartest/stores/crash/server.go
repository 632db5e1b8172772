package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is a PostgreSQL server with its data in a temporary directory.
type server struct {
	directory string
	programs  string
	settings  []string
	as        *syscall.SysProcAttr // who runs it
	running   *exec.Cmd
}

// startTime bounds how long the server may take until it answers, recovery included.
const startTime = time.Minute

// newServer makes the server's files and starts it.
func newServer(ctx context.Context, p *plan) (*server, error) {
	directory, err := os.MkdirTemp("", "visar-crash-")
	if err != nil {
		return nil, err
	}
	s := &server{directory: directory, programs: p.programs, settings: []string{
		"-c", "listen_addresses=", "-c", "unix_socket_directories=" + directory, "-c", "synchronous_commit=" + p.synchronous,
	}}
	err = s.owner()
	if err == nil {
		err = s.initialize(ctx)
	}
	if err == nil {
		err = s.start(ctx)
	}
	if err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

// owner gives the files to the user postgres if root runs this.
func (s *server) owner() error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return err
	}
	s.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return os.Chown(s.directory, int(uid), int(gid))
}

func (s *server) data() string { return filepath.Join(s.directory, "data") }

func (s *server) initialize(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, filepath.Join(s.programs, "initdb"), "-D", s.data(), "-A", "trust", "-U", "postgres")
	cmd.SysProcAttr, cmd.Dir = s.as, s.directory
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w:\n%s", err, out)
	}
	return nil
}

// start starts the server and waits until it answers.
func (s *server) start(ctx context.Context) error {
	cmd := exec.Command(filepath.Join(s.programs, "postgres"), append([]string{"-D", s.data()}, s.settings...)...)
	cmd.SysProcAttr, cmd.Dir = s.as, s.directory
	if err := cmd.Start(); err != nil {
		return err
	}
	s.running = cmd
	until := time.Now().Add(startTime)
	for {
		conn, err := s.connect(ctx)
		if err == nil {
			return conn.Close(ctx)
		}
		if ctx.Err() != nil || time.Now().After(until) {
			return fmt.Errorf("the server does not answer: %w", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (s *server) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.Connect(ctx, "host="+s.directory+" user=postgres dbname=postgres")
}

// kill ends every process of the server at once, as a loss of power ends them, and
// returns when none is left. Those that the first one started outlive it otherwise, and
// write what they hold.
func (s *server) kill() error {
	if s.running == nil {
		return nil
	}
	first := s.running.Process.Pid
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", first, first))
	if err != nil {
		return err
	}
	all := []int{first}
	for _, text := range strings.Fields(string(children)) {
		pid, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		all = append(all, pid)
	}
	for _, pid := range all {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	_ = s.running.Wait() // killed, which it calls an error
	s.running = nil
	for _, pid := range all {
		for syscall.Kill(pid, 0) == nil && !ended(pid) {
			time.Sleep(time.Millisecond)
		}
	}
	return nil
}

// ended reports whether process pid is dead and only waits for somebody to notice.
func ended(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(after, "Z")
}

// remove ends the server and removes its files.
func (s *server) remove() {
	if err := s.kill(); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
	}
	if err := os.RemoveAll(s.directory); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
	}
}
