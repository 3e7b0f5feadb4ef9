// Distributed under the Boost Software License, Version 1.0.
//
// A closure captures a local of main, in a loop.
package main

func main() {
	total := 0
	for i := 0; i < 2; i++ {
		i := i
		go func() {
			turnWait(i)
			total += i
			turnNext()
			turnWait(2)
		}()
	}
	turnWait(2)
}
