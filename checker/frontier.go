package checker

// frontier holds a row of numbers for each node of a graph that a pass over it has
// reached and not yet passed.
type frontier struct {
	width int
	slot  []int32 // by node, plus one; 0 for none
	rows  []int32
	free  []int32 // slots
	most  int     // numbers that may be held
	empty []int32
}

func newFrontier(nodes, width int, maxBytes int64) *frontier {
	return &frontier{width: width, slot: make([]int32, nodes), most: int(maxBytes / 4), empty: make([]int32, width)}
}

// of returns the row of node v, which may be written to until that of another node is
// asked for.
func (f *frontier) of(v int32) []int32 {
	if f.slot[v] == 0 {
		clear(f.empty)
		return f.empty
	}
	return f.at(f.slot[v] - 1)
}

func (f *frontier) at(slot int32) []int32 {
	at := int(slot) * f.width
	return f.rows[at : at+f.width]
}

// join raises the row of node v to row. It returns false if there is no room for one
// more.
func (f *frontier) join(v int32, row []int32) bool {
	if f.slot[v] > 0 {
		join(f.at(f.slot[v]-1), row)
		return true
	}
	if n := len(f.free) - 1; n >= 0 {
		f.slot[v], f.free = f.free[n]+1, f.free[:n]
		copy(f.at(f.slot[v]-1), row)
		return true
	}
	f.rows = append(f.rows, row...)
	f.slot[v] = int32(len(f.rows) / f.width)
	return len(f.rows) <= f.most
}

// release lets go of the row of node v.
func (f *frontier) release(v int32) {
	if f.slot[v] > 0 {
		f.free = append(f.free, f.slot[v]-1)
		f.slot[v] = 0
	}
}
