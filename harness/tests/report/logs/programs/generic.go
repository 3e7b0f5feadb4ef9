// Distributed under the Boost Software License, Version 1.0.
//
// A generic type, an interface and a method value in the frames.
package main

type stack[T any] struct {
	items []T
	size  int
}

//go:noinline
func (s *stack[T]) Push(item T) {
	s.items[0] = item
	s.size = 1
}

//go:noinline
func (s *stack[T]) Len() int {
	return s.size
}

type measured interface{ Len() int }

func measure(m measured) int {
	return m.Len()
}

func main() {
	s := &stack[float64]{items: make([]float64, 1)}
	go func(push func(float64)) {
		push(2.5)
		turnNext()
	}(s.Push)
	turnWait(1)
	println(measure(s))
}
