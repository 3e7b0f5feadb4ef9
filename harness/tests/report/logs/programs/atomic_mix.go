// Distributed under the Boost Software License, Version 1.0.
//
// An atomic addition in one goroutine, a plain read in another one.
package main

import "sync/atomic"

var hits int64

func hit() {
	atomic.AddInt64(&hits, 1)
	turnNext()
}

func main() {
	go hit()
	turnWait(1)
	println(hits)
}
