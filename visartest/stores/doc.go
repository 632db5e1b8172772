// Package stores records real embedded databases and shows what each of them
// allows: bbolt, badger, pebble and SQLite. It is a module of its own, so that who
// uses visar does not get them.
//
// Every example interleaves two clients by hand, step by step, so that it gives
// the same history each time.
//
// The program crash, beside them, records a PostgreSQL server that is killed.
package stores
