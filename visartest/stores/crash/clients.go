package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/jackc/pgx/v5"

	"visar/visartest"
)

// client writes its own register and reads all of them.
type client struct {
	conn     *pgx.Conn
	session  *visartest.Session
	register int
	all      int // registers
	written  int // the last value of its own
	random   *rand.Rand
}

func connect(ctx context.Context, s *server, rec *visartest.Recorder, n int) ([]*client, error) {
	var clients []*client
	for i := range n {
		conn, err := s.connect(ctx)
		if err != nil {
			return nil, err
		}
		clients = append(clients, &client{conn: conn, session: rec.NamedSession(fmt.Sprintf("c%d", i+1)), register: i + 1, all: n, random: rand.New(rand.NewPCG(1, uint64(i)))})
	}
	return clients, nil
}

// createRegisters makes registers 1 to n, which hold nothing.
func createRegisters(ctx context.Context, conn *pgx.Conn, n int) error {
	_, err := conn.Exec(ctx, "CREATE TABLE register (name int PRIMARY KEY, value int)")
	if err == nil {
		_, err = conn.Exec(ctx, "INSERT INTO register SELECT generate_series(1, $1::int)", n)
	}
	if err == nil {
		_, err = conn.Exec(ctx, "CHECKPOINT") // that they survive
	}
	return err
}

// untilKilled has the clients work, kills the server when each has done so many
// operations, and returns when none expects an answer any more.
func untilKilled(ctx context.Context, s *server, clients []*client, operations int) error {
	var all, busy sync.WaitGroup
	busy.Add(len(clients))
	for _, c := range clients {
		enough := sync.OnceFunc(busy.Done)
		all.Go(func() {
			defer enough()
			for n := 1; c.any(ctx) == nil; n++ {
				if n == operations {
					enough()
				}
			}
		})
	}
	busy.Wait()
	err := s.kill()
	all.Wait()
	return errors.Join(err, ctx.Err())
}

// goOn has each client look at all registers and then go on, on a new connection.
func goOn(ctx context.Context, s *server, clients []*client, operations int) error {
	errs := make([]error, len(clients))
	var all sync.WaitGroup
	for i, c := range clients {
		all.Go(func() { errs[i] = c.goOn(ctx, s, operations) })
	}
	all.Wait()
	return errors.Join(errs...)
}

func (c *client) goOn(ctx context.Context, s *server, operations int) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return err
	}
	c.conn = conn
	for register := 1; register <= c.all && err == nil; register++ {
		err = c.read(ctx, register)
	}
	for n := 0; n < operations && err == nil; n++ {
		err = c.any(ctx)
	}
	return errors.Join(err, conn.Close(ctx))
}

// any writes the client's register or reads another.
func (c *client) any(ctx context.Context) error {
	if c.random.IntN(2) == 0 {
		return c.write(ctx)
	}
	return c.read(ctx, 1+c.random.IntN(c.all))
}

func (c *client) write(ctx context.Context) error {
	c.written++
	return c.session.Do(func(tx *visartest.Txn) error {
		tx.Write(c.register, c.written)
		_, err := c.conn.Exec(ctx, "UPDATE register SET value = $2 WHERE name = $1", c.register, c.written)
		return err
	})
}

func (c *client) read(ctx context.Context, register int) error {
	return c.session.Do(func(tx *visartest.Txn) error {
		var value *int
		err := c.conn.QueryRow(ctx, "SELECT value FROM register WHERE name = $1", register).Scan(&value)
		if err == nil {
			tx.Read(register, value)
		}
		return err
	})
}
