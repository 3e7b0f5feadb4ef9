// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/tally.hpp"

namespace racelab::matrix {

tally tally_of(const result& of, std::size_t tool) {
  tally out;
  for (const row& each : of.rows) {
    const judged_measurement& best = each.cells[tool].best();
    const bool pattern = each.kind == report::kind::pattern;
    ++(pattern ? out.patterns : out.twins);
    if (best.state == state::not_run) ++out.not_run;
    if (best.state == state::false_alarm) ++out.false_alarms;
    if (pattern) continue;
    if (best.state == state::found) ++out.found;
    if (best.state == state::found && best.right_line) ++out.right_line;
    if (best.state == state::elsewhere) ++out.elsewhere;
    if (best.state == state::hung) ++out.hung;
    if (best.state == state::crashed) ++out.crashed;
    if (best.state == state::silent) ++out.silent;
  }
  return out;
}

}  // namespace racelab::matrix
