package axioms

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"visar/history"
)

// serial makes a history of n transactions with eight operations on n/10 keys by
// 100 sessions, as if they had run one after the other, with each transaction
// seeing all but a few of those before it.
func serial(n int) (*history.History, []int32) {
	rng := rand.New(rand.NewPCG(1, 2))
	b := history.NewBuilder(history.Value{})
	keys := max(1, n/10)
	for k := range keys {
		b.Key(history.IntValue(int64(k)))
	}
	type version struct{ value, writer int32 }
	versions := make([][]version, keys)
	sees := make([]int32, n)
	value := int64(0)
	for i := range n {
		b.Begin(history.TxnInfo{Session: fmt.Sprint(i % 100), Start: int64(2 * i), End: int64(2*i + 1), Clock: history.NoTime, Line: int32(i + 1)})
		sees[i] = int32(max(0, i-rng.IntN(50)))
		fresh := map[int32]bool{}
		for range 8 {
			k := int32(rng.IntN(keys))
			if fresh[k] {
				continue
			}
			fresh[k] = true
			if rng.IntN(2) == 0 {
				value++
				v := b.Value(history.IntValue(value))
				b.Write(k, v)
				versions[k] = append(versions[k], version{v, int32(i)})
				continue
			}
			read := history.Initial
			for j := len(versions[k]) - 1; j >= 0; j-- {
				if versions[k][j].writer < sees[i] {
					read = versions[k][j].value
					break
				}
			}
			b.Read(k, read)
		}
	}
	h, err := b.History()
	if err != nil {
		panic(err)
	}
	return h, sees
}

func BenchmarkValidatePrefix(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h, sees := serial(n)
			e := &Execution{History: h, Order: inOrder(n), VIS: Visibility{Prefix: sees}}
			validateOften(b, e, INT|EXT|PREFIX|COMMITTED|MONOTONICVIEW, n)
		})
	}
}

// BenchmarkSourcesOfEdges finds what each read should return where each transaction
// is given eight that it sees: closed, which is done by clocks, and with nothing
// but the sessions besides, which takes no generating.
func BenchmarkSourcesOfEdges(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		h, sees := serial(n)
		for _, closed := range []bool{true, false} {
			b.Run(fmt.Sprintf("%d/closed=%v", n, closed), func(b *testing.B) {
				g := &VisibleEdges{First: make([]int32, n+1), Sessions: true, Closed: closed}
				for t := range int32(n) {
					for p := max(0, sees[t]-8); p < sees[t]; p++ {
						g.Seen = append(g.Seen, p)
					}
					g.First[t+1] = int32(len(g.Seen))
				}
				e := &Execution{History: h, Order: inOrder(n), VIS: Visibility{Edges: g}}
				v, breach := open(e)
				if breach != nil {
					b.Fatal(breach.Message)
				}
				for b.Loop() {
					v.edgeSources()
				}
				report(b, n)
			})
		}
	}
}

func inOrder(n int) []int32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	return order
}

func validateOften(b *testing.B, e *Execution, s Set, n int) {
	for b.Loop() {
		if breach := e.Validate(s); breach != nil {
			b.Fatal(breach.Message)
		}
	}
	report(b, n)
}

func report(b *testing.B, n int) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "txn/s")
}
