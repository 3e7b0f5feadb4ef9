// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/sampler.hpp"

#include <algorithm>
#include <bit>

namespace racelab::explore {
namespace {

constexpr std::uint32_t length_bits = 4;
constexpr std::uint32_t length_mask = (1U << length_bits) - 1;

}  // namespace

std::uint32_t sampled_seed(std::uint32_t random, std::size_t choices) {
  const auto exponent = static_cast<std::uint32_t>(
      std::bit_width(std::bit_ceil(std::max<std::size_t>(choices, 1))) - 1);
  return (random << length_bits) | std::min(exponent, length_mask);
}

std::uint32_t sampled_length(std::uint32_t seed) {
  return 1U << (seed & length_mask);
}

std::uint64_t random_source::next() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31U);
}

}  // namespace racelab::explore
