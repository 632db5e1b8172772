package checker

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"visar/history/dependency"
)

// findSnapshots moves what each reader of an ambiguous value sees back to the
// latest moment at which everything that it read was the latest version, if there
// is one: a transaction may have read from a snapshot that was old. It returns for
// how many readers there is none.
func (s *sourceSearch) findSnapshots() (failed int) {
	f := snapshotFinder{sourceSearch: s, writers: make([][]int32, s.h.Keys())}
	for i := 0; i < len(s.r.Ambiguous); {
		first, t := i, s.r.Ambiguous[i].Txn
		for i < len(s.r.Ambiguous) && s.r.Ambiguous[i].Txn == t {
			i++
		}
		n := s.r.Node[t]
		if at, ok := f.find(n, int32(first), int32(i)); ok {
			s.before[n] = at
		} else {
			failed++
		}
	}
	return failed
}

// snapshotFinder finds moments of the guessed arbitration; moment p is that before the
// transaction at place p.
type snapshotFinder struct {
	*sourceSearch
	writers [][]int32 // by key: the places of its writers, in order; nil until asked for
}

// mostMoves bounds how often a moment is moved for one reader.
const mostMoves = 1 << 10

// find returns the latest moment for reader n, whose ambiguous reads are those
// from number lo to hi.
func (f *snapshotFinder) find(n, lo, hi int32) (at int32, ok bool) {
	at = f.before[n]
	for range mostMoves {
		earlier := at
		for i := lo; i < hi; i++ {
			if a := &f.r.Ambiguous[i]; a.External {
				earlier = min(earlier, f.current(n, f.h.OpKey(a.Op), f.latest(i, at)))
			}
		}
		for _, rd := range f.r.NodeReads(n) {
			if rd.External && f.r.Versions[rd.Key] == nil {
				earlier = min(earlier, f.current(n, rd.Key, f.placeOf(rd.Source)))
			}
		}
		if earlier == at {
			return at, true
		}
		if at = earlier; at < 0 {
			break
		}
	}
	return 0, false
}

func (f *snapshotFinder) placeOf(n int32) int32 {
	if n == dependency.Init {
		return -1
	}
	return f.place[n]
}

// none is the place of a version that was not there yet.
const none = math.MinInt32

// latest returns the place of the last candidate of ambiguous read i before a
// moment, -1 for the initial value, or none.
func (f *snapshotFinder) latest(i, at int32) int32 {
	all, _ := f.ranked(i)
	self := f.r.Node[f.r.Ambiguous[i].Txn]
	k := sort.Search(len(all), func(k int) bool { return f.placeOf(all[k]) >= at })
	for k--; k >= 0; k-- {
		if all[k] != self {
			return f.placeOf(all[k])
		}
	}
	return none
}

// current returns the last moment at which the version of key k that was written
// at a place was the latest one, for reader n.
func (f *snapshotFinder) current(n, k, place int32) int32 {
	if place == none {
		return -1
	}
	if f.writers[k] == nil {
		for _, w := range f.r.WritersOf(k) {
			f.writers[k] = append(f.writers[k], f.place[f.r.Writes[w].Node])
		}
		slices.Sort(f.writers[k])
	}
	after, _ := slices.BinarySearchFunc(f.writers[k], place+1, cmp.Compare[int32])
	if after < len(f.writers[k]) && f.writers[k][after] == f.place[n] {
		after++
	}
	if after == len(f.writers[k]) {
		return math.MaxInt32
	}
	return f.writers[k][after]
}
