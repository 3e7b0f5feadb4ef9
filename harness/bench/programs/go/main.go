// Distributed under the Boost Software License, Version 1.0.

// Peers: Go's errgroup, channels and contexts. It takes the arguments of
// Google Benchmark that the C++ programs get, and answers in the same JSON.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Does what is to be measured `times` times, and returns how long that took.
type measured func(times int) time.Duration

func whole(once func()) measured {
	return func(times int) time.Duration {
		from := time.Now()
		for i := 0; i < times; i++ {
			once()
		}
		return time.Since(from)
	}
}

func parts(once func() time.Duration) measured {
	return func(times int) time.Duration {
		var sum time.Duration
		for i := 0; i < times; i++ {
			sum += once()
		}
		return sum
	}
}

// --- errgroup ---------------------------------------------------------------

func trivialTasks(count int) measured {
	results := make([]int, count)
	return whole(func() {
		var group errgroup.Group
		for i := 0; i < count; i++ {
			i := i
			group.Go(func() error {
				results[i] = i
				return nil
			})
		}
		group.Wait()
	})
}

func blockingTasks(count int, length time.Duration) measured {
	return whole(func() {
		var group errgroup.Group
		for i := 0; i < count; i++ {
			group.Go(func() error {
				time.Sleep(length)
				return nil
			})
		}
		group.Wait()
	})
}

// From the cancel to the return of Wait, of tasks that wait for the former.
func cancelAndWait(count int32) measured {
	return parts(func() time.Duration {
		parent, cancel := context.WithCancel(context.Background())
		group, ctx := errgroup.WithContext(parent)
		var begun int32
		for i := int32(0); i < count; i++ {
			group.Go(func() error {
				atomic.AddInt32(&begun, 1)
				<-ctx.Done()
				return nil
			})
		}
		for atomic.LoadInt32(&begun) < count {
			time.Sleep(time.Microsecond)
		}
		time.Sleep(200 * time.Microsecond) // they are to be asleep
		from := time.Now()
		cancel()
		group.Wait()
		return time.Since(from)
	})
}

// --- channel ----------------------------------------------------------------

// The time of one item.
func traffic(capacity, senders, items int) measured {
	transfer := func() {
		channel := make(chan int, capacity)
		var sending, receiving sync.WaitGroup
		for i := 0; i < senders; i++ {
			sending.Add(1)
			receiving.Add(1)
			go func() {
				defer receiving.Done()
				for range channel {
				}
			}()
			go func() {
				defer sending.Done()
				for item := 0; item < items/senders; item++ {
					channel <- item
				}
			}()
		}
		sending.Wait()
		close(channel)
		receiving.Wait()
	}
	return func(times int) time.Duration {
		return whole(transfer)(times) / time.Duration(items)
	}
}

// --- context ----------------------------------------------------------------

func child() measured {
	parent, _ := context.WithCancel(context.Background())
	return whole(func() {
		derived, cancel := context.WithCancel(parent)
		if derived.Err() != nil {
			panic("it is canceled")
		}
		cancel()
	})
}

func cancelChildren(count int) measured {
	return parts(func() time.Duration {
		parent, cancel := context.WithCancel(context.Background())
		children := make([]context.Context, count)
		for i := range children {
			// Its cancel is not needed: the parent's does it.
			children[i], _ = context.WithCancel(parent)
		}
		from := time.Now()
		cancel()
		took := time.Since(from)
		if children[count-1].Err() == nil {
			panic("it is not canceled")
		}
		return took
	})
}

// ----------------------------------------------------------------------------

type benchmark struct {
	name string
	run  measured
}

func all() []benchmark {
	return []benchmark{
		{"tasks/3", trivialTasks(3)},
		{"tasks/100", trivialTasks(100)},
		{"tasks/10000", trivialTasks(10000)},
		{"blocking/1000_of_10ms", blockingTasks(1000, 10*time.Millisecond)},
		{"cancel/1", cancelAndWait(1)},
		{"cancel/10", cancelAndWait(10)},
		{"channel/128/1to1", traffic(128, 1, 200000)},
		{"channel/128/4to4", traffic(128, 4, 200000)},
		{"channel/0/1to1", traffic(0, 1, 10000)},
		{"context/child", child()},
		{"context/cancel_1000", cancelChildren(1000)},
	}
}

type result struct {
	Name     string  `json:"name"`
	RealTime float64 `json:"real_time"`
	TimeUnit string  `json:"time_unit"`
}

// As often as fits into that time, as Google Benchmark and testing.B do it:
// more and more often, until it took long enough.
func measure(each benchmark, atLeast time.Duration) result {
	const most = 1000000000
	times := 1
	for {
		from := time.Now()
		took := each.run(times)
		spent := time.Since(from)
		if spent >= atLeast || times >= most {
			return result{each.name, float64(took.Nanoseconds()) / float64(times),
				"ns"}
		}
		more := 10.0
		if spent > 0 {
			more = 1.4 * float64(atLeast) / float64(spent)
		}
		if more > 10 {
			more = 10
		}
		times = int(float64(times)*more) + 1
	}
}

func main() {
	filter := flag.String("benchmark_filter", "", "a regular expression")
	seconds := flag.Float64("benchmark_min_time", 0.5, "seconds")
	flag.String("benchmark_format", "json", "json: there is no other")
	flag.Parse()
	wanted := regexp.MustCompile(*filter)
	results := []result{}
	for _, each := range all() {
		if wanted.MatchString(each.name) {
			results = append(results, measure(each,
				time.Duration(*seconds*float64(time.Second))))
		}
	}
	json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"benchmarks": results})
}
