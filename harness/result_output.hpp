// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/command_line.hpp"
#include "harness/report/baseline.hpp"
#include "harness/report/format.hpp"
#include "harness/report/log/log_result.hpp"
#include "harness/report/log/suppressions.hpp"
#include "harness/report/look.hpp"
#include "harness/report/problem.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab {

// Writes a result in any format.
using rendering = std::function<void(const report::format&, const report::look&,
                                     const report::text_sink&)>;

// Writes the files of --write. Throws what names the file that could not be
// written.
void write_files(const command_line&, const rendering&);

// The files that the user names to say what matters, read before anything
// else is done. Throws what names the file and, where one is bad, the line.
class what_matters {
 public:
  explicit what_matters(const command_line&);

  // Whether --ignore leaves the report out.
  bool ignores(const report::log::log_report&);

  // The lines of --ignore that left out some reports.
  std::vector<report::log::ignoring_line> ignoring() const;

  // Whether --baseline has the problem of the group with this key.
  bool knows(std::string_view key) const;

  // Lets pass what --fail-on and --baseline let pass, and writes the file of
  // --write-baseline, if everything could be judged. Tells on standard error
  // what was left out, what is known and what was not written.
  void apply(report::problem_list&) const;

 private:
  void write_baseline(const report::problem_list&) const;

  const command_line& wanted_;
  std::vector<report::log::suppressions> ignored_;  // a file each
  std::optional<report::baseline> known_;
};

// Whether any problem makes the whole fail.
bool any_fails(const report::problem_list&);

}  // namespace racelab
