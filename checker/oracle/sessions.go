package oracle

import (
	"iter"
	"strconv"

	"visar/history"
)

// Sessions yields h with its transactions dealt out to sessions in every way:
// every partition, and every order within a session. The first has each
// transaction alone. For three transactions there are 13, for four 73.
func Sessions(h *history.History) iter.Seq[*history.History] {
	return func(yield func(*history.History) bool) {
		ways := [][][]int32{nil}
		for t := range int32(h.Len()) {
			var longer [][][]int32
			for _, sessions := range ways {
				longer = append(longer, insertions(sessions, t)...)
			}
			ways = longer
		}
		for _, sessions := range ways {
			if !yield(inSessions(h, sessions)) {
				return
			}
		}
	}
}

// insertions returns sessions with t in a new session, and with t at every
// place of every session.
func insertions(sessions [][]int32, t int32) [][][]int32 {
	all := [][][]int32{append(sessions[:len(sessions):len(sessions)], []int32{t})}
	for s, txns := range sessions {
		for at := range len(txns) + 1 {
			with := append([][]int32(nil), sessions...)
			with[s] = append(append(txns[:at:at], t), txns[at:]...)
			all = append(all, with)
		}
	}
	return all
}

func inSessions(h *history.History, sessions [][]int32) *history.History {
	b := history.NewBuilder(h.Value(history.Initial))
	for s, txns := range sessions {
		for _, t := range txns {
			info := infoOf(h, t)
			info.Session, info.Alone = "s"+strconv.Itoa(s+1), len(txns) == 1
			b.Begin(info)
			copyOps(b, h, t, same, same)
		}
	}
	return built(b)
}

func same(v history.Value) history.Value { return v }
