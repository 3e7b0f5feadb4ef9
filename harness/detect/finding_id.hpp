// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The names of the anti-patterns, and what each of them means. They stand in
// the manifest, in the reports and in their JSON: once given, they stay.

#include <algorithm>
#include <array>
#include <string_view>

namespace racelab::detect {

struct finding_description {
  std::string_view id;
  std::string_view meaning;  // one line, for who reads the name only
};

inline constexpr std::array finding_descriptions{
    finding_description{"sequential",
                        "a call waits for an answer that it does not need"},
    finding_description{"fire-and-forget",
                        "the function returns while a call it started is "
                        "still under way"},
    finding_description{"read-before-fetch",
                        "a thread reads what another thread is still to "
                        "fetch, and nothing makes it wait"},
    finding_description{"data-race",
                        "two threads use the same memory, one of them writes, "
                        "and nothing orders them"},
    finding_description{"lost-error",
                        "a call failed, and the caller does not hear of it"},
    finding_description{"siblings-not-cancelled",
                        "a call failed, and the calls beside it went on"},
    finding_description{"cancellation-ignored",
                        "the caller gave up, and the function went on"},
    finding_description{"limit-exceeded",
                        "more tasks ran at once than the limit allows"},
    finding_description{"limit-underused",
                        "work waited although the limit had room for it"},
    finding_description{"work-lost", "an item was never processed"},
    finding_description{"work-duplicated",
                        "an item was processed more than once"},
    finding_description{"wrong-result",
                        "nothing failed, and yet the result is wrong"},
    finding_description{"hang",
                        "nobody can go on, and the function never "
                        "returns"},
    finding_description{"crash", "the program came to a sudden end"},
    finding_description{"slow-stop",
                        "the worker was told to stop and took its time"},
    finding_description{"unsafe-signal-handler",
                        "a signal handler does what no handler may do"},
    finding_description{"lock-order-inversion",
                        "two locks are taken in opposite orders"},
    finding_description{"thread-leak",
                        "a thread was started and never joined nor detached, "
                        "or never ends"},
};

// The ids alone, in the same order.
inline constexpr auto finding_ids = [] {
  std::array<std::string_view, finding_descriptions.size()> ids{};
  std::transform(finding_descriptions.begin(), finding_descriptions.end(),
                 ids.begin(),
                 [](const finding_description& each) { return each.id; });
  return ids;
}();

constexpr bool is_finding_id(std::string_view id) {
  return std::find(finding_ids.begin(), finding_ids.end(), id) !=
         finding_ids.end();
}

// What `id` means, in one line; empty if there is no such finding.
constexpr std::string_view meaning_of(std::string_view id) {
  for (const finding_description& each : finding_descriptions) {
    if (each.id == id) return each.meaning;
  }
  return {};
}

}  // namespace racelab::detect
