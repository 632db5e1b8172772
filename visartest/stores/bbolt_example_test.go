package stores

import (
	"context"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"visar/axioms"
	"visar/visartest"
)

// bbolt is clean. A reader that began before a write goes on seeing the old state,
// however late it reads, and nobody can begin a second write meanwhile.
func Example_bbolt() {
	dir, err := os.MkdirTemp("", "bbolt")
	check(err)
	defer os.RemoveAll(dir)
	// A map that never has to grow lets one goroutine write while it reads.
	db, err := bbolt.Open(dir+"/db", 0o600, &bbolt.Options{NoSync: true, InitialMmapSize: 1 << 20})
	check(err)
	defer db.Close()
	check(db.Update(func(b *bbolt.Tx) error {
		_, err := b.CreateBucket(bucket)
		return err
	}))

	rec := visartest.New(nil)
	writer, reader := rec.NamedSession("writer"), rec.NamedSession("reader")
	put := func(value string) {
		tx := writer.Begin()
		check(db.Update(func(b *bbolt.Tx) error {
			for _, k := range []string{"x", "y"} {
				tx.Write(k, value)
				check(b.Bucket(bucket).Put([]byte(k), []byte(value)))
			}
			return nil
		}))
		tx.Commit()
	}
	put("1")
	old := reader.Begin()
	check(db.View(func(b *bbolt.Tx) error {
		old.Read("x", b.Bucket(bucket).Get([]byte("x")))
		put("2") // commits while the reader is in the middle
		old.Read("y", b.Bucket(bucket).Get([]byte("y")))
		return nil
	}))
	old.Commit()
	fresh := reader.Begin()
	check(db.View(func(b *bbolt.Tx) error {
		fresh.Read("y", b.Bucket(bucket).Get([]byte("y")))
		return nil
	}))
	fresh.Commit()

	result, err := rec.Judge(context.Background(), axioms.StrictSerializable)
	check(err)
	fmt.Print(result)
	// Output:
	// strict-serializable is consistent
}

// check ends an example where something fails that has nothing to do with it.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
