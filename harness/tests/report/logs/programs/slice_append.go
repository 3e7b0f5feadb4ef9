// Distributed under the Boost Software License, Version 1.0.
//
// Goroutines append to one slice, which main waits for in the wrong way.
package main

type basket struct {
	items []string
}

//go:noinline
func (b *basket) add(item string) {
	b.items = append(b.items, item)
}

func fill(b *basket) {
	b.add("bread")
	turnNext()
}

func main() {
	b := &basket{items: make([]string, 0, 4)}
	go fill(b)
	turnWait(1)
	b.add("milk")
}
