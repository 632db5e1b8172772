package axioms

// pastRows hold what transactions see, each until it has been asked for so often as
// it will be.
type pastRows struct {
	width int32
	asks  []int32 // by place: how often it will still be asked for
	slot  []int32 // by place, plus one
	rows  []int32
	free  []int32 // slots
}

func newPastRows(v *view, width int32) pastRows {
	r := pastRows{width: width, asks: make([]int32, len(v.Order)), slot: make([]int32, len(v.Order))}
	for _, s := range v.VIS.Edges.Seen {
		r.asks[v.place[s]]++
	}
	return r
}

// ask says that the transaction at place i will be asked for once more.
func (r *pastRows) ask(i int32) { r.asks[i]++ }

// release says that the transaction at place i has been asked for.
func (r *pastRows) release(i int32) {
	if r.asks[i]--; r.asks[i] == 0 && r.slot[i] > 0 {
		r.free = append(r.free, r.slot[i]-1)
		r.slot[i] = 0
	}
}

// keep holds the row of the transaction at place i if it will be asked for. It
// returns false where the rows that are held would take more than [blockBytes].
func (r *pastRows) keep(i int32, row []int32) bool {
	if r.asks[i] == 0 {
		return true
	}
	slot := int32(len(r.rows)) / r.width
	if n := len(r.free) - 1; n >= 0 {
		slot, r.free = r.free[n], r.free[:n]
	} else {
		if 4*len(r.rows) > blockBytes {
			return false
		}
		r.rows = append(r.rows, row...)
	}
	r.slot[i] = slot + 1
	copy(r.rows[slot*r.width:], row)
	return true
}

// of returns the row of the transaction at place i, which is held.
func (r *pastRows) of(i int32) []int32 {
	at := (r.slot[i] - 1) * r.width
	return r.rows[at : at+r.width]
}
