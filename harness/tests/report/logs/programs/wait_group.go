// Distributed under the Boost Software License, Version 1.0.
//
// WaitGroup.Add comes too late: it races with Wait.
package main

import "sync"

func work(group *sync.WaitGroup) {
	group.Add(1)
	turnNext()
	turnWait(2)
	group.Done()
}

func main() {
	var group sync.WaitGroup
	go work(&group)
	turnWait(1)
	turnNext()
	group.Wait()
}
