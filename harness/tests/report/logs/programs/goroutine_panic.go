// Distributed under the Boost Software License, Version 1.0.
//
// A race, then a panic whose stack follows the report.
package main

var state *int

func fail() {
	*state++
}

func main() {
	go func() {
		state = nil
		turnNext()
	}()
	turnWait(1)
	fail()
}
