// Distributed under the Boost Software License, Version 1.0.
//
// The race is found by a test.
package main

import "testing"

func TestCountsRequests(t *testing.T) {
	go serve()
	turnWait(1)
	if requests != 1 {
		t.Fatal("not counted")
	}
}

func TestAddsUp(t *testing.T) {
	t.Log("nothing to see")
}
