package generate

import (
	"fmt"
	"math"
	"strings"
)

// Config says what history to make. The same Config makes the same history.
type Config struct {
	Seed uint64
	// Model is the name of one of [Models], the discipline of the store.
	Model string
	// Sessions is how many clients there are; with 0 every transaction is in a
	// session of its own.
	Sessions int
	// Txns is how many transactions there are, of every status, those of injected
	// anomalies not counted.
	Txns int
	// Ops is how many operations a transaction has.
	Ops int
	// Keys is how many keys are in use at a time.
	Keys int
	// Distribution says how keys are chosen: "uniform", the default, "zipf", where
	// the i-th key is chosen in proportion to i^-Exponent, or "hotspot", where a
	// fifth of the keys gets four fifths of the operations.
	Distribution string
	// Exponent is that of zipf, above 0; 0 stands for 0.99.
	Exponent float64
	// ReadShare is the share of a transaction's steps that only read; the others
	// write one key.
	ReadShare float64
	// BlindShare is the share of the steps that write which do so without reading
	// the key first. The others take two operations, where the key was not used
	// before.
	BlindShare float64
	// ReadOnly is the share of the transactions that only read.
	ReadOnly float64
	// Workload is "rw-register", the default, or "list-append".
	Workload string
	// Lists says what a read of a list returns: "versioned", the default, one
	// version of it, which is all that was appended before some append that the
	// reader sees; or "log", the appends that it sees.
	Lists string
	// MaxWrites is how many writes a key gets before a fresh one takes its place.
	// 0 stands for 32 for lists, whose reads grow with it, and for no end for
	// registers.
	MaxWrites int
	// GlobalValues numbers the written values through the whole history. Otherwise
	// those of each key are numbered from 1.
	GlobalValues bool
	// Values is how many different values the registers take in turn, so that values
	// are written more than once; 0 gives each write of a key a value of its own.
	Values int
	// Abort is the share of the transactions that abort, and Unknown that of the
	// transactions whose outcome is not known; one half of these take effect.
	Abort, Unknown float64
	// Lag is by how many commits, about, a transaction's view may be out of date
	// where the model allows that; 0 stands for twice the number of sessions,
	// within 16 and 256.
	Lag int
	// Times gives each transaction a start and an end: its moment of commit lies
	// between, and commits are [CommitInterval] apart.
	Times bool
	// ClockSkew is by how much, at most, the clock of a session is ahead.
	ClockSkew int64
	// Execution records the execution: snapshot and commit timestamps, or
	// arbitration and visible transactions where the model does not have
	// snapshots; the latter takes memory quadratic in Txns, of which at most
	// [MaxVisible] are then allowed.
	Execution bool
	// Inject names anomalies to add, each once for each time it is named; see
	// [Anomalies].
	Inject []string
}

// CommitInterval is the distance in time of one commit from the next.
const CommitInterval = 1000

// MaxVisible is the largest Txns for which sets of visible transactions are
// recorded.
const MaxVisible = 5000

// maxOps keeps a transaction, which is made as a whole, small.
const maxOps = 1 << 20

// withDefaults returns c with what is 0 filled in, or says what cannot be made.
func (c Config) withDefaults() (Config, error) {
	if c.Distribution == "" {
		c.Distribution = "uniform"
	}
	if c.Exponent == 0 {
		c.Exponent = 0.99
	}
	if c.Workload == "" {
		c.Workload = "rw-register"
	}
	if c.Lists == "" {
		c.Lists = "versioned"
	}
	if c.MaxWrites == 0 {
		c.MaxWrites = math.MaxInt32
		if c.Workload == "list-append" {
			c.MaxWrites = 32
		}
	}
	if c.Lag == 0 {
		c.Lag = min(max(2*c.Sessions, 16), 256)
	}
	return c, c.check()
}

func (c Config) check() error {
	for _, n := range []struct {
		name        string
		value, from int
		to          int
	}{
		{"sessions", c.Sessions, 0, 1 << 24},
		{"transactions", c.Txns, 0, math.MaxInt32},
		{"operations in a transaction", c.Ops, 1, maxOps},
		{"keys", c.Keys, 1, 1 << 26},
		{"writes of a key", c.MaxWrites, 1, math.MaxInt32},
		{"commits that a view lags", c.Lag, 1, 1 << 20},
		{"different values", c.Values, 0, math.MaxInt32},
	} {
		if n.value < n.from || n.value > n.to {
			return fmt.Errorf("%d %s: expected %d to %d", n.value, n.name, n.from, n.to)
		}
	}
	for _, s := range []struct {
		name  string
		value float64
	}{
		{"reads", c.ReadShare}, {"blind writes", c.BlindShare}, {"transactions that only read", c.ReadOnly},
		{"aborted transactions", c.Abort}, {"unknown outcomes", c.Unknown}, {"aborted and unknown outcomes", c.Abort + c.Unknown},
	} {
		if !(s.value >= 0 && s.value <= 1) {
			return fmt.Errorf("a share of %v of %s: expected 0 to 1", s.value, s.name)
		}
	}
	return c.checkNames()
}

func (c Config) checkNames() error {
	m := modelByName(c.Model)
	switch {
	case m == nil:
		return fmt.Errorf("unknown model %q: expected %s", c.Model, strings.Join(Models(), ", "))
	case c.Workload != "rw-register" && c.Workload != "list-append":
		return fmt.Errorf("unknown workload %q: expected rw-register or list-append", c.Workload)
	case c.Values > 0 && c.Workload != "rw-register":
		return fmt.Errorf("%d different values in lists: expected registers, elements are appended once", c.Values)
	case c.Lists != "versioned" && c.Lists != "log":
		return fmt.Errorf("unknown kind of lists %q: expected versioned or log", c.Lists)
	case c.Distribution != "uniform" && c.Distribution != "zipf" && c.Distribution != "hotspot":
		return fmt.Errorf("unknown distribution %q: expected uniform, zipf or hotspot", c.Distribution)
	case !(c.Exponent > 0 && c.Exponent <= 100):
		return fmt.Errorf("an exponent of %v: expected one above 0, at most 100", c.Exponent)
	case c.ClockSkew < 0 || c.ClockSkew > math.MaxInt64/4:
		return fmt.Errorf("a clock skew of %d: expected 0 to %d", c.ClockSkew, int64(math.MaxInt64/4))
	case c.Execution && !m.snapshots() && c.Txns > MaxVisible:
		return fmt.Errorf("the execution of %d transactions at %s: expected at most %d, each with all that it sees", c.Txns, c.Model, MaxVisible)
	}
	return c.checkAnomalies()
}

func (c Config) checkAnomalies() error {
	for _, name := range c.Inject {
		a := anomalyByName(name)
		if a == nil {
			return fmt.Errorf("unknown anomaly %q: expected %s", name, strings.Join(Anomalies(), ", "))
		}
		if a.realTime && !c.Times {
			return fmt.Errorf("anomaly %s needs times: without them it is none", name)
		}
	}
	return nil
}
