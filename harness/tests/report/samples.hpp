// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Results made by hand, as the judge would hand them to the reporters.

#include "harness/report/look.hpp"
#include "harness/report/result.hpp"

namespace racelab::report {

look plain(unsigned width);
look unicode(unsigned width);
look coloured(unsigned width);

// The source that the samples' findings point into.
sources sample_sources();

// Two tasks of one group, one of which reads what the other still fetches.
observe::observation racing_tasks();

// The same, and then four more races: at another place between the same lines,
// at the same place from another line, and two of a thread that cleans up
// outside the subject's code. All but the third only repeat what was told.
observe::observation tasks_that_race_on();

// Two threads that wait for each other's mutex, of five.
observe::observation deadlocked_threads();

// A loop that waits for a flag, with long names all over.
observe::observation spinning_thread();

subject_result racing_subject();
subject_result hanging_subject();

// Three patterns and twins, everything as it should be.
run_result good_run();

// A pattern with a finding, a twin without one, one that is inconclusive and
// one that does not compile.
run_result bad_run();

}  // namespace racelab::report
