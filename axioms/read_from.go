package axioms

// EachSource calls yield with every external read of a register by a committed
// transaction, and with the transaction that it reads from under EXT: the latest
// writer of the key that is visible, or -1 for none, which is the initial value.
// The breach, if there is one, is of what every execution must be. It takes the
// time of judging EXT.
func (e *Execution) EachSource(yield func(op, writer int32)) *Breach {
	v, b := open(e)
	if b != nil {
		return b
	}
	seen := v.sources()
	v.eachExternal(func(i, op, _ int32) {
		j := seen(i, op)
		switch {
		case v.h.IsList(v.h.OpKey(op)):
		case j < 0:
			yield(op, -1)
		default:
			yield(op, v.Order[v.writes().place[j]])
		}
	})
	return nil
}
