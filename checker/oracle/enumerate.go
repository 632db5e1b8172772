package oracle

import (
	"iter"
	"slices"

	"visar/history"
)

// skeleton is the operations of a history without the values that reads
// returned: by transaction, in program order.
type skeleton [][]step

type step struct {
	write bool
	key   int8
}

// Enumerate calls yield with every history of one to three transactions of one
// to maxOps operations on two registers, each transaction in a session of its
// own, until yield returns false. Writes write 1, 2, 3, …; a read returns the
// initial value or any value that some transaction writes to its key.
//
// Histories come in the order of their number of operations, so the first n are
// the n smallest. Of histories that differ only in the names of the keys or in
// the order of transactions with different operations there is one. There are
// 26 with maxOps 1, 6,980 with 2 and 4,963,358 with 3, of which 48,890 have at
// most six operations.
func Enumerate(maxOps int, yield func(*history.History) bool) {
	shapes := transactionShapes(maxOps)
	for ops := 1; ops <= 3*maxOps; ops++ {
		for n := 1; n <= 3; n++ {
			for s := range skeletons(shapes, n, ops) {
				if s.leading() && !s.histories(yield) {
					return
				}
			}
		}
	}
}

// transactionShapes returns every sequence of one to maxOps steps, shorter ones
// first.
func transactionShapes(maxOps int) [][]step {
	var shapes [][]step
	level := [][]step{nil}
	for range maxOps {
		var longer [][]step
		for _, s := range level {
			for _, write := range []bool{true, false} {
				for key := range int8(2) {
					longer = append(longer, append(s[:len(s):len(s)], step{write, key}))
				}
			}
		}
		level = longer
		shapes = append(shapes, level...)
	}
	return shapes
}

// skeletons yields every choice of n shapes with the given number of steps in
// all, each choice once.
func skeletons(shapes [][]step, n, steps int) iter.Seq[skeleton] {
	return func(yield func(skeleton) bool) {
		at := make([]int, n)
		for {
			s, total := make(skeleton, n), 0
			for i, a := range at {
				s[i] = shapes[a]
				total += len(s[i])
			}
			if total == steps && !yield(s) {
				return
			}
			i := n - 1
			for i >= 0 && at[i] == len(shapes)-1 {
				i--
			}
			if i < 0 {
				return
			}
			next := at[i] + 1
			for ; i < n; i++ {
				at[i] = next
			}
		}
	}
}

// leading reports whether s is not after the skeleton with the keys exchanged.
func (s skeleton) leading() bool {
	exchanged := make(skeleton, len(s))
	for i, t := range s {
		exchanged[i] = slices.Clone(t)
		for j := range t {
			exchanged[i][j].key = 1 - t[j].key
		}
	}
	slices.SortFunc(exchanged, compareShapes)
	return slices.CompareFunc(s, exchanged, compareShapes) <= 0
}

// compareShapes orders shapes as transactionShapes does.
func compareShapes(a, b []step) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return slices.CompareFunc(a, b, func(x, y step) int { return x.rank() - y.rank() })
}

func (s step) rank() int {
	if s.write {
		return int(s.key)
	}
	return 2 + int(s.key)
}

// histories yields s with every choice of what its reads return: 0 or the
// number of a write to the key.
func (s skeleton) histories(yield func(*history.History) bool) bool {
	written := [2][]int64{{0}, {0}}
	var reads []step
	n := int64(0)
	for _, st := range slices.Concat(s...) {
		if st.write {
			n++
			written[st.key] = append(written[st.key], n)
		} else {
			reads = append(reads, st)
		}
	}
	at := make([]int, len(reads))
	for {
		returned := make([]int64, len(reads))
		for i, r := range reads {
			returned[i] = written[r.key][at[i]]
		}
		if !yield(s.history(returned)) {
			return false
		}
		i := len(at) - 1
		for i >= 0 && at[i] == len(written[reads[i].key])-1 {
			at[i] = 0
			i--
		}
		if i < 0 {
			return true
		}
		at[i]++
	}
}

func (s skeleton) history(returned []int64) *history.History {
	b := history.NewBuilder(history.IntValue(0))
	written := int64(0)
	for _, t := range s {
		b.Begin(alone())
		for _, st := range t {
			k := b.Key(history.StringValue([]string{"x", "y"}[st.key]))
			if st.write {
				written++
				b.Write(k, b.Value(history.IntValue(written)))
			} else {
				b.Read(k, b.Value(history.IntValue(returned[0])))
				returned = returned[1:]
			}
		}
	}
	return built(b)
}

func alone() history.TxnInfo {
	return history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
}

// built returns the history of a Builder that holds far too little for it to
// fail.
func built(b *history.Builder) *history.History {
	h, err := b.History()
	if err != nil {
		panic("oracle: " + err.Error())
	}
	return h
}
