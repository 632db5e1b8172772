package history

// valueTable holds values by id. Integers, which nearly all are, cost 8 bytes and
// a bit.
type valueTable struct {
	numbers []int64  // an Int itself, or the index of another value in others
	isOther []uint64 // by id, one bit each
	others  []Value
}

func (t *valueTable) len() int { return len(t.numbers) }

// at returns the value with an id.
func (t *valueTable) at(id int32) Value {
	n := t.numbers[id]
	if t.other(id) {
		return t.others[n]
	}
	return IntValue(n)
}

func (t *valueTable) other(id int32) bool { return t.isOther[id/64]>>(id%64)&1 == 1 }

// isInt reports whether the value with an id is the integer i.
func (t *valueTable) isInt(id int32, i int64) bool { return t.numbers[id] == i && !t.other(id) }

// addInt is add for the integer i.
func (t *valueTable) addInt(i int64) int32 {
	id := len(t.numbers)
	if id%64 == 0 {
		t.isOther = append(t.isOther, 0)
	}
	t.numbers = append(t.numbers, i)
	return int32(id)
}

// add gives v the next id and returns it.
func (t *valueTable) add(v Value) int32 {
	if v.kind == Int {
		return t.addInt(v.number)
	}
	id := t.addInt(int64(len(t.others)))
	t.isOther[id/64] |= 1 << (id % 64)
	t.others = append(t.others, v)
	return id
}

// clear forgets all values.
func (t *valueTable) clear() {
	clear(t.others)
	t.numbers, t.isOther, t.others = t.numbers[:0], t.isOther[:0], t.others[:0]
}
