package axioms

// judgeVersionOrder judges whether AR extends the version order of the lists,
// where they are versioned. The elements of the longest list that a committed
// transaction read were appended in its order, and what nobody read came after
// them. Elements that were appended more than once, or by nobody who takes part,
// say nothing here; they are for EXT and COMMITTED to judge.
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
	appended := v.appends(k)
	last, read := int32(-1), int32(-1) // the last place so far, and its element
	for _, element := range v.h.Longest(k) {
		i, ok := appended[element]
		if !ok || i < 0 {
			continue
		}
		if i < last {
			return v.disorder(k, i, element, last, read)
		}
		last, read = i, element
	}
	if last < 0 {
		return nil
	}
	for _, element := range v.h.Longest(k) {
		delete(appended, element)
	}
	for _, element := range v.logs.of(k) {
		if i, ok := appended[element]; ok && i >= 0 && i < last {
			return v.disorder(k, i, element, last, read)
		}
	}
	return nil
}

// disorder is the breach of the transaction at place i whose element comes after
// another one, read, of the transaction at the later place last.
func (v *view) disorder(k, i, element, last, read int32) *Breach {
	return v.breach(-1, []int32{i, last}, "%s comes before %s in AR, but its element %s of list %s comes after %s of that one in what was read",
		v.at(i), v.at(last), v.h.Value(element), v.h.Key(k), v.h.Value(read))
}

// appends returns by element the place of the transaction that appended it to
// list k, or -1 if that was done more than once.
func (v *view) appends(k int32) map[int32]int32 {
	appended := map[int32]int32{}
	log, n := v.logs.of(k), int32(0)
	for j := v.writes.first[k]; j < v.writes.first[k+1]; j++ {
		for ; n < v.logs.end[j]; n++ {
			if _, again := appended[log[n]]; again {
				appended[log[n]] = -1
			} else {
				appended[log[n]] = v.writes.place[j]
			}
		}
	}
	return appended
}
