package history

import "testing"

// Accesses are what reads and writes one by one are, as long as nothing is a list.
func TestAccesses(t *testing.T) {
	b := NewBuilder(Value{})
	x, y, seven := b.KeyInt(1), b.KeyInt(2), b.ValueInt(7)
	begin := func() { b.Begin(TxnInfo{Session: "a", Start: NoTime, End: NoTime, Clock: NoTime}) }
	begin()
	b.Write(x, seven)
	begin()
	kinds, keys, values, ok := b.Accesses(2)
	if !ok || len(kinds) != 2 || len(keys) != 2 || len(values) != 2 {
		t.Fatalf("room for %d kinds, %d keys, %d values: %v; expected 2", len(kinds), len(keys), len(values), ok)
	}
	kinds[0], keys[0], values[0] = Read, x, seven
	kinds[1], keys[1], values[1] = Write, y, seven
	begin()
	b.Append(b.KeyInt(3), seven)
	begin()
	if _, _, _, ok := b.Accesses(1); ok {
		t.Error("there is a list, and accesses do not look at it")
	}
	b.Read(x, seven)
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := h.String(), "T1[a]: w(1,7)\nT2[a]: r(1,7) w(2,7)\nT3[a]: a(3,7)\nT4[a]: r(1,7)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
