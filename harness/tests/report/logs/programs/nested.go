// Distributed under the Boost Software License, Version 1.0.
//
// A goroutine that a goroutine created races with its creator's sibling.
package main

type stats struct {
	bytes int64
}

func (s *stats) download(size int64) {
	s.bytes += size
	turnNext()
	turnWait(3)
}

func fetchAll(s *stats) {
	turnWait(1)
	go s.download(100)
	turnWait(3)
}

func show(s *stats) {
	turnWait(2)
	println(s.bytes)
	turnNext()
}

func main() {
	s := &stats{}
	go fetchAll(s)
	go show(s)
	turnNext()
	turnWait(3)
}
