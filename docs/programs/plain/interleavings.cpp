// Distributed under the Boost Software License, Version 1.0.
//
// Threads A and B add one to a counter: each reads it, then writes what it has
// read plus one. Prints every interleaving of these four steps, how often a
// thread was preempted in it, and what comes out.

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

constexpr std::array<char, 2> names = {'A', 'B'};

struct state {
  int count = 0;
  std::array<int, 2> seen = {0, 0};
  std::array<int, 2> steps = {0, 0};
  int preemptions = 0;
  std::string order;  // of the threads
  std::string words;
};

bool has_ended(const state& of, std::size_t thread) {
  return of.steps[thread] == 2;
}

void step(state& of, std::size_t thread) {
  const std::size_t other = 1 - thread;
  if (of.order.ends_with(names[other]) && !has_ended(of, other))
    ++of.preemptions;
  of.order += names[thread];
  of.words += names[thread];
  if (of.steps[thread]++ == 0) {
    of.seen[thread] = of.count;
    of.words += " reads   ";
  } else {
    of.count = of.seen[thread] + 1;
    of.words += " writes  ";
  }
}

void go_on(const state& from) {
  if (has_ended(from, 0) && has_ended(from, 1)) {
    std::printf("%s preemptions: %d  count: %d\n", from.words.c_str(),
                from.preemptions, from.count);
    return;
  }
  for (std::size_t thread = 0; thread < 2; ++thread) {
    if (has_ended(from, thread)) continue;
    state next = from;
    step(next, thread);
    go_on(next);
  }
}

int main() { go_on({}); }
