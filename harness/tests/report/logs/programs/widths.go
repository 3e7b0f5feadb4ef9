// Distributed under the Boost Software License, Version 1.0.
//
// One race for each width, and a write over a range.
package main

type sample struct {
	valid   bool
	channel int16
	value   int32
	mean    float64
	raw     [64]byte
}

var current sample
var raw [64]byte

func record() {
	current.valid = true
	current.channel = 2
	current.value = 3
	current.mean = 4
	copy(current.raw[:], raw[:])
}

func main() {
	go func() {
		record()
		turnNext()
	}()
	turnWait(1)
	record()
}
