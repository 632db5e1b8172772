package dependency

import "cmp"

// LeastRotation returns where the least of the rotations of words starts, the first
// one of equals, so that cycles can be compared wherever they were found to begin. It
// takes linear time: of two candidates the one that turns out greater after k words
// is none, nor are the k after it.
func LeastRotation[T cmp.Ordered](words []T) int {
	i, j, n := 0, 1, len(words)
	for k := 0; i < n && j < n && k < n; {
		switch c := cmp.Compare(words[(i+k)%n], words[(j+k)%n]); {
		case c == 0:
			k++
			continue
		case c > 0:
			i += k + 1
		default:
			j += k + 1
		}
		if i == j {
			j++
		}
		k = 0
	}
	return min(i, j)
}
