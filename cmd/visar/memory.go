package main

import (
	"context"
	"runtime/metrics"
	"time"
)

// watchInterval is how often the memory in use is looked at.
const watchInterval = 20 * time.Millisecond

// watchMemory cancels with cause once the program holds more than limit bytes and
// the garbage collector, which knows the limit too, cannot help that. It returns
// when ctx is done.
func watchMemory(ctx context.Context, limit int64, cancel context.CancelCauseFunc, cause error) {
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if liveBytes() > uint64(limit) {
				cancel(cause)
				return
			}
		}
	}
}

// liveBytes returns what the last garbage collection left: what was still in use.
func liveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
