package generate_test

import (
	"fmt"

	"visar/history/generate"
)

// Two serial transactions of one session, and between them two of others that
// both update what they read and lose one update.
func ExampleGenerate() {
	h, err := generate.Generate(generate.Config{
		Seed: 4, Model: "strict-serializable", Sessions: 2, Txns: 2, Ops: 2, Keys: 1, Inject: []string{"lost-update"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h)
	// Output:
	// T1[1]: r(1,_) w(1,1)
	// T2: r(2,_) w(2,1)
	// T3: r(2,_) w(2,2)
	// T4[1]: r(1,1) w(1,2)
}
