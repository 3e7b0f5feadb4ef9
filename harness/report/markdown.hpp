// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/problem.hpp"
#include "harness/report/text_sink.hpp"

#include <string>

namespace racelab::report {

// A comment for a merge request, in the Markdown that GitHub and GitLab have
// in common: a short table, and the details of each problem folded away. No
// text of a log becomes markup, a link or a mention. Expected problems are only
// counted. At most 50 problems are told: both cut long comments.
void markdown(const problem_list&, const text_sink&);

inline std::string markdown(const problem_list& list) {
  return collected([&](const text_sink& to) { markdown(list, to); });
}

}  // namespace racelab::report
