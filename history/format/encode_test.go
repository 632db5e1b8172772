package format

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/history"
)

// randomHistory builds a history that uses every part of the model in some odd
// way: values and names of all kinds, sessions that pause for an unknown
// outcome, times that fall together, lists that disagree.
func randomHistory(seed uint64) *history.History {
	r := rand.New(rand.NewPCG(seed, 7))
	values := []history.Value{
		history.IntValue(1), history.IntValue(-7), history.IntValue(0), history.StringValue("two words"),
		history.StringValue(":key"), history.StringValue(": no key"), history.StringValue("é\n\"\\\u2028"),
		history.BoolValue(true), history.OtherValue("1/3"), history.OtherValue("#{1 2}"), history.OtherValue("not ] EDN"),
	}
	if seed%3 == 0 {
		values = values[:2]
	}
	initial := []history.Value{{}, history.IntValue(0), history.StringValue("none")}[r.IntN(3)]
	b := history.NewBuilder(initial)
	clock := int64(r.IntN(3) - 1)
	timed, step := seed%2 == 0, 1+r.IntN(2)
	for t := range 1 + r.IntN(9) {
		info := history.TxnInfo{Status: history.Status(max(0, r.IntN(5)-2)), Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
		switch r.IntN(3) {
		case 0:
			info.Alone = true
		case 1:
			info.Session = "s " + fmt.Sprint(r.IntN(2))
		default:
			info.Session = fmt.Sprint(r.IntN(2))
		}
		if timed {
			clock += int64(r.IntN(step + 1))
			info.Start = clock
			clock += int64(r.IntN(step + 1))
			info.End = clock
		}
		if r.IntN(4) == 0 {
			info.Name = []string{"a", "17", "b c"}[r.IntN(3)] + fmt.Sprint(t)
		}
		if r.IntN(4) == 0 {
			info.Clock = int64(r.IntN(100)) - 1
		}
		id := b.Begin(info)
		for range r.IntN(4) {
			randomOp(b, r, values)
		}
		if r.IntN(5) == 0 {
			b.Extra(id, history.Field{Name: []string{"node", "ops", "type", "a b", ""}[r.IntN(5)], Text: `{"a":[1,-2.5e3,":k",null],"":"x"}`})
		}
		if r.IntN(8) == 0 {
			b.Fault(history.Fault{Name: ":kill", Detail: []string{"", "[1 2]", "no ] form"}[r.IntN(3)], Start: clock, Clock: 3})
		}
	}
	h, err := b.History()
	if err != nil {
		panic(err)
	}
	return h
}

func randomOp(b *history.Builder, r *rand.Rand, values []history.Value) {
	v := b.Value(values[r.IntN(len(values))])
	k := b.Key(values[r.IntN(2)])
	list := b.Key(values[len(values)-1])
	switch r.IntN(6) {
	case 0:
		b.Read(k, v)
	case 1:
		b.Read(k, history.Initial)
	case 2:
		b.Write(k, v)
	case 3:
		b.Append(list, v)
	case 4:
		b.ReadList(list, []int32{v, b.Value(values[0])}[:r.IntN(3)])
	default:
		b.Read(list, history.Initial)
	}
}

// plainKind says what a plain history is for.
type plainKind int

const (
	plainJepsen  plainKind = iota // sessions that overlap, with positions
	plainPlume                    // initial value 0, ids, no times
	plainBlocks                   // session by session, initial value nil
	plainZero                     // session by session, initial value 0
	plainNamed                    // session by session, ids, committed
	plainStamped                  // with recorded timestamps
	plainKinds
)

// plainHistory builds a history of what formats of that kind hold.
func plainHistory(seed uint64, kind plainKind) *history.History {
	r := rand.New(rand.NewPCG(seed, 8))
	initial := history.Value{}
	if kind == plainPlume || kind == plainZero {
		initial = history.IntValue(0)
	}
	b := history.NewBuilder(initial)
	for t := range int64(2 + r.IntN(6)) {
		info := history.TxnInfo{Session: fmt.Sprint(t % 3), Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
		info.Status = history.Status(max(0, r.IntN(5)-2))
		switch kind {
		case plainPlume:
			info.Status = history.Status(t % 2)
			if info.Status == history.Committed {
				info.Name = fmt.Sprint(100 - t)
			}
		case plainJepsen:
			// Three sessions overlap; each is between transactions at some time.
			info.Start, info.End = 5*t+1, 5*t+13
		case plainNamed, plainStamped:
			info.Session, info.Name, info.Status = fmt.Sprint(t/3), fmt.Sprint(100-t), history.Committed
		default:
			info.Session = fmt.Sprint(t / 3)
			info.Status = history.Status(int(t) * int(seed/18%2) % 2)
		}
		id := b.Begin(info)
		if kind == plainStamped {
			b.Record(id, history.Recorded{Arbitration: history.NoTime, SnapshotTS: t - 1, CommitTS: 2 * t})
		}
		b.Write(b.Key(history.IntValue(t)), b.Value(history.IntValue(1+int64(r.IntN(3)))))
		if info.Status == history.Committed {
			b.Read(b.Key(history.IntValue(t/2)), b.Value(history.IntValue(1)))
		}
	}
	h, err := b.History()
	if err != nil {
		panic(err)
	}
	return h
}

// copied writes h in the format f and reads it back.
func copied(t *testing.T, f *Format, h *history.History) (text string, again *history.History, err error) {
	t.Helper()
	if !f.InDirectory() {
		var out strings.Builder
		if err := f.Encode(&out, h); err != nil {
			return "", nil, err
		}
		return out.String(), decode(t, out.String(), Options{Format: f.Name}), nil
	}
	dir := t.TempDir()
	if err := f.EncodeDir(context.Background(), dir, h); err != nil {
		return "", nil, err
	}
	file, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("reading %s: %v", f.Name, err)
	}
	return written(t, dir), file.History, nil
}

func TestRandomHistoriesSurviveEveryFormat(t *testing.T) {
	faithful := map[string]int{}
	for seed := range uint64(800) {
		h := randomHistory(seed)
		if seed%3 == 2 {
			h = plainHistory(seed, plainKind(seed/3%uint64(plainKinds)))
		}
		original := encode(t, Native, h)
		for _, f := range Formats {
			if f.Encode == nil {
				continue
			}
			once, again, err := copied(t, f, h)
			if err != nil {
				continue
			}
			if twice := rewritten(t, f, again); twice != once {
				t.Fatalf("seed %d: %s wrote of\n%s\nthis:\n%s\nand of that\n%s", seed, f.Name, original, once, twice)
			}
			if len(f.Lossy(h)) > 0 {
				continue
			}
			faithful[f.Name]++
			if copy := encode(t, Native, again); copy != original {
				t.Fatalf("seed %d: %s made of\n%s\nwith\n%s\nthis:\n%s", seed, f.Name, original, once, copy)
			}
		}
	}
	for _, f := range Formats {
		if f.Encode != nil && faithful[f.Name] < 10 {
			t.Errorf("%s held only %d of the histories faithfully, too few to mean anything", f.Name, faithful[f.Name])
		}
	}
}

// Starts and ends that fall together get positions of their own. No transaction
// may come to precede one of another session that it did not precede, unless
// each of them ends where another one of its session starts.
func TestTiesAddNoRealTimeOrder(t *testing.T) {
	h := decode(t, `T1[0] @1-4: w(x,1)
T2[1] @1-4: w(x,2)
T3[0] @4-6: w(x,3)
T4[2] @4-4: w(x,4)
T5[2] @4-6: w(x,5)
T6[1] @6-7: w(x,6)`)
	if lost := JepsenEDN.Lossy(h); len(lost) != 1 || lost[0] != "starts and ends (they become positions)" {
		t.Fatalf("lossy %q, want the starts and ends", lost)
	}
	copied := decode(t, encode(t, JepsenEDN, h))
	// The copy is in order of invocation; what it wrote tells which is which.
	in := func(t int32) int32 {
		for u := range int32(copied.Len()) {
			if copied.OpString(u) == h.OpString(t) {
				return u
			}
		}
		return -1
	}
	var got []string
	for a := range int32(h.Len()) {
		for b := range int32(h.Len()) {
			before, now := h.End(a) < h.Start(b), copied.End(in(a)) < copied.Start(in(b))
			if before && !now {
				t.Errorf("%s no longer precedes %s", h.Name(a), h.Name(b))
			}
			if now && !before && h.Session(a) != h.Session(b) {
				got = append(got, h.Name(a)+"<"+h.Name(b))
			}
		}
	}
	// T1 and T4 both end at 4, where T3 and T5 of their sessions start: whichever
	// ends first, its end comes before the start that follows the other's.
	if len(got) > 2 || slices.Contains(got, "T2<T3") || slices.Contains(got, "T2<T5") {
		t.Errorf("new real-time order %v", got)
	}
}

func TestJepsenRefusesWhatItCannotHold(t *testing.T) {
	for text, want := range map[string]string{
		"T1 @1-2: w(x,1)\nT2: w(x,2)":          "transaction T2 has no start, but others have: Jepsen's format wants both of every transaction, or no start of any",
		"T1 @1-: w(x,1)":                       "transaction T1 has no end, but others have: Jepsen's format wants both of every transaction, or no start of any",
		"a[0] @1-3: w(x,1)\nb[0] @2-4: w(x,2)": "transaction b overlaps another one of its session, which Jepsen's format cannot hold",
	} {
		err := JepsenEDN.Encode(&strings.Builder{}, decode(t, text))
		if err == nil || err.Error() != want {
			t.Errorf("%s: error %v, want %s", text, err, want)
		}
	}
}
