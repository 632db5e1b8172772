package checker

import (
	"math/rand/v2"
	"testing"
)

// Whichever of two blind updates of the same version comes first, the other one
// has lost it.
const lostUpdateProof = `{"proof": {"txns": [0, 1], "steps": [
	{"assume": [[0, 1]], "cycle": [{"kind": "WW", "from": 0, "to": 1, "key": 0, "from_op": 1, "to_op": 3, "assumed": true},
		{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 2, "to_op": 1}]},
	{"assume": [[1, 0]], "cycle": [{"kind": "WW", "from": 1, "to": 0, "key": 0, "from_op": 3, "to_op": 1, "assumed": true},
		{"kind": "RW", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 3}]},
	{}]}}`

// Each of T3 and T4 reads one of two blind writes and precedes a reader of the
// other.
const assumedReadProof = `{"proof": {"txns": [0, 1, 2, 3], "steps": [
	{"assume": [[0, 1]], "cycle": [{"kind": "SO", "from": 3, "to": 2},
		{"kind": "RW", "from": 2, "to": 1, "key": 0, "from_op": 2, "to_op": 1, "source": 0, "assumed": true},
		{"kind": "WR", "from": 1, "to": 3, "key": 0, "from_op": 1, "to_op": 3}]},
	{"assume": [[1, 0]], "cycle": [{"kind": "RT", "from": 2, "to": 3},
		{"kind": "RW", "from": 3, "to": 0, "key": 0, "from_op": 3, "to_op": 0, "source": 1, "assumed": true},
		{"kind": "WR", "from": 0, "to": 2, "key": 0, "from_op": 0, "to_op": 2}]},
	{}]}}`

var proofCases = []evidenceCase{
	{
		name:     "lost update",
		history:  "T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)\nT3: r(x,1)",
		evidence: lostUpdateProof,
		against:  []string{"update-atomic", "parallel-snapshot-isolation", "snapshot-isolation", "serializable"},
		not:      []string{"prefix", "causal", "read-atomic"},
		tampered: []tampering{
			{`"txns": [0, 1]`, `"txns": [0, 2]`, "T2 is not one of the proof's transactions"},
			{`"txns": [0, 1]`, `"txns": [1, 0]`, "not in order at T1"},
			{`"txns": [0, 1]`, `"txns": [0, 3]`, "txn 3 is out of range"},
			{`[[0, 1]], "cycle"`, `[[1, 0]], "cycle"`, "that T1 is before T2 is not assumed"},
			{`[[0, 1]], "cycle"`, `[], "cycle"`, "that T1 is before T2 is not assumed"},
			{`[[0, 1]], "cycle"`, `[[0, 0]], "cycle"`, "T1 cannot be before itself"},
			{`[[0, 1]], "cycle"`, `[[0]], "cycle"`, "has 1 transactions, expected 2"},
			{`[[0, 1]], "cycle"`, `[[0, 7]], "cycle"`, "txn 7 is out of range"},
			{`"to_op": 3, "assumed": true`, `"to_op": 3`, "the history does not say"},
			{`"from_op": 2, "to_op": 1`, `"from_op": 2, "to_op": 1, "assumed": true`, "needs no assumption"},
			{`"kind": "WW", "from": 0`, `"kind": "SO", "from": 0`, "only orders of versions can be assumed"},
			{`{}]`, `{"assume": [[0, 1]]}]`, "the last step of the proof assumes something"},
			{`{}]`, `{"assume": [[0, 1]]}, {"assume": [[1, 0]]}]`, "the last step of the proof assumes something"},
			{`"steps": [
	{"assume"`, `"steps": [{},
	{"assume"`, "step 1 of 4: it does not follow"},
			{`,
	{}]`, `]`, "the last step of the proof assumes something"},
			{`{"assume": [[1, 0]]`, `{"assume": [[0, 1], [1, 0]]`, "does not follow"},
		},
	},
	{
		name:     "reads of blind writes",
		history:  "T1: w(x,1)\nT2: w(x,2)\nT3[a] @5-6: r(x,1)\nT4[b] @7-8: r(x,2)",
		evidence: assumedReadProof,
		not:      []string{"strict-serializable"}, // SO does not lead from T4 to T3
	},
	{
		name:    "a reader between two blind writes",
		history: "T1: w(x,1)\nT2: w(x,2)\nT3[a]: r(x,1)\nT4[a]: r(x,2)\nT5[a]: r(x,1)",
		evidence: `{"proof": {"txns": [0, 1, 2, 3, 4], "steps": [
			{"assume": [[0, 1]], "cycle": [{"kind": "WR", "from": 1, "to": 3, "key": 0, "from_op": 1, "to_op": 3},
				{"kind": "SO", "from": 3, "to": 4},
				{"kind": "RW", "from": 4, "to": 1, "key": 0, "from_op": 4, "to_op": 1, "source": 0, "assumed": true}]},
			{"cycle": [{"kind": "WR", "from": 0, "to": 2, "key": 0, "from_op": 0, "to_op": 2},
				{"kind": "SO", "from": 2, "to": 3},
				{"kind": "RW", "from": 3, "to": 0, "key": 0, "from_op": 3, "to_op": 0, "source": 1, "assumed": true}], "assume": [[1, 0]]},
			{"assume": []}]}}`,
		against: []string{"strong-session-causal", "strong-session-prefix", "strong-session-serializable"},
		not:     []string{"strong-session-read-atomic", "serializable", "causal", "read-your-writes"},
		tampered: []tampering{
			{`"to_op": 1, "source": 0`, `"to_op": 1, "source": 1`, "is not known to return the version"},
			{`"txns": [0, 1, 2, 3, 4]`, `"txns": [1, 2, 3, 4]`, "T1 is not one of the proof's transactions"},
		},
	},
	{
		name:     "no steps",
		history:  "T1: w(x,1)",
		evidence: `{"proof": {"txns": [], "steps": []}}`,
		not:      []string{"serializable"},
	},
}

func TestProofs(t *testing.T) {
	for _, c := range proofCases {
		t.Run(c.name, c.run)
	}
}

// TestPropagationRefutesOnlyWhatFollows compares with all assignments: a step
// that is accepted must not be refuted by an order of each pair that satisfies
// the steps before it; and what follows from one step alone is accepted.
func TestPropagationRefutesOnlyWhatFollows(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	accepted, refused := 0, 0
	for range 3000 {
		u := newPropagation()
		var clauses [][]Order
		for range 12 {
			assume := randomOrders(rng, 4)
			if u.refute(assumedOrders(assume)) == nil {
				accepted++
				if satisfiable(clauses, assume) {
					t.Fatalf("%v do not refute %v, but that is accepted", clauses, assume)
				}
			} else {
				refused++
			}
			u.add(assumedOrders(assume))
			clauses = append(clauses, assume)
			if u.refute(assumedOrders(assume)) != nil {
				t.Fatalf("%v do refute %v, but that is refused", clauses, assume)
			}
		}
	}
	if accepted < 3000 || refused < 3000 {
		t.Errorf("%d accepted and %d refused say little", accepted, refused)
	}
}

func assumedOrders(orders []Order) []assumed { return (&Step{Assume: orders}).assumptions() }

// randomOrders returns some orders of n transactions, now and then one and its
// opposite.
func randomOrders(rng *rand.Rand, n int32) []Order {
	var orders []Order
	for range rng.IntN(5) {
		o := Order{rng.Int32N(n), rng.Int32N(n)}
		if o.Before != o.After {
			orders = append(orders, o)
		}
	}
	return orders
}

// satisfiable reports whether some choice of an order for every pair of four has all of
// assume, and not all of any clause.
func satisfiable(clauses [][]Order, assume []Order) bool {
	for choice := range 1 << 6 {
		holds := func(o Order) bool {
			low, high := min(o.Before, o.After), max(o.Before, o.After)
			return choice>>(high*(high-1)/2+low)&1 == 1 == (o.Before < o.After)
		}
		all := func(orders []Order) bool {
			for _, o := range orders {
				if !holds(o) {
					return false
				}
			}
			return true
		}
		ok := all(assume)
		for _, c := range clauses {
			ok = ok && !all(c)
		}
		if ok {
			return true
		}
	}
	return false
}
