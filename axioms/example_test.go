package axioms_test

import (
	"fmt"

	"visar/axioms"
	"visar/history"
)

// An execution is judged by the axioms of a model. Here two transactions update x
// from the same snapshot, which is one order of commits but no snapshot isolation.
func ExampleExecution_Validate() {
	h, err := history.Parse("T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)")
	if err != nil {
		fmt.Println(err)
		return
	}
	e := &axioms.Execution{
		History: h,
		Order:   []int32{0, 1},
		VIS:     axioms.Visibility{Prefix: []int32{0, 0}}, // neither sees the other
	}
	fmt.Println(e.Validate(axioms.Prefix.Axioms) == nil)
	breach := e.Validate(axioms.SnapshotIsolation.Axioms)
	fmt.Printf("%s: %s\n", breach.Axiom.Name, breach.Message)
	// Output:
	// true
	// NOCONFLICT: T2 (line 2) does not see T1 (line 1), which writes x too
}
