// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/observe/observation.hpp"

#include <boost/json/value.hpp>

namespace racelab::report {

// One schedule as a page shows it: every event in words with its stack, the
// threads, what took time, and which events are ordered. Says nothing that
// differs from run to run.
boost::json::value schedule_json(const observe::observation&);

// Only what took time in it, and when: milliseconds of virtual time.
boost::json::value timeline_json(const observe::observation&);

// What orders the accesses of a race, and that nothing orders these; null
// where it is not known.
boost::json::value graph_json(const observe::observation&,
                              const observe::race&);

}  // namespace racelab::report
