// Distributed under the Boost Software License, Version 1.0.
//
// How many interleavings two threads have, and how few of them have at most one
// or two preemptions. A preemption takes the turn from a thread that could go
// on; one that has ended gives it away.

#include <cstdio>
#include <initializer_list>

// The ways to the end, for a thread that is given the turn and the other one.
double ways(int own_steps, int others_steps, int preemptions) {
  if (own_steps == 1) return 1;
  const double goes_on = ways(own_steps - 1, others_steps, preemptions);
  if (others_steps == 0 || preemptions == 0) return goes_on;
  return goes_on + ways(others_steps, own_steps - 1, preemptions - 1);
}

double all_ways(int steps) {
  double ways = 1;
  for (int i = 1; i <= steps; ++i) ways = ways * (steps + i) / i;
  return ways;
}

int main() {
  std::puts("steps each   at most 1   at most 2          all");
  for (const int steps : {2, 5, 10, 20, 50, 100}) {
    // Either of two equal threads may begin.
    std::printf("%10d  %10.0f  %10.0f  %11.3g\n", steps,
                2 * ways(steps, steps, 1), 2 * ways(steps, steps, 2),
                all_ways(steps));
  }
}
