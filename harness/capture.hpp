// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/pipeline.hpp"
#include "harness/report/folder.hpp"

#include <span>
#include <vector>

namespace racelab {

// What the documentation shows of the catalogue, as JSON: index.json, and
// LESSON/VARIANT.json for each subject, with its findings and their schedules,
// ThreadSanitizer's own report of one of its races, and the times of the
// schedule that its first finding needs, and of the pattern's in the same
// circumstances. Everything is taken from a run; nothing in it differs from run
// to run but the real latency.
//
// Runs those schedules: blocks until they have ended. The tasks are those that
// the run judged, in its order. Throws interrupted, and
// explore::environment_failure if a subject cannot be run.
std::vector<report::written_file> capture(const installation&,
                                          std::span<const task>,
                                          const report::run_result&,
                                          const judging&, const step_function&);

}  // namespace racelab
