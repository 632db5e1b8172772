package visartest

import (
	"errors"
	"sync"

	"visar/history"
)

// ErrAborted is for the functions given to [Session.Do]: wrapped by their error it
// says that the operation certainly took no effect.
var ErrAborted = errors.New("aborted")

// Session is a client. Its transactions come one after the other; what is
// concurrent is in different sessions. Its methods may be called from several
// goroutines, as long as no two transactions are open at once.
type Session struct {
	rec  *Recorder
	name string

	mu    sync.Mutex // of this session alone
	txns  [][]Txn    // in order, in blocks that never move
	count int        // of transactions
	spare []operation
	left  int64 // operations that this session may record before it asks again
}

// Memory comes in blocks, small ones first: there may be few clients that do much
// or many that do little.
const (
	firstBlock = 8
	maxBlock   = 1024
)

// block returns the size of the next block of a session with so many transactions.
func block(txns int) int { return min(max(firstBlock, txns), maxBlock) }

// Begin starts a transaction. Call it before the database hears of it. Where an
// earlier transaction of the session is still open, it stays so, and its outcome
// is unknown.
func (s *Session) Begin() *Txn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.has(1) {
		return &Txn{session: s, state: dropped}
	}
	tx := s.add()
	if cap(s.spare) == 0 {
		s.spare = make([]operation, 0, block(s.count))
	}
	// A transaction that is still open keeps the block it writes into.
	tx.ops, s.spare = s.spare, nil
	tx.start, tx.clock = s.rec.position(), s.rec.clock()
	return tx
}

// add returns a new transaction after those there are.
func (s *Session) add() *Txn {
	last := len(s.txns) - 1
	if last < 0 || len(s.txns[last]) == cap(s.txns[last]) {
		s.txns = append(s.txns, make([]Txn, 0, block(s.count)))
		last++
	}
	s.count++
	s.txns[last] = append(s.txns[last], Txn{session: s, number: s.count})
	return s.last()
}

// last returns the transaction that was begun last.
func (s *Session) last() *Txn {
	txns := s.txns[len(s.txns)-1]
	return &txns[len(txns)-1]
}

// has reports whether n more operations may be recorded, and counts them.
func (s *Session) has(n int64) bool {
	for s.left < n {
		claim := int64(block(s.count))
		got := claim + min(0, s.rec.left.Add(-claim))
		if got <= 0 {
			s.rec.full.Store(true)
			return false
		}
		s.left += got
	}
	s.left -= n
	return true
}

// Do records an operation that is not part of a transaction: it begins before
// op is called and ends after op has returned. For a model of single objects,
// such as linearizability, op records one read or one write, or a read and a write
// of the same key for a compare-and-set that succeeded.
//
// If op returns nil, the operation took effect; if it returns an error that wraps
// [ErrAborted], it took none; after any other error nobody knows, so that a write
// is recorded before it is attempted. Do returns the error of op.
func (s *Session) Do(op func(tx *Txn) error) error {
	tx := s.Begin()
	err := op(tx)
	switch {
	case err == nil:
		tx.end(history.Committed, "commit")
	case errors.Is(err, ErrAborted):
		tx.Abort()
	default:
		tx.Unknown()
	}
	return err
}
