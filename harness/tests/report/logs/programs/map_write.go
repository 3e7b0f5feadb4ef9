// Distributed under the Boost Software License, Version 1.0.
//
// Two goroutines write one map.
package main

type cache struct {
	entries map[string]int
}

func (c *cache) put(key string, value int) {
	c.entries[key] = value
}

func main() {
	c := &cache{entries: map[string]int{}}
	go func() {
		c.put("a", 1)
		turnNext()
		turnWait(2)
	}()
	done := make(chan bool)
	go func() {
		turnWait(1)
		c.put("b", 2)
		turnNext()
		done <- true
	}()
	<-done
}
