// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/replayed.hpp"
#include "harness/report/result.hpp"

#include <boost/json/object.hpp>

namespace racelab::report {

// All that html/run_page.js shows of a run: each subject as in its JSON, with
// the evidence for its findings and every schedule that shows one. The stacks
// are lists of numbers of "frames".
boost::json::object run_page(const run_result&, const sources&);

// The same for one schedule that was run again, whatever it shows.
boost::json::object replay_page(const replayed&, const sources&);

}  // namespace racelab::report
