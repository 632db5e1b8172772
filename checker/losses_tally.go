package checker

import "sort"

// tally is amounts at times, ascending, with the sums and the greatest of those before.
type tally struct {
	txns     []int32
	at       []int64
	amounts  []int64
	sum, top []int64
}

func (t *tally) add(txn int32, at, amount int64) {
	t.txns, t.at, t.amounts = append(t.txns, txn), append(t.at, at), append(t.amounts, amount)
}

func (t *tally) settle() {
	order := ascending(len(t.at), func(i int32) int64 { return t.at[i] })
	sorted := tally{sum: []int64{0}, top: []int64{0}}
	for n, i := range order {
		sorted.add(t.txns[i], t.at[i], t.amounts[i])
		sorted.sum = append(sorted.sum, sorted.sum[n]+t.amounts[i])
		sorted.top = append(sorted.top, max(sorted.top[n], t.amounts[i]))
	}
	*t = sorted
}

// before returns how many amounts are earlier than a time, upTo how many are not later.
func (t *tally) before(at int64) int {
	return sort.Search(len(t.at), func(i int) bool { return t.at[i] >= at })
}

func (t *tally) upTo(at int64) int {
	return sort.Search(len(t.at), func(i int) bool { return t.at[i] > at })
}
