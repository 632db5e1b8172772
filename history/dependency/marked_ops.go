package dependency

import "math/bits"

// markedOps are some of the operations, of which it is known how many come before any
// one, in a table that a cache holds: so a place in a list of them, or what begins with
// them, is found without a look into a larger table.
type markedOps []markedBlock

// markedBlock has a bit for each of 64 operations, and how many are marked before these.
type markedBlock struct {
	ops    uint64
	before int32
}

func newMarkedOps(ops int) markedOps { return make(markedOps, (ops+63)/64) }

func (m markedOps) mark(op int32) { m[op/64].ops |= 1 << (op % 64) }

// count must be called when all are marked.
func (m markedOps) count() {
	before := 0
	for i := range m {
		m[i].before = int32(before)
		before += bits.OnesCount64(m[i].ops)
	}
}

func (m markedOps) has(op int32) bool { return m[op/64].ops>>(op%64)&1 == 1 }

// upTo returns how many are marked up to and with op.
func (m markedOps) upTo(op int32) int32 {
	b := &m[op/64]
	return b.before + int32(bits.OnesCount64(b.ops<<(63-op%64)))
}
