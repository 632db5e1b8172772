package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// launched is the first argument of a process that launches another.
const launched = "launch-and-measure"

// reportTo is the descriptor to which a launcher writes the Result.
const reportTo = 3

// Launch makes of this process the launcher of another, where Run started it as
// one, and then does not return. A program that calls Run calls Launch first of all, while
// little of it is resident.
func Launch() {
	if len(os.Args) < 4 || os.Args[1] != launched {
		return
	}
	if err := launch(os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// launch runs the command and reports what it cost.
func launch(limit string, command []string) error {
	timeout, err := time.ParseDuration(limit)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		return err
	}
	r := Result{Late: ctx.Err() != nil}
	if s := c.ProcessState; s != nil {
		r.Code, r.User = s.ExitCode(), s.UserTime().Seconds()
		if usage, ok := s.SysUsage().(*syscall.Rusage); ok {
			r.Peak = usage.Maxrss >> 10
		}
	}
	return json.NewEncoder(os.NewFile(reportTo, "report")).Encode(r)
}
