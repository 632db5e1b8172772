package format

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCommon(t *testing.T) {
	known := knownList{text: []byte("1, 2 30"), ends: []int32{1, 4, 7}, elements: []int32{11, 12, 13}}
	for _, test := range []struct {
		text   string
		n      int
		length int
	}{
		{"]", 0, 0},
		{"", 0, 0},
		{"1]", 1, 1},
		{"1 2]", 1, 1},   // another separator: the rest is parsed
		{"12]", 0, 0},    // another element
		{"1, 2]", 2, 4},  //
		{"1, 23]", 1, 1}, //
		{"1, 2 3]", 2, 4},
		{"1, 2 30]", 3, 7},
		{"1, 2 30", 2, 4}, // the text may go on with another digit
		{"1, 2 30 4]", 3, 7},
		{"1, 2 301]", 2, 4},
	} {
		if n, length := known.common([]byte(test.text)); n != test.n || length != test.length {
			t.Errorf("%q has %d elements of %d bytes in common, expected %d of %d", test.text, n, length, test.n, test.length)
		}
	}
}

// Lists read back as they are written, however they agree with each other and
// whatever stands between their elements.
func TestListsReadBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var edn, native strings.Builder
		var want [][]string
		for i := range 30 {
			list := randomList(rng)
			want = append(want, list)
			fmt.Fprintf(&edn, "{:index %d, :type :ok, :process 0, :f :txn, :value [[:r 1 [%s]]]}\n", i, strings.Join(list, []string{" ", ", ", " ; c\n "}[rng.IntN(3)]))
			fmt.Fprintf(&native, `{"session":0,"ops":[["r",1,[%s]]]}`+"\n", strings.Join(list, []string{",", ", "}[rng.IntN(2)]))
		}
		for name, text := range map[string]string{"jepsen-edn": edn.String(), "native": native.String()} {
			f, err := Read(context.Background(), strings.NewReader(text), name)
			if err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			for i, list := range want {
				var got []string
				for _, v := range f.History.Op(int32(i)).List {
					got = append(got, f.History.Value(v).String())
				}
				if !slices.Equal(got, list) {
					t.Fatalf("%s: read %d is %v, expected %v in\n%s", name, i, got, list, text)
				}
			}
		}
	}
}

// randomList returns a prefix of one list, at times with another end.
func randomList(rng *rand.Rand) []string {
	var list []string
	for i := range rng.IntN(8) {
		list = append(list, fmt.Sprint(9+i*i))
	}
	if rng.IntN(3) == 0 {
		list = append(list, fmt.Sprint(rng.IntN(200)))
	}
	if len(list) == 0 {
		list = append(list, "9")
	}
	return list
}
