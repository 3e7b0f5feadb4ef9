// Distributed under the Boost Software License, Version 1.0.
//
// Puts the steps of several goroutines in order without the race detector's
// knowledge.
package main

import "runtime"

var stepsTaken int

//go:norace
//go:noinline
func turnWait(step int) {
	for stepsTaken < step {
		runtime.Gosched()
	}
}

//go:norace
//go:noinline
func turnNext() {
	stepsTaken++
}
