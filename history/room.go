package history

// Expect says that the share of the history which was added so far is share, above 0
// and at most 1, so that there can be room for the rest. What is wrong about that
// costs copies, or memory: at most three times as much as is in use.
func (b *Builder) Expect(share float64) {
	h, times := b.h, min(1/share, 4)
	h.session, h.status = withRoom(h.session, times), withRoom(h.status, times)
	h.start, h.end, h.clock = withRoom(h.start, times), withRoom(h.end, times), withRoom(h.clock, times)
	h.line, h.firstOp = withRoom(h.line, times), withRoom(h.firstOp, times)
	h.opKind, h.opKey, h.opValue = withRoom(h.opKind, times), withRoom(h.opKey, times), withRoom(h.opValue, times)
	b.values.values.numbers = withRoom(b.values.values.numbers, times)
}

// withRoom returns s with room for times as many elements and some, if it is about
// to be full and has none.
func withRoom[T any](s []T, times float64) []T {
	want := int(times * float64(len(s)))
	if 8*len(s) < 5*cap(s) || want <= cap(s) {
		return s
	}
	const some = 64 // in one that is added to the number: shares are not exact
	return append(make([]T, 0, want+want/some), s...)
}
