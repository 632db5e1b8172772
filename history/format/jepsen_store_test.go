package format

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"visar/history/generate"
)

// streamOf returns the first block of operations of a file.
func streamOf(t *testing.T, file []byte) (data []byte) {
	t.Helper()
	for rest := file[storeHeader:]; len(rest) > 0; {
		length := binary.BigEndian.Uint64(rest)
		if rest[13] == blockStream {
			return rest[blockHeader:length]
		}
		rest = rest[length:]
	}
	t.Fatal("expected a block of operations")
	return nil
}

// fileOf returns a file with one block of operations.
func fileOf(data []byte) []byte {
	block := appendBlock(nil, blockStream, data)
	return append(storeHead([]int{len(block)}, 1), block...)
}

// sameStream checks that operations read the same as lines as one by one.
func sameStream(t *testing.T, data []byte) {
	t.Helper()
	sameWhole(t, JepsenStore, fileOf(data))
}

// TestStoreLines reads operations right and wrong, several thousand and few.
func TestStoreLines(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, workload := range []string{"list-append", "rw-register"} {
		for _, txns := range []int{3, 400} {
			cfg := generate.Config{Model: "serializable", Workload: workload, Txns: txns, Ops: 4, Sessions: 5, Keys: 10,
				ReadShare: 0.5, BlindShare: 0.5, Abort: 0.1, Unknown: 0.05, Times: true}
			data := streamOf(t, encoded(t, JepsenStore, cfg))
			sameStream(t, data)
			for range 240 / (1 + txns/100) {
				changed := append([]byte(nil), data...)
				for range 1 + random.IntN(2) {
					changed[random.IntN(len(changed))] = byte(random.IntN(256))
				}
				sameStream(t, changed)
			}
		}
	}
	for _, name := range []string{"lost_update.jepsen", "independent.jepsen"} {
		file, err := os.ReadFile(filepath.Join("..", "..", "testdata", "format", name))
		if err != nil {
			t.Fatal(err)
		}
		sameWhole(t, JepsenStore, file)
		data := streamOf(t, file)
		for range 600 {
			changed := append([]byte(nil), data...)
			changed[random.IntN(len(changed))] = byte(random.IntN(256))
			sameStream(t, changed)
		}
	}
}

// TestPlainOps checks that nearly all of what is generated has the plain layout.
func TestPlainOps(t *testing.T) {
	cfg := generate.Config{Model: "serializable", Workload: "list-append", Txns: 1000, Ops: 4, Sessions: 5, Keys: 10,
		ReadShare: 0.5, BlindShare: 0.5, Times: true}
	f := &fressian{src: streamOf(t, encoded(t, JepsenStore, cfg))}
	plain, others := 0, 0
	for f.at < len(f.src) {
		from := f.at
		if _, ok := f.plainOp(nil); ok {
			plain++
			continue
		}
		f.at = from
		if _, err := f.value(); err != nil {
			t.Fatal(err)
		}
		others++
	}
	if plain+others != 2000 || others > 10 {
		t.Errorf("got %d plain operations and %d others, want 2000 together, at most 10 others", plain, others)
	}
}
