// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the tests of the detectors say about findings.

#include "harness/detect/detectors.hpp"
#include "harness/tests/observation_builder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace racelab::tests {

// "sequential:12 hang:31": ids and lines, in their order.
inline std::string summary(const std::vector<detect::finding>& findings) {
  std::string words;
  for (const detect::finding& each : findings) {
    words +=
        (words.empty() ? "" : " ") + each.id + ':' + std::to_string(each.line);
  }
  return words;
}

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace racelab::tests
