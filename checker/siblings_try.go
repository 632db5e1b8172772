package checker

import "context"

// maxSiblingTries bounds the choices tried where Options do not.
const maxSiblingTries = 10_000

// siblingFrame is a choice on the way, with the writes that may still be tried and
// the lengths to return to.
type siblingFrame struct {
	open  openSibling
	next  int
	marks []int
}

// try looks for a choice of replacements that fits, in depth, with at most tries of
// them. What it leaves in s.seen fits if it returns true.
func (s *siblings) try(ctx context.Context, open *openSibling, tries int64) bool {
	stack := []siblingFrame{{open: *open, marks: s.marks()}}
	for len(stack) > 0 && ctx.Err() == nil {
		f := &stack[len(stack)-1]
		s.reset(f.marks)
		if f.next == len(f.open.read.from) {
			stack = stack[:len(stack)-1]
			continue
		}
		if tries--; tries < 0 {
			return false
		}
		by := f.open.read.from[f.next]
		f.next++
		s.seen[by] = append(s.seen[by], f.open.write)
		var steps []SiblingStep
		switch b, left := s.saturate(&steps); {
		case b != nil:
		case left == nil:
			return true
		default:
			stack = append(stack, siblingFrame{open: *left, marks: s.marks()})
		}
	}
	return false
}

func (s *siblings) marks() []int {
	marks := make([]int, len(s.seen))
	for t, seen := range s.seen {
		marks[t] = len(seen)
	}
	return marks
}

func (s *siblings) reset(marks []int) {
	for t, n := range marks {
		s.seen[t] = s.seen[t][:n]
	}
}
