//go:build race

package linear

// slowdown is about what the race detector costs.
const slowdown = 30
