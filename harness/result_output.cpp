// Distributed under the Boost Software License, Version 1.0.
#include "harness/result_output.hpp"

#include "harness/console.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/output_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace racelab {
namespace {

const report::look file_look{.width = 100, .colour = false, .unicode = true};

std::string text_of(const std::filesystem::path& file) {
  // A directory can be opened, and not read.
  const bool directory = std::filesystem::is_directory(file);
  std::ifstream in(file, std::ios::binary);
  if (directory || !in) {
    throw std::runtime_error(
        fmt::format("cannot read {}: {}", file.string(),
                    std::strerror(directory ? EISDIR : errno)));
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

void tell_ignored(const report::log::suppressions& all,
                  const std::string& file) {
  for (const report::log::suppression& each : all.lines()) {
    const std::string words =
        each.reports == 0
            ? "matched no report"
            : "left out " + report::count_of(each.reports, "report");
    complain(fmt::format("{}:{}: {}:{} {}", file, each.line, each.type,
                         report::printable(each.pattern), words));
  }
}

void tell_known(const report::baseline_match& match, const std::string& file) {
  complain(fmt::format("{}: {} known, {} new, {} gone", file,
                       report::count_of(match.known, "problem"), match.fresh,
                       match.gone));
}

bool all_was_judged(const report::problem_list& list) {
  return std::all_of(list.tests.begin(), list.tests.end(),
                     [](const report::test& each) {
                       return each.diagnostics.empty() &&
                              each.outcome != report::outcome::inconclusive;
                     });
}

bool is_among(const std::vector<std::string>& kinds,
              const report::problem& each) {
  return std::any_of(kinds.begin(), kinds.end(), [&](const std::string& kind) {
    return kind == each.rule || kind == each.kind;
  });
}

}  // namespace

void write_files(const command_line& wanted, const rendering& render) {
  for (const wanted_file& each : wanted.files) {
    const report::format& format = *report::find_format(each.format);
    report::write_file_whole(each.file, [&](const report::text_sink& to) {
      render(format, file_look, to);
    });
  }
}

what_matters::what_matters(const command_line& wanted) : wanted_(wanted) {
  for (const std::filesystem::path& each : wanted.ignore) {
    ignored_.emplace_back(text_of(each), each.string());
  }
  if (!wanted.baseline.empty()) {
    known_ = report::parse_baseline(text_of(wanted.baseline),
                                    wanted.baseline.string());
  }
}

bool what_matters::ignores(const report::log::log_report& each) {
  return std::any_of(ignored_.begin(), ignored_.end(),
                     [&](auto& file) { return file.match(each); });
}

std::vector<report::log::ignoring_line> what_matters::ignoring() const {
  std::vector<report::log::ignoring_line> out;
  for (std::size_t i = 0; i < ignored_.size(); ++i) {
    for (const report::log::suppression& each : ignored_[i].lines()) {
      if (each.reports == 0) continue;
      out.push_back({wanted_.ignore[i].string(), each.line,
                     each.type + ':' + each.pattern, each.reports});
    }
  }
  return out;
}

bool what_matters::knows(std::string_view key) const {
  return known_ && known_->contains(report::fingerprint_of(key));
}

void what_matters::apply(report::problem_list& list) const {
  for (std::size_t i = 0; i < ignored_.size(); ++i) {
    tell_ignored(ignored_[i], wanted_.ignore[i].string());
  }
  for (report::problem& each : list.problems) {
    each.fails = each.fails &&
                 (wanted_.fail_on.empty() || is_among(wanted_.fail_on, each));
  }
  if (known_) {
    tell_known(report::mark_known(*known_, list), wanted_.baseline.string());
  }
  report::pass_tests_without_failure(list);
  if (!wanted_.new_baseline.empty()) write_baseline(list);
}

// What could not be looked at now may be known all the same.
void what_matters::write_baseline(const report::problem_list& list) const {
  if (!all_was_judged(list)) {
    complain(fmt::format("{} is not written: not everything could be judged",
                         wanted_.new_baseline.string()));
    return;
  }
  report::write_file_whole(wanted_.new_baseline, report::baseline_text(list));
}

bool any_fails(const report::problem_list& list) {
  return std::any_of(list.problems.begin(), list.problems.end(),
                     [](const report::problem& each) { return each.fails; });
}

}  // namespace racelab
