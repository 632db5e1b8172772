//go:build unix

package visartest_test

import (
	"fmt"
	"syscall"
	"testing"

	"visar/visartest"
)

// cpu measures the processor time of all goroutines, the garbage collector's
// included, which a busy machine does not change.
func cpu(b *testing.B, run func()) {
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	before := used()
	run()
	b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op")
}

// benchmarkOps records operations as BenchmarkX says, in transactions of four, each
// goroutine in a session of its own. The time is that of an operation, its share of
// begin and commit included.
func benchmarkOps(b *testing.B, op func(tx *visartest.Txn, i int)) {
	rec := visartest.New(nil)
	rec.Limit(1 << 40)
	b.ReportAllocs()
	cpu(b, func() {
		b.RunParallel(func(pb *testing.PB) {
			s := rec.Session()
			for i := 0; pb.Next(); i++ {
				tx := s.Begin()
				op(tx, i)
				for n := 1; n < 4 && pb.Next(); n++ {
					op(tx, i)
				}
				tx.Commit()
			}
		})
	})
}

var keys = func() (all [64]string) {
	for i := range all {
		all[i] = fmt.Sprintf("account-%d", i)
	}
	return all
}()

func BenchmarkRead(b *testing.B) {
	benchmarkOps(b, func(tx *visartest.Txn, i int) { tx.Read(keys[i%64], i) })
}

func BenchmarkWrite(b *testing.B) {
	benchmarkOps(b, func(tx *visartest.Txn, i int) { tx.Write(i%64, i) })
}

func BenchmarkReadBytes(b *testing.B) {
	value := []byte("a value of thirty-two characters")
	benchmarkOps(b, func(tx *visartest.Txn, i int) { tx.Read(keys[i%64], value) })
}

func BenchmarkReadList(b *testing.B) {
	list := []int{1, 2, 3, 4, 5, 6, 7, 8}
	benchmarkOps(b, func(tx *visartest.Txn, i int) { tx.Read(keys[i%64], list) })
}

// BenchmarkDo records single operations, each of which begins and ends.
func BenchmarkDo(b *testing.B) {
	rec := visartest.New(nil)
	rec.Limit(1 << 40)
	b.ReportAllocs()
	cpu(b, func() {
		b.RunParallel(func(pb *testing.PB) {
			s := rec.Session()
			for i := 0; pb.Next(); i++ {
				if err := s.Do(func(tx *visartest.Txn) error { tx.Write("x", i); return nil }); err != nil {
					b.Error(err)
				}
			}
		})
	})
}
