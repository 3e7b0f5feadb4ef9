// Distributed under the Boost Software License, Version 1.0.
//
// A channel is closed while another goroutine may still send.
package main

func produce(jobs chan int) {
	jobs <- 1
	turnNext()
}

func main() {
	jobs := make(chan int, 2)
	go produce(jobs)
	turnWait(1)
	close(jobs)
}
