package axioms

import (
	"slices"

	"visar/history"
)

// The axioms on what a transaction reads, as they are defined.

func (r *relations) breaksInt(i int) bool {
	ops := r.ops(i)
	for n, o := range ops {
		if o.Kind != history.Read {
			continue
		}
		var base []int32 // what the last own read returned
		repeated := false
		since := []int32{} // own writes after it
		for _, p := range ops[:n] {
			switch {
			case p.Key != o.Key:
			case p.Kind == history.Read:
				base, repeated, since = r.returned(p), true, nil
			default:
				since = append(since, p.Value)
			}
		}
		got := r.returned(o)
		switch {
		case !r.h.IsList(o.Key):
			last := append(slices.Clone(base), since...)
			if len(last) > 0 && got[0] != last[len(last)-1] {
				return true
			}
		case repeated:
			if !slices.Equal(got, append(slices.Clone(base), since...)) {
				return true
			}
		case len(got) < len(since) || !slices.Equal(got[len(got)-len(since):], since):
			return true
		}
	}
	return false
}

func (r *relations) breaksExt(i int) bool {
	ops := r.ops(i)
	for n, o := range ops {
		if o.Kind != history.Read {
			continue
		}
		versioned := r.lists == Versioned && r.h.IsList(o.Key) && len(valuesOf(ops[:n], o.Key)) > 0
		if (r.isExternal(ops, n) || versioned) && !slices.Equal(r.returned(o), r.expected(i, ops, n)) {
			return true
		}
	}
	return false
}

func (r *relations) breaksCommitted(i int) bool {
	ops := r.ops(i)
	for n, o := range ops {
		if o.Kind == history.Read && !r.isCommittedRead(i, ops, n) {
			return true
		}
	}
	return false
}

func (r *relations) isCommittedRead(i int, ops []history.Op, n int) bool {
	k, got := ops[n].Key, r.returned(ops[n])
	own := valuesOf(ops[:n], k)
	switch {
	case !r.h.IsList(k) && len(own) > 0:
		return got[0] == own[len(own)-1]
	case !r.h.IsList(k):
		if got[0] == history.Initial {
			return true
		}
		for j := range i {
			if w := r.written(j, k); len(w) > 0 && w[len(w)-1] == got[0] {
				return true
			}
		}
		return false
	case r.lists == Versioned && len(own) > 0:
		return slices.Equal(got, append(r.log(k, i, everybody), own...))
	case r.lists == Versioned:
		for j := range i + 1 {
			if slices.Equal(got, r.log(k, j, everybody)) {
				return true
			}
		}
		return false
	}
	for some := range 1 << i {
		log := r.log(k, i, func(j int) bool { return some>>j&1 == 1 })
		if slices.Equal(got, append(log, own...)) {
			return true
		}
	}
	return false
}

// breaksMonotonicView tries every choice of sources.
func (r *relations) breaksMonotonicView(i int) bool {
	var reads []history.Op
	ops := r.ops(i)
	for n, o := range ops {
		if o.Kind == history.Read && len(valuesOf(ops[:n], o.Key)) == 0 {
			reads = append(reads, o)
		}
	}
	return !r.choose(i, reads, nil)
}

// choose reports whether some choice of sources for the reads after those that
// have one fits. A source is a set of places, since a log has many.
func (r *relations) choose(i int, reads []history.Op, sources [][]int) bool {
	n := len(sources)
	if n == len(reads) {
		return true
	}
	for _, from := range r.candidates(i, reads[n]) {
		fits := true
		for _, earlier := range sources {
			for _, t2 := range earlier {
				fits = fits && r.follows(reads[n], from, t2)
			}
		}
		if fits && r.choose(i, reads, append(slices.Clone(sources), from)) {
			return true
		}
	}
	return false
}

const initialSource = -1

// candidates returns what a read may be from. One value that nobody wrote is
// from nobody, which is one candidate.
func (r *relations) candidates(i int, o history.Op) [][]int {
	got := r.returned(o)
	if r.lists == Log && r.h.IsList(o.Key) {
		var from []int
		for _, element := range got {
			if j, ok := r.onlyAppender(o.Key, element); ok && j < i {
				from = append(from, j)
			}
		}
		return [][]int{from}
	}
	value := history.Initial
	if len(got) > 0 {
		value = got[len(got)-1]
	}
	var all [][]int
	if value == history.Initial {
		all = append(all, []int{initialSource})
	}
	for j := range i {
		if w := r.written(j, o.Key); len(w) > 0 && w[len(w)-1] == value {
			all = append(all, []int{j})
		}
	}
	if len(all) == 0 {
		return [][]int{nil}
	}
	return all
}

func (r *relations) onlyAppender(k, element int32) (int, bool) {
	found, times := 0, 0
	for j := range r.n {
		for _, v := range r.written(j, k) {
			if v == element {
				found = j
				times++
			}
		}
	}
	return found, times == 1
}

// follows reports whether a read from the given source may follow one from t2.
func (r *relations) follows(o history.Op, from []int, t2 int) bool {
	if t2 == initialSource {
		return true
	}
	w := r.written(t2, o.Key)
	if len(w) == 0 {
		return true
	}
	if r.lists == Log && r.h.IsList(o.Key) {
		for _, element := range w {
			if !slices.Contains(o.List, element) {
				return false
			}
		}
		return true
	}
	return len(from) == 0 || t2 <= from[0]
}
