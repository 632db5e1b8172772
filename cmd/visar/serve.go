package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/history/format"
	"visar/web"
)

const serveDoc = `Serve shows the runs under a directory in a browser: an index with verdicts, and
the report of each run, which is judged when it is first opened. A Jepsen store
may be such a directory. Until a run is judged, the index has the verdict of an
earlier visar check, from a results.json beside or above the run, as --artifacts or
-o json=results.json writes it, or else Jepsen's own. Of results whose history is
elsewhere it has the verdicts, and the report.html beside them.

It answers on this machine only, unless --listen names another address, reads
nothing outside the directory, links included, and writes nothing.`

func serveCommand() *cobra.Command {
	s := newServer()
	listen := ""
	cmd := &cobra.Command{
		Use:   "serve DIR",
		Short: "Show the runs under a directory in a browser",
		Long:  serveDoc,
		Args:  cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			if err := s.open(args[0]); err != nil {
				return usageError{err}
			}
			defer s.root.Close()
			l, err := net.Listen("tcp", listen)
			if err != nil {
				return usageError{err}
			}
			s.loopback = l.Addr().(*net.TCPAddr).IP.IsLoopback()
			say(cmd, "http://%s/", l.Addr())
			return s.serve(cmd.Context(), l)
		}),
	}
	s.judge.input.add(cmd)
	s.judge.budget.add(cmd)
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:7357", "address to answer on; port 0 is any that is free")
	return cmd
}

// server shows the runs under a directory.
type server struct {
	dir      string
	root     *os.Root // through which alone runs are read
	loopback bool
	judge    judge
	mu       sync.Mutex // one run is judged at a time
	judged   map[string]web.IndexRun
	parsed   map[string]parsedResults
	shown    sync.Mutex // guards judged and parsed
}

func newServer() *server {
	return &server{judged: map[string]web.IndexRun{}, parsed: map[string]parsedResults{}}
}

func (s *server) open(dir string) error {
	if _, err := s.judge.input.options(); err != nil {
		return err
	}
	var err error
	if s.judge.lists, err = s.judge.input.listSense(); err != nil {
		return err
	}
	s.judge.models, s.judge.surveying, s.judge.minimizing = axioms.Models, true, true
	s.judge.budget.limitMemory()
	s.dir = dir
	s.root, err = os.OpenRoot(dir)
	return err
}

func (s *server) serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { h.Close() })
	defer stop()
	if err := h.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// ServeHTTP answers with the index or a report. A request that names another host
// than this machine comes from a page that had its name resolved to this address.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
	switch {
	case s.loopback && !localHost(r.Host):
		http.Error(w, "this server answers to localhost alone", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "nothing can be written here", http.StatusMethodNotAllowed)
	case r.URL.Path == "/":
		s.index(w, r)
	case r.URL.Path == "/run":
		s.report(w, r)
	case r.URL.Path == "/kept":
		s.kept(w, r)
	default:
		http.NotFound(w, r)
	}
}

func localHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *server) index(w http.ResponseWriter, r *http.Request) {
	x := web.Index{Dir: s.dir, Query: r.URL.Query().Get("q"), Outcome: r.URL.Query().Get("outcome")}
	earlier := s.earlierResults()
	paths, _ := format.Find([]string{s.dir}) // none is an empty index
	for _, path := range paths {
		name, err := filepath.Rel(s.dir, path)
		if err != nil || earlier.keep(filepath.ToSlash(name)) {
			continue
		}
		if info, err := s.root.Stat(name); err == nil && info.Mode().IsRegular() {
			run := s.run(filepath.ToSlash(name), info.ModTime())
			earlier.settle(&run)
			x.Runs = append(x.Runs, run)
		}
	}
	x.Runs = append(x.Runs, earlier.others()...)
	var text bytes.Buffer
	s.answer(w, &text, x.Write(&text), web.IndexPolicy())
}

// run returns what is known of a run: visar's verdict, else Jepsen's.
func (s *server) run(name string, changed time.Time) web.IndexRun {
	s.shown.Lock()
	defer s.shown.Unlock()
	if run, ok := s.judged[name]; ok && run.Time.Equal(changed) {
		return run
	}
	run := web.IndexRun{Path: name, Link: "run?path=" + url.QueryEscape(name), Test: testOf(name), Time: changed}
	text, err := s.root.ReadFile(filepath.Join(filepath.Dir(filepath.FromSlash(name)), "results.edn"))
	if err == nil {
		run.Outcome, run.Source = jepsenOutcome(string(text))
	}
	return run
}

// testOf is what runs of one test have in common: in a Jepsen store,
// test/time/history.edn, the test, and else the directory.
func testOf(name string) string {
	parts := strings.Split(name, "/")
	return strings.Join(parts[:max(0, len(parts)-2)], "/")
}

// jepsenOutcome returns the verdict of the last :valid? of results, which is that
// of the whole.
func jepsenOutcome(text string) (outcome, source string) {
	at := strings.LastIndex(text, ":valid?")
	if at < 0 {
		return "", ""
	}
	word, _, _ := strings.Cut(strings.TrimLeft(text[at+len(":valid?"):], " \n\t"), "}")
	switch word, _, _ = strings.Cut(word, ","); strings.TrimSpace(word) {
	case "true":
		return consistent.String(), "by Jepsen"
	case "false":
		return violated.String(), "by Jepsen"
	case ":unknown":
		return undecided.String(), "by Jepsen"
	}
	return "", ""
}

// report judges a run and shows its report.
func (s *server) report(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("path")
	f, info := s.file(w, name)
	if f == nil {
		return
	}
	defer f.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	res := s.judgeFile(r.Context(), f, name)
	run := runOf(res)
	s.remember(res, run, info.ModTime())
	page := web.Page{Visar: version(), Command: "serve", Runs: []*web.Run{run}}
	var text bytes.Buffer
	s.answer(w, &text, page.Write(&text), "")
}

// file opens a file under the directory, or says that there is none.
func (s *server) file(w http.ResponseWriter, name string) (*os.File, os.FileInfo) {
	f, err := s.root.Open(filepath.FromSlash(name))
	if err == nil {
		info, err := f.Stat()
		if err == nil && info.Mode().IsRegular() {
			return f, info
		}
		f.Close()
	}
	http.Error(w, "there is no such run under the directory", http.StatusNotFound)
	return nil, nil
}

func (s *server) judgeFile(ctx context.Context, f *os.File, name string) *judged {
	ctx, cancel := s.judge.budget.context(ctx)
	defer cancel()
	res := &judged{path: name, input: s.judge.input}
	opt, _ := s.judge.input.options() // known to be right
	file, err := format.Read(ctx, f, name, opt)
	if err != nil {
		res.unusable(problemOf(err, name))
		return res
	}
	res.file = file
	s.judge.history(ctx, res)
	return res
}

func (s *server) remember(res *judged, run *web.Run, changed time.Time) {
	known := web.IndexRun{Path: res.path, Link: "run?path=" + url.QueryEscape(res.path), Test: testOf(res.path), Time: changed, Outcome: res.outcome.String()}
	seen := map[string]bool{}
	for _, g := range run.Sightings {
		if !seen[g.Found.Name] {
			known.Anomalies = append(known.Anomalies, g.Found.Name)
		}
		seen[g.Found.Name] = true
	}
	s.shown.Lock()
	defer s.shown.Unlock()
	s.judged[res.path] = known
}

// answer sends a page. That of a report has its policy inside.
func (s *server) answer(w http.ResponseWriter, text *bytes.Buffer, err error, policy string) {
	if err != nil {
		http.Error(w, fmt.Sprintf("the page could not be made: %v", err), http.StatusInternalServerError)
		return
	}
	if policy != "" {
		w.Header().Set("Content-Security-Policy", policy)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(text.Bytes())
}
