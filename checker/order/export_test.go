package order

// GoBackAtMost makes learnt clauses take back no more than n decision levels until
// the function that it returns is called.
func GoBackAtMost(n int) (reset func()) {
	before := farBack
	farBack = n
	return func() { farBack = before }
}
