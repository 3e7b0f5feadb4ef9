// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/html.hpp"

#include "harness/report/html/page.hpp"
#include "harness/report/run_page.hpp"

#include <boost/json.hpp>

namespace racelab::report {

std::string html(const run_result& run, const sources& files) {
  return html_page(run_page(run, files));
}

std::string replay_html(const replayed& again, const sources& files) {
  return html_page(replay_page(again, files));
}

}  // namespace racelab::report
