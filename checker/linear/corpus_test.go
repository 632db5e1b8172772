package linear

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"visar/history"
)

// testData is the directory of porcupine's recordings in the module cache, where
// they are because the module is a dependency.
func testData(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/anishathalye/porcupine").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "test_data")
}

// recorder makes a history of invocations and completions.
type recorder struct {
	h    *History
	at   int64
	open map[string]int
	ids  map[history.Value]int32
	keys map[string]int32
}

func newRecorder(o Object) *recorder {
	return &recorder{h: &History{Object: o, Values: []history.Value{{}}}, open: map[string]int{},
		ids: map[history.Value]int32{{}: 0}, keys: map[string]int32{}}
}

func (r *recorder) value(v history.Value) int32 {
	id, ok := r.ids[v]
	if !ok {
		id = int32(len(r.h.Values))
		r.ids[v] = id
		r.h.Values = append(r.h.Values, v)
	}
	return id
}

func (r *recorder) key(name string) int32 {
	k, ok := r.keys[name]
	if !ok {
		k = int32(len(r.h.Keys))
		r.keys[name] = k
		r.h.Keys = append(r.h.Keys, history.StringValue(name))
	}
	return k
}

func (r *recorder) invoke(process string, op Op) {
	p, _ := strconv.Atoi(process)
	op.Process, op.Invoke, op.Return = int32(p), r.at, Never
	r.at++
	r.open[process] = len(r.h.Ops)
	r.h.Ops = append(r.h.Ops, op)
}

func (r *recorder) complete(process string) *Op {
	op := &r.h.Ops[r.open[process]]
	op.Return = r.at
	r.at++
	return op
}

// history leaves out reads whose answer nobody knows.
func (r *recorder) history() *History {
	r.h.Ops = slices.DeleteFunc(r.h.Ops, func(o Op) bool { return o.Unknown() && o.Func == history.Get })
	return r.h
}

var logLine = regexp.MustCompile(`^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$`)

// readLog reads one of the logs of etcd. A compare-and-set that failed was refused.
func readLog(t testing.TB, path string) *History {
	r := newRecorder(Register)
	r.key("register")
	number := func(s string) int32 {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0
		}
		return r.value(history.IntValue(int64(n)))
	}
	eachLine(t, path, func(line string) {
		m := logLine.FindStringSubmatch(line)
		if m == nil {
			return
		}
		args := strings.Fields(strings.Trim(m[4], "[]"))
		switch m[2] + " " + m[3] {
		case "invoke read":
			r.invoke(m[1], Op{Func: history.Get})
		case "invoke write":
			r.invoke(m[1], Op{Func: history.Put, A: number(args[0])})
		case "invoke cas":
			r.invoke(m[1], Op{Func: history.CAS, A: number(args[0]), B: number(args[1])})
		case "ok read":
			op := r.complete(m[1])
			op.Answer, op.Result = history.One, []int32{number(m[4])}
		case "ok write", "ok cas":
			r.complete(m[1])
		case "fail cas":
			r.complete(m[1]).Answer = history.Refused
		}
	})
	return r.history()
}

var kvLine = regexp.MustCompile(`{:process (\d+), :type :(invoke|ok), :f :(get|put|append), :key "(.*)", :value (nil|"(.*)")}`)

// readKV reads one of the logs of a key-value map.
func readKV(t testing.TB, path string) *History {
	r := newRecorder(Text)
	eachLine(t, path, func(line string) {
		m := kvLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("%s: %s", path, line)
		}
		f := map[string]history.Func{"get": history.Get, "put": history.Put, "append": history.Extend}[m[3]]
		value := r.value(history.StringValue(m[6]))
		switch {
		case m[2] == "invoke" && f == history.Get:
			r.invoke(m[1], Op{Func: f, Key: r.key(m[4])})
		case m[2] == "invoke":
			r.invoke(m[1], Op{Func: f, Key: r.key(m[4]), A: value})
		default:
			if op := r.complete(m[1]); f == history.Get {
				op.Answer, op.Result = history.One, []int32{value}
			}
		}
	})
	return r.history()
}

func eachLine(t testing.TB, path string, do func(line string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		do(lines.Text())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// legalLogs are those of etcd that porcupine's own tests hold for linearizable; log
// 95 is empty.
var legalLogs = []int{2, 5, 7, 18, 25, 31, 38, 45, 48, 49, 51, 53, 56, 67, 75, 76, 80, 87, 92, 98, 100, 101, 102}

func certified(t *testing.T, h *History, r *Result) {
	t.Helper()
	if err := h.Replay(r.Keys); err != nil {
		t.Error(err)
	}
	if r.Verdict == NotLinearizable && !slices.ContainsFunc(r.Keys, func(k KeyResult) bool { return k.Witness != nil }) {
		t.Error("no key has a witness")
	}
	for i := range r.Keys {
		if k := &r.Keys[i]; k.Witness != nil {
			if err := h.Refute(k); err != nil {
				t.Errorf("key %d, %s: %v", k.Key, k.Engine, err)
			}
		}
	}
}

// TestPorcupinesLogs decides the logs of etcd as porcupine's tests say.
func TestPorcupinesLogs(t *testing.T) {
	dir := testData(t)
	decided, longest := 0, 0
	var spent time.Duration
	for n := range 103 {
		h := readLog(t, filepath.Join(dir, "jepsen", fmt.Sprintf("etcd_%03d.log", n)))
		if len(h.Ops) == 0 {
			continue
		}
		decided++
		want := NotLinearizable
		if slices.Contains(legalLogs, n) {
			want = Linearizable
		}
		for _, p := range h.parts() {
			begin := time.Now()
			a := decide(context.Background(), p, Options{})
			spent += time.Since(begin)
			if a.verdict != want {
				t.Errorf("log %d: %s, want %s", n, a.verdict, want)
			}
		}
		r := Check(context.Background(), h, Options{})
		certified(t, h, r)
		for _, k := range r.Keys {
			longest = max(longest, len(k.Witness))
		}
	}
	if decided != 102 {
		t.Errorf("%d logs, want 102", decided)
	}
	t.Logf("102 logs decided in %v; the longest witness has %d operations", spent, longest)
}

func TestPorcupinesMaps(t *testing.T) {
	dir := testData(t)
	for name, want := range map[string]Verdict{
		"c01-ok": Linearizable, "c10-ok": Linearizable, "c50-ok": Linearizable,
		"c01-bad": NotLinearizable, "c10-bad": NotLinearizable, "c50-bad": NotLinearizable,
	} {
		h := readKV(t, filepath.Join(dir, "kv", name+".txt"))
		begin := time.Now()
		r := Check(context.Background(), h, Options{})
		t.Logf("%s: %s in %v", name, r.Verdict, time.Since(begin))
		if r.Verdict != want {
			t.Errorf("%s: %s, want %s", name, r.Verdict, want)
		}
		certified(t, h, r)
	}
}
