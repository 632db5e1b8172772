package format

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"visar/history"
)

func encode(t *testing.T, f *Format, h *history.History) string {
	t.Helper()
	var out bytes.Buffer
	if err := f.Encode(&out, h); err != nil {
		t.Fatalf("writing %s: %v\n%s", f.Name, err, h)
	}
	return out.String()
}

// roundTrip decodes data and, if that is possible, checks that what each format
// writes of it reads back the same: always the same text, and the same history
// unless the format says that it loses something.
func roundTrip(t *testing.T, from *Format, data []byte) {
	ctx := context.Background()
	h, err := from.Decode(ctx, bytes.NewReader(data), Options{})
	if err != nil || h.Len() == 0 {
		return
	}
	original := encode(t, Native, h)
	for _, f := range Formats {
		if f.Encode == nil {
			continue
		}
		var once bytes.Buffer
		if err := f.Encode(&once, h); err != nil {
			if f == from && err != errNoOps { // all that was read may be an initial state
				t.Fatalf("%s cannot write what it read: %v", f.Name, err)
			}
			continue // a list in Plume's text, for example
		}
		again, err := f.Decode(ctx, bytes.NewReader(once.Bytes()), Options{})
		if err != nil {
			t.Fatalf("%s cannot read what it wrote: %v\n%s", f.Name, err, once.String())
		}
		if twice := encode(t, f, again); twice != once.String() {
			t.Fatalf("%s wrote\n%s\nand of that\n%s", f.Name, once.String(), twice)
		}
		if lost := f.Lossy(h); len(lost) == 0 {
			if copied := encode(t, Native, again); copied != original {
				t.Fatalf("%s made of\n%s\nwith\n%s\nthis:\n%s", f.Name, original, once.String(), copied)
			}
		}
	}
}

func FuzzEDN(f *testing.F) {
	addCorpus(f, "stale_read.kv.txt")
	for _, seed := range []string{
		`{:index 0, :time 5, :type :invoke, :process 0, :f :txn, :value [[:r 1 nil] [:append 1 2]]}
{:index 1, :time 9, :type :ok, :process 0, :f :txn, :value [[:r 1 [1]] [:append 1 2]], :node "n1", :error [:a {:b 1.5}]}`,
		`[#jepsen.history.Op{:type :ok :process 1 :f :write :value :a}, #_ x {:type :info :process 1 :f :read} ; c
 {:process :nemesis :type :info :f :kill :value #{1 2}}]`,
		`{:type :invoke :process 2 :f :cas :value [1/2 "\u00e9"]}{:type :fail :process 2}{:type :invoke :process 2 :f :txn}`,
		`({:type :invoke :process 2 :f :cas :value [\a 3N]}{:type :info :process 2 :x ##NaN}{:type :invoke :process 2 :f :txn :value ()})`,
		`{:type :invoke :process 0 :f :txn :value [[:w :k true] [:r "k" nil]] :m #:n{:a #"re"}}`,
		`{:type :ok :process 0 :f :cas :key 7 :value [1 2]}{:type :ok :process 0 :f :transfer :value [[:r 1 2]]}{:type :fail :process 0 :f :read}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, JepsenEDN, data) })
}

func FuzzNative(f *testing.F) {
	for _, seed := range []string{
		`{"visar":1,"initial":0}
{"id":"T1","session":"a","status":"aborted","start":1,"end":4,"ops":[["r","x",null],["w","x",1],["append","y",2],["r","y",[1,2]]]}`,
		`{"id":"b","session":3,"ops":[["w",1,"\ud83d\ude00"]],"node":"n1","error":{"a":[1.5,null]},"clock":-5}`,
		`{"ops":[],"arbitration":2,"visible":["T2"]}
{"ops":[["r",1,true]],"snapshot_ts":1,"commit_ts":2}
{"status":"unknown","start":3,"session":"s","ops":[["r",":k",0]]}
{"status":"committed","start":3,"end":3,"session":"s","ops":[["w",":k",0]]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, Native, data) })
}

func FuzzPlume(f *testing.F) {
	f.Add([]byte("w(1,2,0,0)\nr(1,2,1,1)\nw(1,3,0,0)\n\nw(1,4,1,-1)\nr(1,0,1,-1)\n"))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, Plume, data) })
}

func FuzzAWDIT(f *testing.F) {
	f.Add([]byte("w 1 0\n=====\nr 1 0\nw 1 2\n-----\n\nr 1 2\n===\n===\nw 2 7"))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, AWDIT, data) })
}

func FuzzDBCopHist(f *testing.F) {
	f.Add([]byte("// one\n[x:=1 y_2==?] [7==3]!\n---\n [] [x==1]  // two\n"))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, DBCopHist, data) })
}

func FuzzDBCopJSON(f *testing.F) {
	f.Add([]byte(`{"params":{"id":0},"info":"x","data":[[{"events":[{"Read":{"variable":0,"version":null}},{"Write":{"version":2,"variable":"x"}}],"committed":false}],[]]}`))
	f.Add([]byte(`[[],[{"committed":true,"events":[["r",0,null],["w",0,1]]}]]`))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, DBCopJSON, data) })
}

// addCorpus adds files of the corpus as seeds.
func addCorpus(f *testing.F, names ...string) {
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "format", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

func FuzzDBCopBincode(f *testing.F) {
	addCorpus(f, "lost_update.bincode")
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, DBCopBincode, data) })
}

func FuzzCobra(f *testing.F) {
	addCorpus(f, "lost_update_cobra/T11.log", "lost_update_cobra/T12.log")
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, Cobra, data) })
}

func FuzzViper(f *testing.F) {
	addCorpus(f, "lost_update_viper/J11.log")
	f.Add([]byte(viperSample))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, Viper, data) })
}

func FuzzChronos(f *testing.F) {
	addCorpus(f, "lost_update.chronos.json")
	f.Add([]byte(`[{"ops":[{"v":[1,0],"k":3,"t":"READ"},{"t":"a","k":3,"v":2},{"t":"r","k":4}],"tid":"a","sid":"x","cts":{"l":1,"p":"7"},"sts":{"p":7,"l":0},"rtts":5}]`))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, Chronos, data) })
}

func FuzzJepsenText(f *testing.F) {
	addCorpus(f, "lost_update.history.txt")
	f.Add([]byte("INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 0\t:info\t:cas\t:timed-out\n:nemesis\t:info\t:kill\t#{1}\n"))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, JepsenText, data) })
}

func FuzzElleJSON(f *testing.F) {
	addCorpus(f, "lost_update.elle.json")
	f.Add([]byte(`[{"type":"info","process":"nemesis","value":{"a":[1.5]}},{"index":3,"type":"invoke","process":1,"f":"cas","value":[1,2],"time":7,"x y":null},{"type":"fail","process":1,"f":"cas","error":["a"]}]`))
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, ElleJSON, data) })
}

// FuzzJepsenStore has the block of operations for its input: few changes of a
// whole file would get past the checksums.
func FuzzJepsenStore(f *testing.F) {
	for _, name := range []string{"lost_update.jepsen", "independent.jepsen"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "format", name))
		if err != nil {
			f.Fatal(err)
		}
		for rest := data[storeHeader:]; len(rest) > 0; {
			length := binary.BigEndian.Uint64(rest)
			if rest[13] == blockStream {
				f.Add(rest[blockHeader:length])
			}
			rest = rest[length:]
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		roundTrip(t, JepsenStore, fileOf(data))
		sameStream(t, data)
	})
}

// FuzzJepsenStoreFile changes whole files.
func FuzzJepsenStoreFile(f *testing.F) {
	addCorpus(f, "lost_update.jepsen")
	f.Fuzz(func(t *testing.T, data []byte) { roundTrip(t, JepsenStore, data) })
}
