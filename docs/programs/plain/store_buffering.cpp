// Distributed under the Boost Software License, Version 1.0.
//
// Each of two threads writes 1 to its own variable and then reads the other's.
// Goes through all runs of a machine on which a write waits in a buffer until
// it reaches memory, as on x86, and prints what the two can read.

#include <array>
#include <cstddef>
#include <cstdio>
#include <set>
#include <utility>

enum class order { seq_cst, weaker };

struct machine {
  std::array<int, 2> memory = {0, 0};
  std::array<bool, 2> buffered = {false, false};
  std::array<int, 2> steps = {0, 0};
  std::array<int, 2> read = {-1, -1};
};

using results = std::set<std::pair<int, int>>;

void run(const machine& from, order how, results& all);

void write_arrives(machine next, std::size_t thread, order how, results& all) {
  next.memory[thread] = 1;
  next.buffered[thread] = false;
  run(next, how, all);
}

void take_step(machine next, std::size_t thread, order how, results& all) {
  if (next.steps[thread]++ == 0)
    next.buffered[thread] = true;
  else
    next.read[thread] = next.memory[1 - thread];
  run(next, how, all);
}

void run(const machine& from, order how, results& all) {
  if (from.steps == std::array<int, 2>{2, 2})
    all.insert({from.read[0], from.read[1]});
  for (std::size_t thread = 0; thread < 2; ++thread) {
    if (from.buffered[thread]) write_arrives(from, thread, how, all);
    // A write that is seq_cst is in memory before the thread goes on.
    const bool waits = how == order::seq_cst && from.buffered[thread];
    if (from.steps[thread] < 2 && !waits) take_step(from, thread, how, all);
  }
}

void print(const char* orders, order how) {
  results all;
  run({}, how, all);
  std::printf("%s:", orders);
  for (const auto& [first, second] : all)
    std::printf("  %d and %d", first, second);
  std::puts("");
}

int main() {
  print("seq_cst", order::seq_cst);
  print("release and acquire, or relaxed", order::weaker);
}
