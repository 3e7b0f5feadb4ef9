// Distributed under the Boost Software License, Version 1.0.
//
// No race, and a panic's stack that is not a report.
package main

import "sync"

func main() {
	var mutex sync.Mutex
	mutex.Lock()
	defer mutex.Unlock()
	panic("no WARNING: DATA RACE here")
}
