// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/latency_run.hpp"

#include "harness/explore/subject_session.hpp"

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

namespace racelab::explore {
namespace {

using wall_clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longest_measurement{5};
constexpr std::chrono::seconds longest_run{5};

session_options plain_session() {
  session_options how;
  how.one_processor = false;
  // The scheduler bounds the threads; here nobody does. Some thousand.
  how.address_space = std::uint64_t{8} << 30U;
  how.patience = longest_run;
  how.idle_patience = longest_run;
  how.most = longest_run;
  how.stacks = false;
  return how;
}

bool came_back(const observe::observation& seen) {
  return seen.ending == observe::ending::finished;
}

}  // namespace

observe::latency_result measure_latency(const subject& plain, unsigned runs,
                                        std::stop_token stop) {
  const auto begun = wall_clock::now();
  session_options how = plain_session();
  how.stop = std::move(stop);
  std::vector<observe::observation> seen;
  try {
    subject_session session(plain, how);
    while (seen.size() < runs && !how.stop.stop_requested() &&
           wall_clock::now() - begun < longest_measurement) {
      seen.push_back(session.run({}, stacks::calls).seen);
      if (!came_back(seen.back())) break;
    }
  } catch (const environment_failure& error) {
    return {std::nullopt, error.what(), false};
  }
  return observe::latency_of(seen);
}

}  // namespace racelab::explore
