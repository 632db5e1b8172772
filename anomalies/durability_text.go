package anomalies

import (
	"fmt"
	"time"

	"visar/checker"
	"visar/history"
)

// called reports whether what transaction txn lost is told as a call: that of an object
// that is more than a register, or nothing says whose it is.
func (t *teller) called(txn int32) bool {
	if txn < 0 {
		return true
	}
	c, ok := t.h.Call(txn)
	return ok && c.Func != history.CAS
}

// call names a transaction with what it called: "T1 (line 1), enqueue(q,1),".
func (t *teller) call(txn int32) string {
	if text := t.h.CallString(txn); text != "" {
		return t.name(txn) + ", " + cut(text) + ","
	}
	return t.name(txn)
}

// shownCall tells the lost call that l shows, or how it shows that some are.
func (t *teller) shownCall(l *checker.Loss, key string) []string {
	s := l.Shown
	missed := fmt.Sprintf("%s started at %d, after the crash, and its answer is as if that had not been done; none since is otherwise.",
		t.call(s.Missing), t.h.Start(s.Missing))
	switch {
	case s.Writer >= 0 && s.Reader >= 0:
		return []string{fmt.Sprintf("%s had seen what %s did, and ended at %d, before the crash at %d.",
			t.call(s.Reader), t.call(s.Writer), t.h.End(s.Reader), l.Crash), missed}
	case s.Writer >= 0:
		return []string{fmt.Sprintf("%s was acknowledged at %d, before the crash at %d.", t.call(s.Writer), t.h.End(s.Writer), l.Crash), missed}
	case s.Reader >= 0:
		return []string{fmt.Sprintf("%s had seen more of %s, and ended at %d, before the crash at %d.", t.call(s.Reader), key, t.h.End(s.Reader), l.Crash),
			fmt.Sprintf("%s started at %d, after the crash: some of that is not there, and it has not been since.", t.call(s.Missing), t.h.Start(s.Missing))}
	}
	return []string{fmt.Sprintf("%s started at %d, after the crash: of %s not all is there that had been acknowledged before, and it has not been since.",
		t.call(s.Missing), t.h.Start(s.Missing), key)}
}

// LossText says how much a crash took back: "The crash at 17 lost writes of 3
// acknowledged transactions, of which 2 had been read; the oldest was acknowledged 41ms
// before it."
func LossText(l *checker.Loss) string {
	least, n := "", len(l.Acknowledged)+l.Unnamed
	if l.Unnamed > 0 {
		least = "at least "
	}
	if n+len(l.Doubtful) == 0 {
		return fmt.Sprintf("The crash at %d lost something that had been read; nothing says whether it had been acknowledged.", l.Crash)
	}
	if n == 0 {
		return fmt.Sprintf("The crash at %d lost writes of transactions of unknown outcome that had been read: %d.", l.Crash, len(l.Doubtful))
	}
	plural := "s"
	if n == 1 {
		plural = ""
	}
	text := fmt.Sprintf("The crash at %d lost writes of %s%d acknowledged transaction%s", l.Crash, least, n, plural) + hadBeenRead(l, n)
	if n := len(l.Doubtful); n > 0 {
		text += fmt.Sprintf(", and of %d of unknown outcome that had been read", n)
	}
	if l.Oldest >= 0 {
		text += "; the oldest was acknowledged " + least + ageText(l) + " before it"
	}
	return text + "."
}

// hadBeenRead says how many of n acknowledged transactions had been read.
func hadBeenRead(l *checker.Loss, n int) string {
	switch {
	case n == 1 && l.Read == 1:
		return ", which had been read"
	case l.Unnamed > 0 && l.Read == 0:
		return ""
	case n == 1:
		return ", which had not been read"
	case l.Unnamed > 0:
		return fmt.Sprintf(", of which at least %d had been read", l.Read)
	}
	return fmt.Sprintf(", of which %d had been read", l.Read)
}

func ageText(l *checker.Loss) string {
	if l.Nanoseconds {
		return time.Duration(l.Age).Round(max(1, time.Duration(l.Age)/1000)).String()
	}
	return fmt.Sprintf("%d in the units of the recording", l.Age)
}
