// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/log/log_result.hpp"
#include "harness/report/look.hpp"
#include "harness/report/problem.hpp"
#include "harness/report/result.hpp"
#include "harness/report/text_sink.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

// A way to write a result down. To add one, write its renderer in a file of
// its own and name it in format.cpp. What tools read is written from the list
// of problems alone, whatever that list was made of; the others say more. What
// is written of a log may be too large to be kept, and goes to a sink.
struct format {
  using run_renderer = std::string (*)(const run_result&, const sources&,
                                       const look&);
  using log_renderer = void (*)(const log::log_result&, const sources&,
                                const look&, const text_sink&);
  using problem_renderer = void (*)(const problem_list&, const text_sink&);

  std::string_view name;
  std::string_view summary;
  problem_renderer problems = nullptr;  // then there are none of the others
  run_renderer catalogue = nullptr;     // a run over many subjects
  run_renderer subject = nullptr;       // one subject, with all there is to say
  log_renderer logs = nullptr;  // null: nothing of a log can be written so
};

const std::vector<format>& formats();

// Null if there is no such format.
const format* find_format(std::string_view name);

}  // namespace racelab::report
