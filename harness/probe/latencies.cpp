// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/latencies.hpp"

namespace racelab::probe {

std::uint64_t latency(const wire::scenario& about, const wire::environment& env,
                      std::uint32_t service) {
  constexpr std::uint32_t most = 8;
  const std::uint32_t called =
      env.use < about.uses ? about.use_list[env.use].services : about.services;
  const std::uint32_t count = called < most ? called : most;
  std::uint32_t left[most];
  for (std::uint32_t i = 0; i < count; ++i) left[i] = i + 1;
  std::uint32_t factorial = 1;
  for (std::uint32_t i = 2; i < count; ++i) factorial *= i;
  std::uint32_t index = env.order;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t place = (index / factorial) % (count - i);
    index %= factorial;
    if (i == service) return left[place] * about.unit;
    for (std::uint32_t j = place + 1; j < count - i; ++j) left[j - 1] = left[j];
    if (count - 1 - i > 0) factorial /= count - 1 - i;
    if (factorial == 0) factorial = 1;
  }
  return about.unit;
}

bool gives_up(const wire::scenario& about, std::uint32_t service) {
  return (about.uninterruptible >> service & 1U) == 0;
}

}  // namespace racelab::probe
