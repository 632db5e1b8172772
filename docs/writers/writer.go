// Writer shows how to record a history for visar. It is an example to copy from.
package main

import (
	"encoding/json"
	"os"
	"sync/atomic"
)

// Txn is a line of the history.
type Txn struct {
	Session string   `json:"session"`
	Status  string   `json:"status"`
	Start   int64    `json:"start"`
	End     int64    `json:"end"`
	Ops     [][3]any `json:"ops"`
}

// tick is one sequence for all sessions: it orders what did not overlap.
var tick atomic.Int64

// Begin is called before anything is sent to the database.
func Begin(session string) *Txn { return &Txn{Session: session, Start: tick.Add(1)} }

// Read notes what the database returned; nil if the key was not there.
func (t *Txn) Read(key string, got any)       { t.Ops = append(t.Ops, [3]any{"r", key, got}) }
func (t *Txn) Write(key string, value any)    { t.Ops = append(t.Ops, [3]any{"w", key, value}) }
func (t *Txn) Append(key string, element any) { t.Ops = append(t.Ops, [3]any{"append", key, element}) }

// Finish is called when the client has the answer: committed, aborted, or unknown
// after a timeout. Each session writes its transactions in its own order.
func (t *Txn) Finish(out *json.Encoder, status string) error {
	t.End, t.Status = tick.Add(1), status
	return out.Encode(t)
}

// main records two clients that both add one to a counter, and a third transaction.
func main() {
	out := json.NewEncoder(os.Stdout)
	a, b := Begin("a"), Begin("b")
	a.Read("x", nil)
	b.Read("x", nil)
	a.Write("x", 1)
	b.Write("x", 2)
	a.Finish(out, "committed")
	b.Finish(out, "committed")
	c := Begin("a")
	c.Append("log", "caf\u00e9 \"1\"\n")
	c.Read("log", []string{"caf\u00e9 \"1\"\n"})
	c.Finish(out, "unknown")
}
