// Package visartest checks the consistency of a database inside go test.
//
// A [Recorder] records what the clients of a test do and see; [Require] judges the
// record against a consistency model, and fails the test with the sentences, the
// smallest part of the history that shows what is wrong, its picture and a report:
//
//	func TestTransfers(t *testing.T) {
//		rec := visartest.New(t)
//		var clients sync.WaitGroup
//		for range 8 {
//			s := rec.Session()
//			clients.Go(func() { transfer(t, db, s) })
//		}
//		clients.Wait()
//		visartest.Require(t, rec, axioms.SnapshotIsolation)
//	}
//
// # What to record
//
// A [Session] is a client, and its transactions come one after the other. Begin
// one before the database hears of it and end it after the database has answered:
//
//	tx := s.Begin()
//	defer tx.Abort()       // does nothing after another end
//	v := db.Get("x")
//	tx.Read("x", v)        // once it was answered
//	tx.Write("x", v+1)     // before it is attempted
//	db.Put("x", v+1)
//	switch err := db.Commit(); {
//	case err == nil:
//		tx.Commit()
//	case errors.Is(err, db.ErrConflict):
//		tx.Abort()         // certainly no effect
//	default:
//		tx.Unknown()       // the answer was lost
//	}
//
// Each write of a key must write another value, or nobody can tell which write was
// read; nor can one be told from the other where a key is deleted and later found
// absent, so write a mark in its place. A key that is absent is read as nil, and a
// scan is a read of every key it might have found: see [Scan]. A list is read whole,
// as a slice, and grows by [Txn.Append]. A compare-and-set that succeeded is a read
// and a write; one that failed is a read, if it said what it met. Single
// operations, for linearizability, go through [Session.Do].
//
// # What it costs
//
// An operation takes the lock of its session, which no other session takes, and 96
// bytes. The starts and ends of transactions are counted by one atomic counter, from
// which real-time order follows; clocks are for show. BenchmarkRead and its kin
// measure it.
//
// # What is judged
//
// The history is written in visar's JSON Lines and read back before it is judged,
// so that visar check says of the file what [Require] said. What is open when
// it is judged is of unknown outcome. A run in which nothing could have gone wrong,
// since no two sessions met at a key, fails as well; see [OnVacuous].
package visartest
