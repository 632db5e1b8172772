package linear_test

import (
	"context"
	"fmt"

	"github.com/anishathalye/porcupine"

	"visar/checker/linear"
	"visar/history"
)

// A bank account that refuses to be overdrawn is no object that the package knows.
// Two clients withdraw all that is in it, and both are told that they did.
func ExampleCheckModel() {
	account := porcupine.Model{
		Init: func() any { return 0 },
		Step: func(state, input, output any) (bool, any) {
			balance, amount := state.(int), input.(int)
			if balance+amount < 0 {
				return output == "refused", balance
			}
			return output == "done", balance + amount
		},
	}
	result, err := linear.CheckModel(context.Background(), account, []porcupine.Operation{
		{ClientId: 1, Input: 100, Output: "done", Call: 1, Return: 2},
		{ClientId: 1, Input: -100, Output: "done", Call: 3, Return: 6},
		{ClientId: 2, Input: -100, Output: "done", Call: 4, Return: 5},
		{ClientId: 2, Input: 50, Output: "done", Call: 7, Return: 8},
	}, linear.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict)
	part := result.Parts[0]
	fmt.Println("no order of", part.Witness, "when", part.Last, "returns")
	// Output:
	// not linearizable
	// no order of [0 1 2] when 1 returns
}

// A value was enqueued and then somebody found the queue empty.
func ExampleCheck() {
	h := &linear.History{
		Object: linear.Queue,
		Keys:   []history.Value{history.StringValue("jobs")},
		Values: []history.Value{{}, history.StringValue("a")},
		Ops: []linear.Op{
			{Process: 1, Func: history.Enqueue, A: 1, Invoke: 1, Return: 2},
			{Process: 2, Func: history.Dequeue, Answer: history.One, Result: []int32{history.Initial}, Invoke: 3, Return: 4},
		},
	}
	result := linear.Check(context.Background(), h, linear.Options{})
	fmt.Println(result.Verdict, "by", result.Keys[0].Engine, result.Keys[0].Witness)
	// Output: not linearizable by values [0 1]
}
