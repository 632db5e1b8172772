package checker_test

import "testing"

// TestLossesOfObjects has histories of single objects of which was reckoned by hand what
// crashes took.
func TestLossesOfObjects(t *testing.T) {
	testLosses(t, []lossCase{
		{"a queue gives the second element and not the first",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["enqueue","q",2]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["dequeue","q",2]]}`,
			[]int64{10}, "crash 1: T1 read 0 oldest T1 age 8 shown T1>->T3 torn T1 T2 T3\n"},
		{"a queue is empty, and of three elements a call in flight may have taken the first",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["enqueue","q",2]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["enqueue","q",3]]}
{"id":"T4","session":4,"start":7,"status":"unknown","ops":[["dequeue","q"]]}
{"id":"T5","session":5,"start":11,"end":12,"ops":[["dequeue","q",null]]}`,
			[]int64{10}, "crash 1: and 2 read 0 oldest T2 age 6 shown ->->T5\n"},
		{"a drain in flight may have taken all",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":7,"status":"unknown","ops":[["drain","q"]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["dequeue","q",null]]}`,
			[]int64{10}, ""},
		{"a drain lacks an element",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["enqueue","q",2]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["drain","q",[1]]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T3\n"},
		{"an element comes after all",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":11,"end":12,"ops":[["dequeue","q",null]]}
{"id":"T3","session":3,"start":13,"end":14,"ops":[["dequeue","q",1]]}`,
			[]int64{10}, ""},
		{"an element is delivered again",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["dequeue","q",1]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["dequeue","q",1]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T3\n"},
		{"an element that was put there twice may be delivered twice",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["enqueue","q",1]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["dequeue","q",1]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["dequeue","q",1]]}`,
			[]int64{10}, ""},
		{"a stack loses its top",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["push","s",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["push","s",2]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["pop","s",1]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T3\n"},
		{"a stack has its top and not yet shown what is below",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["push","s",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["push","s",2]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["pop","s",2]]}`,
			[]int64{10}, ""},
		{"a set loses an element that was read",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","s","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","s","b"]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["get","s",["a","b"]]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","s",["b"]]]}`,
			[]int64{10}, "crash 1: T1 read 1 oldest T1 age 8 shown T1>T3>T4 torn T1 T2 T4\n"},
		{"a set is asked for an element of unknown outcome that was there before",
			`{"id":"T1","session":1,"start":1,"status":"unknown","ops":[["add","s","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["contains","s","a",true]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["contains","s","a",false]]}`,
			[]int64{10}, "crash 1: T1? read 0 oldest - age 0 shown T1>T2>T3\n"},
		{"a removal in flight may have taken the element",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","s","a"]]}
{"id":"T2","session":2,"start":3,"status":"unknown","ops":[["remove","s","a"]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","s",[]]]}`,
			[]int64{10}, ""},
		{"a removed element is there again",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","s","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["remove","s","a"]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["get","s",[]]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","s",["a"]]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T4\n"},
		{"a removed element was added anew",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","s","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["remove","s","a"]]}
{"id":"T3","session":3,"start":5,"status":"unknown","ops":[["add","s","a"]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","s",["a"]]]}`,
			[]int64{10}, ""},
		{"a counter of three is one: two are lost, one of which had been read, and one is no younger than the second",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","n",1]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["get","n",2]]}
{"id":"T4","session":4,"start":7,"end":8,"ops":[["add","n",1]]}
{"id":"T5","session":5,"start":11,"end":12,"ops":[["get","n",1]]}`,
			[]int64{10}, "crash 1: and 2 read 1 oldest T2 age 6 shown ->T3>T5\n"},
		{"a counter is zero: all are lost",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",2]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","n",3]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","n",0]]}`,
			[]int64{10}, "crash 1: T1 T2 read 0 oldest T1 age 8 shown T1>->T3\n"},
		{"a counter lacks more than all others come to",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",9]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","n",1]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","n",1]]}`,
			[]int64{10}, "crash 1: T1 read 0 oldest T1 age 8 shown T1>->T3\n"},
		{"a counter gets what it lacked",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",1]]}
{"id":"T2","session":2,"start":11,"end":12,"ops":[["get","n",0]]}
{"id":"T3","session":3,"start":13,"end":14,"ops":[["get","n",1]]}`,
			[]int64{10}, ""},
		{"a subtraction in flight may be why a counter is less",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",2]]}
{"id":"T2","session":2,"start":3,"status":"unknown","ops":[["add","n",-1]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","n",1]]}`,
			[]int64{10}, ""},
		{"a subtraction is lost",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",2]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","n",-1]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","n",2]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T3\n"},
		{"a counter loses what may have been in flight",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",1]]}
{"id":"T2","session":2,"start":1,"status":"unknown","ops":[["add","n",1]]}
{"id":"T3","session":3,"start":3,"end":4,"ops":[["get","n",2]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","n",1]]}`,
			[]int64{10}, "crash 1: read 0 oldest - age 0 shown ->T3>T4\n"},
		{"a counter was short before the crash, and lost one more in the next",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","n",1]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["get","n",1]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","n",1]]}
{"id":"T5","session":5,"start":21,"end":22,"ops":[["get","n",0]]}`,
			[]int64{10, 20}, "crash 2: and 1 read 1 oldest T2 age 16 shown ->T4>T5\n"},
		{"an addition that says what it came to is not read by itself",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",3,3]]}
{"id":"T2","session":2,"start":11,"end":12,"ops":[["get","n",0]]}`,
			[]int64{10}, "crash 1: T1 read 0 oldest T1 age 8 shown T1>->T2\n"},
		{"an addition that says what it came to has read the one before it",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","n",3]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["add","n",1,4]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","n",1]]}`,
			[]int64{10}, "crash 1: T1 read 1 oldest T1 age 8 shown T1>T2>T3\n"},
		{"text loses what was put at its end, and had been read",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["put","k","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["extend","k","b"]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["get","k","ab"]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","k","a"]]}`,
			[]int64{10}, "crash 1: T2 read 1 oldest T2 age 6 shown T2>T3>T4\n"},
		{"text that others have made together is no sign that what was written as such survived",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["extend","k","a"]]}
{"id":"T2","session":2,"start":1,"end":2,"ops":[["extend","k","b"]]}
{"id":"T3","session":3,"start":3,"end":4,"ops":[["extend","k","z"]]}
{"id":"T4","session":4,"start":5,"end":6,"ops":[["extend","k","ab"]]}
{"id":"T5","session":5,"start":11,"end":12,"ops":[["get","k","ab"]]}`,
			[]int64{10}, "crash 1: T3 read 0 oldest T3 age 6 shown T3>->T5\n"},
		{"text that nothing else can have made survived",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["extend","k","a"]]}
{"id":"T2","session":3,"start":3,"end":4,"ops":[["extend","k","z"]]}
{"id":"T3","session":4,"start":5,"end":6,"ops":[["extend","k","cb"]]}
{"id":"T4","session":5,"start":11,"end":12,"ops":[["get","k","acb"]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T4 torn T2 T3 T4\n"},
		{"text of unknown outcome need not have been read where others make it together",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["extend","k","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["extend","k","b"]]}
{"id":"T3","session":3,"start":1,"status":"unknown","ops":[["extend","k","ab"]]}
{"id":"T4","session":5,"start":5,"end":6,"ops":[["get","k","ab"]]}
{"id":"T5","session":5,"start":11,"end":12,"ops":[["get","k","a"]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T5\n"},
		{"of texts read at once the one whose reader comes first is shown",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["extend","k","a"]]}
{"id":"T2","session":2,"start":3,"end":6,"ops":[["get","k","a"]]}
{"id":"T3","session":3,"start":3,"end":3,"ops":[["extend","k","b"]]}
{"id":"T4","session":4,"start":3,"end":6,"ops":[["get","k","ab"]]}
{"id":"T5","session":5,"start":3,"end":3,"ops":[["extend","k","c"]]}
{"id":"T6","session":6,"start":3,"end":6,"ops":[["get","k","ac"]]}
{"id":"T7","session":7,"start":11,"end":12,"ops":[["get","k",null]]}`,
			[]int64{10}, "crash 1: T1 T3 T5 read 3 oldest T1 age 8 shown T1>T2>T7\n"},
		{"what is used as two kinds of object is passed over",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["add","s","b"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["delete","s"]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["append","x",1]]}
{"id":"T4","session":4,"start":7,"end":8,"ops":[["get","x",1]]}
{"id":"T5","session":5,"start":11,"end":12,"ops":[["get","s",[]]]}
{"id":"T6","session":6,"start":13,"end":14,"ops":[["r","x",[]]]}`,
			[]int64{10}, ""},
		{"a take without times may have taken the element",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["enqueue","q",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["enqueue","q",2]]}
{"id":"T3","session":3,"ops":[["dequeue","q",1]]}
{"id":"T4","session":4,"start":5,"end":6,"ops":[["enqueue","p",1]]}
{"id":"T5","session":5,"ops":[["drain","p",[1]]]}
{"id":"T6","session":6,"start":11,"end":12,"ops":[["dequeue","q",null]]}
{"id":"T7","session":7,"start":13,"end":14,"ops":[["dequeue","p",null]]}`,
			[]int64{10}, "crash 1: and 1 read 0 oldest T2 age 6 shown ->->T6\n"},
		{"text may have been replaced",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["extend","k","b"]]}
{"id":"T2","session":2,"start":1,"end":4,"ops":[["put","k","a"]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","k","a"]]}`,
			[]int64{10}, ""},
		{"a later put of text is lost, and a deletion may be why another is gone",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["extend","k","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["put","k","b"]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["extend","l","c"]]}
{"id":"T4","session":4,"start":7,"status":"unknown","ops":[["delete","l"]]}
{"id":"T5","session":5,"start":11,"end":12,"ops":[["get","k","a"]]}
{"id":"T6","session":6,"start":13,"end":14,"ops":[["get","l",null]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T5\n"},
		{"a put of a map is lost",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["put","k","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["put","k","b"]]}
{"id":"T3","session":3,"start":5,"end":6,"ops":[["get","k","b"]]}
{"id":"T4","session":4,"start":11,"end":12,"ops":[["get","k","a"]]}`,
			[]int64{10}, "crash 1: T2 read 1 oldest T2 age 6 shown T2>T3>T4\n"},
		{"a deletion is lost",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["put","k","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["delete","k"]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","k","a"]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 6 shown T2>->T3\n"},
		{"a deletion is why nothing is there",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["put","k","a"]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["delete","k"]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["get","k",null]]}`,
			[]int64{10}, ""},
		{"a compare-and-set is lost that was at the same time as the write that it replaced",
			`{"id":"T1","session":1,"start":1,"end":5,"ops":[["w","x",1]]}
{"id":"T2","session":2,"start":2,"end":6,"ops":[["cas","x",1,2]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["r","x",1]]}`,
			[]int64{10}, "crash 1: T2 read 0 oldest T2 age 4 shown T2>->T3\n"},
		{"a compare-and-set that was refused is none",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["cas","x",7,2,false]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["r","x",1]]}`,
			[]int64{10}, ""},
		{"both writes of a value are lost",
			`{"id":"T1","session":1,"start":1,"end":2,"ops":[["w","x",1]]}
{"id":"T2","session":2,"start":3,"end":4,"ops":[["w","x",1]]}
{"id":"T3","session":3,"start":11,"end":12,"ops":[["r","x",null]]}`,
			[]int64{10}, "crash 1: T1 T2 read 0 oldest T1 age 8 shown T1>->T3\n"},
	})
}
