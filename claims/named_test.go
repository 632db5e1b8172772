package claims_test

import (
	"testing"

	"visar/checker"
	"visar/claims"
)

// What the presets are known to differ on.
const (
	staleRead     = "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,_)"
	causalReverse = "T1[a] @1-2: w(x,1)\nT2[b] @3-4: w(y,1)\nT3[c] @0-6: r(x,_) r(y,1)"
	goesBack      = "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,1)\nT3[b] @5-6: r(x,_)"
	writeSkew     = "T1[a]: r(x,_) r(y,_) w(x,1)\nT2[b]: r(x,_) r(y,_) w(y,1)"
	lostUpdate    = "T1[a]: r(x,_) w(x,1)\nT2[b]: r(x,_) w(x,2)"
	longFork      = "T1[a]: w(x,1)\nT2[b]: w(y,1)\nT3[c]: r(x,1) r(y,_)\nT4[d]: r(x,_) r(y,1)"

	syncedStale = `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":"b","start":3,"end":4,"sync":true,"ops":[["r","x",null]]}`
	// The second read is after a sync, and the first one may be old for all that.
	syncedFresh = `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":"b","start":3,"end":4,"sync":false,"ops":[["r","x",null]]}
{"id":"T3","session":"b","start":5,"end":6,"sync":true,"ops":[["r","x",1]]}`
	// The sync began before the write had ended: the read may miss it.
	syncedAtOnce = `{"id":"T1","session":"a","start":1,"end":4,"ops":[["w","x",1]]}
{"id":"T2","session":"b","start":3,"end":6,"sync":true,"ops":[["r","x",null]]}`
	// Of two reads after syncs the later one is not older.
	syncedBack = `{"id":"T1","session":"a","start":1,"status":"unknown","ops":[["w","x",1]]}
{"id":"T2","session":"b","start":3,"end":4,"sync":true,"ops":[["r","x",1]]}
{"id":"T3","session":"c","start":5,"end":6,"sync":true,"ops":[["r","x",null]]}`

	fsyncLoss = `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":"b","start":3,"end":4,"ops":[["r","x",1]]}
{"fault":"crash","start":5}
{"id":"T3","session":"c","start":6,"end":7,"ops":[["r","x",null]]}`
	// The clock of n2 is behind by 5: what it wrote after it had read x loses.
	skewed = `{"id":"T1","session":"a","hlc":"20:0@n1","ops":[["w","x",1]]}
{"id":"T2","session":"b","hlc":"15:0@n2","ops":[["r","x",1],["w","x",2]]}`
	// A hybrid clock moves on to what was read.
	hybrid = `{"id":"T1","session":"a","hlc":"20:0@n1","ops":[["w","x",1]]}
{"id":"T2","session":"b","hlc":"20:1@n2","ops":[["r","x",1],["w","x",2]]}`
)

// TestNamedHistories judges histories that are known by a name under the presets that
// they tell apart, with the reason for which they are rejected, or "" for none.
func TestNamedHistories(t *testing.T) {
	for _, c := range []struct {
		what, text string
		by         map[*claims.Claim]string
	}{
		{"a stale read", staleRead, map[*claims.Claim]string{
			claims.ZooKeeper: "", claims.Convex: "", claims.PostgreSQLSerializable: "", claims.ElectricSQL: "",
			claims.Spanner: "stale-read", claims.CockroachDB: "stale-read", claims.Etcd: "stale-read"}},
		{"a causal reverse", causalReverse, map[*claims.Claim]string{
			claims.CockroachDB: "", claims.PostgreSQLSerializable: "",
			claims.Spanner: "causal-reverse", claims.Etcd: "causal-reverse", claims.ZooKeeper: "causal-reverse"}},
		{"a client that goes back", goesBack, map[*claims.Claim]string{
			claims.ZooKeeper: "monotonic-reads-violation", claims.Convex: "monotonic-reads-violation", claims.ElectricSQL: "monotonic-reads-violation",
			claims.PostgreSQLSerializable: "monotonic-reads-violation", claims.CockroachDB: "stale-read"}},
		{"a write skew", writeSkew, map[*claims.Claim]string{
			claims.PostgreSQLReadCommitted: "", claims.PostgreSQLRepeatableRead: "", claims.InnoDBRepeatableRead: "", claims.ElectricSQL: "", claims.LiveStore: "",
			claims.PostgreSQLSerializable: "write-skew", claims.InnoDBSerializable: "write-skew", claims.Spanner: "write-skew", claims.Convex: "write-skew"}},
		{"a lost update", lostUpdate, map[*claims.Claim]string{
			claims.PostgreSQLReadCommitted: "", claims.InnoDBReadCommitted: "", claims.InnoDBRepeatableRead: "",
			claims.PostgreSQLRepeatableRead: "lost-update", claims.CockroachDB: "lost-update"}},
		{"a long fork", longFork, map[*claims.Claim]string{
			claims.ElectricSQL: "", claims.LiveStore: "long-fork", claims.PostgreSQLRepeatableRead: "long-fork", claims.ZooKeeper: "long-fork"}},
		{"a stale read after a sync", syncedStale, map[*claims.Claim]string{claims.ZooKeeper: "stale-read"}},
		{"a fresh read after a sync, and an old one before", syncedFresh, map[*claims.Claim]string{claims.ZooKeeper: ""}},
		{"a sync at the same time as the write", syncedAtOnce, map[*claims.Claim]string{claims.ZooKeeper: ""}},
		{"two syncs of which the later one goes back", syncedBack, map[*claims.Claim]string{claims.ZooKeeper: "g-single-realtime"}},
		{"fsync loss", fsyncLoss, map[*claims.Claim]string{
			claims.BufferedDurable: "", claims.ZooKeeper: "",
			claims.Durable: "lost-after-read", claims.StrictDurable: "lost-after-read", claims.Etcd: "stale-read"}},
		{"a clock that is behind", skewed, map[*claims.Claim]string{claims.LWWRegister: "clock-inversion"}},
		{"a clock that moves on", hybrid, map[*claims.Claim]string{claims.LWWRegister: ""}},
	} {
		for claim, want := range c.by {
			outcome, names := judge(t, claim, claims.Example{History: c.text})
			switch {
			case want == "" && outcome != checker.Consistent:
				t.Errorf("%s is rejected by %s: %v", c.what, claim.Name, names)
			case want != "" && (outcome != checker.Violated || len(names) == 0 || names[0] != want):
				t.Errorf("%s under %s is %s by %v, want %s", c.what, claim.Name, outcome, names, want)
			}
		}
	}
}
