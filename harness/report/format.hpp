// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

// A way to write a result down. To add one, write its renderer in a file of
// its own and name it in format.cpp.
struct format {
  using renderer = std::string (*)(const run_result&, const sources&,
                                   const look&);

  std::string_view name;
  std::string_view summary;
  renderer catalogue;  // a run over many subjects
  renderer subject;    // one subject, with all there is to say about it
};

const std::vector<format>& formats();

// Null if there is no such format.
const format* find_format(std::string_view name);

}  // namespace racelab::report
