// Distributed under the Boost Software License, Version 1.0.
//
// A global counter: a goroutine writes, main reads.
package main

var requests int

//go:noinline
func countRequest() {
	requests++
}

func serve() {
	countRequest()
	turnNext()
}

func main() {
	go serve()
	turnWait(1)
	println(requests)
}
