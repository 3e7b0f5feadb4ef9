// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/moved_lines.hpp"

#include "harness/every_frame.hpp"

namespace racelab::workshop {

int moved_lines::moved(int line) const {
  const auto found = lines.find(line);
  return found == lines.end() ? 0 : found->second;
}

void moved_lines::apply(report::subject_result& to_be_shown) const {
  const auto move = [this](std::string& file, int& line) {
    if (file != from) return;
    file = to;
    line = moved(line);
  };
  const auto move_frame = [&](observe::frame& each) {
    move(each.file, each.line);
  };
  for (report::shown_finding& each : to_be_shown.findings) {
    move(each.finding.file, each.finding.line);
    for_each_frame(each.finding, move_frame);
    for_each_frame(each.evidence, move_frame);
  }
  to_be_shown.file = to;
}

void moved_lines::apply(report::replayed& to_be_shown) const {
  for_each_frame(to_be_shown.seen, [this](observe::frame& each) {
    if (each.file != from) return;
    each.file = to;
    each.line = moved(each.line);
  });
  apply(to_be_shown.subject);
}

}  // namespace racelab::workshop
