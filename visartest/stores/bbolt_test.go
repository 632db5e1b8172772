package stores

import (
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"visar/axioms"
	"visar/visartest"
)

var bucket = []byte("accounts")

func openBolt(t *testing.T) *bbolt.DB {
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "bolt.db"), 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket(bucket)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// swap reads two keys and writes one of them, in a transaction of bbolt.
func swap(db *bbolt.DB, s *visartest.Session, from, to string, value string) error {
	tx := s.Begin()
	defer tx.Unknown() // where Update fails in its commit
	err := db.Update(func(b *bbolt.Tx) error {
		keys := b.Bucket(bucket)
		tx.Read(from, keys.Get([]byte(from)))
		tx.Read(to, keys.Get([]byte(to)))
		tx.Write(to, value)
		return keys.Put([]byte(to), []byte(value))
	})
	if err == nil {
		tx.Commit()
	}
	return err
}

// look reads all keys in a read-only transaction, which sees a snapshot.
func look(db *bbolt.DB, s *visartest.Session, keys []string) error {
	tx := s.Begin()
	defer tx.Abort()
	err := db.View(func(b *bbolt.Tx) error {
		for _, k := range keys {
			tx.Read(k, b.Bucket(bucket).Get([]byte(k)))
		}
		return nil
	})
	if err == nil {
		tx.Commit()
	}
	return err
}

// TestBoltIsStrictSerializable: bbolt has one writer at a time, and readers that see
// what was committed last before they began.
func TestBoltIsStrictSerializable(t *testing.T) {
	db, rec := openBolt(t), visartest.New(t)
	keys := []string{"a", "b", "c"}
	var clients sync.WaitGroup
	for client := range 4 {
		s := rec.Session()
		clients.Go(func() {
			for i := range 50 {
				value := strconv.Itoa(100*client + i)
				err := swap(db, s, keys[i%3], keys[(i+client)%3], value)
				if err == nil {
					err = look(db, s, keys)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	clients.Wait()
	visartest.Require(t, rec, axioms.StrictSerializable, visartest.MinTransactions(400))
}
