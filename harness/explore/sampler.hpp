// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <cstdint>

namespace racelab::explore {

// Sampled interleavings follow PCT: random priorities and, at random points
// of the schedule, a few random changes of them. A bug that takes d ordered
// steps shows up in one run with a probability of at least 1/(n k^(d-1)) for
// n threads and k choices.
//   Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized Scheduler with
//   Probabilistic Guarantees of Finding Bugs, ASPLOS 2010.
inline constexpr std::uint32_t pct_depth = 3;

// A seed for a schedule of about `choices` choices. The sampler has to know
// that number, and a token has no room for it: it is kept, rounded up to a
// power of two, in the seed's last four bits.
std::uint32_t sampled_seed(std::uint32_t random, std::size_t choices);

// The seed that draws nothing: whoever was started last goes on, until it
// waits. The default is the other way round, and between the two lies the
// sample.
inline constexpr std::uint32_t newest_first = 0;

// The number of choices that `seed` was made for.
std::uint32_t sampled_length(std::uint32_t seed);

// Numbers that are the same with every compiler and standard library.
//   Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
//   OOPSLA 2014 (SplitMix64).
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();

  // Below `bound`, which must not be 0.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(next() % bound);
  }

 private:
  std::uint64_t state_;
};

}  // namespace racelab::explore
