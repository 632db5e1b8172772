package axioms

import "slices"

// judgeVersionOrder judges whether AR extends the version order of the lists,
// where they are versioned. The elements of the longest list that a committed
// transaction read were appended in its order, and what nobody read came after
// them, and those of one transaction in its own order. Elements that were appended
// more than once, or by nobody who takes part, say nothing here; they are for EXT
// and COMMITTED to judge.
func (v *view) judgeVersionOrder() *Breach {
	if v.Lists != Versioned || v.logs == nil {
		return nil
	}
	for k := range int32(v.h.Keys()) {
		// Where the log begins with the list there is nothing to look for.
		if v.h.IsList(k) && int(v.logs.common[k]) < len(v.h.Longest(k)) {
			if b := v.judgeList(k); b != nil {
				return b
			}
		}
	}
	return nil
}

// judgeList judges list k in time linear in its elements.
func (v *view) judgeList(k int32) *Breach {
	log, longest := v.logs.of(k), v.h.Longest(k)
	index := onlyOnce(log)
	last := int32(-1) // how far in the log the elements read so far are
	for _, element := range longest {
		n, known := index[element]
		if !known {
			continue
		}
		if n <= last {
			return v.disorder(k, n, last)
		}
		last = n
	}
	for _, element := range longest {
		delete(index, element)
	}
	for n, element := range log[:last+1] {
		if _, unread := index[element]; unread {
			return v.disorder(k, int32(n), last)
		}
	}
	return nil
}

// onlyOnce returns the indices of the elements that a log has only once.
func onlyOnce(log []int32) map[int32]int32 {
	index, again := make(map[int32]int32, len(log)), map[int32]bool{}
	for n, element := range log {
		if _, ok := index[element]; ok {
			again[element] = true
		}
		index[element] = int32(n)
	}
	for element := range again {
		delete(index, element)
	}
	return index
}

// disorder is the breach of element n of the log of list k, which should come
// after element last.
func (v *view) disorder(k, n, last int32) *Breach {
	log := v.logs.of(k)
	i, after := v.appendedAt(k, n), v.appendedAt(k, last)
	if i == after {
		return v.breach(-1, []int32{i}, "%s appends %s to list %s before %s, but it comes after that, or again, in what was read",
			v.at(i), v.h.Value(log[n]), v.h.Key(k), v.h.Value(log[last]))
	}
	return v.breach(-1, []int32{i, after}, "%s comes before %s in AR, but its element %s of list %s comes after %s of that one in what was read",
		v.at(i), v.at(after), v.h.Value(log[n]), v.h.Key(k), v.h.Value(log[last]))
}

// appendedAt returns the place of the transaction that appended element n of the
// log of list k.
func (v *view) appendedAt(k, n int32) int32 {
	first := v.writes().first[k]
	j, _ := slices.BinarySearch(v.logs.end[first:v.writes().first[k+1]], n+1)
	return v.writes().place[first+int32(j)]
}
