// Distributed under the Boost Software License, Version 1.0.
#pragma once

// When things happened in an observation, as the detectors ask for it.

#include "harness/observe/observation.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace racelab::detect {

// The index of the first event of that kind.
std::optional<std::size_t> first_event(const observe::observation&,
                                       observe::event_kind);

// The index of the event at which the function returned or threw.
std::optional<std::size_t> return_event(const observe::observation&);

// When the function was called, and when the last event took place.
observe::virtual_time began(const observe::observation&);
observe::virtual_time last_time(const observe::observation&);

// When the call ended; for one that never did, the last there is to know of.
observe::virtual_time end_of(const observe::observation&, const observe::call&);

// Whether the call had begun, or ended, before that event.
bool begun_before(const observe::call&, std::size_t event);
bool ended_before(const observe::call&, std::size_t event);

// Whether the call had begun when the function returned or threw, if it did.
bool begun_in_function(const observe::observation&, const observe::call&);

// Whether the call may go on after `moment`, at which it was to stop: nothing
// can interrupt it, and it had begun by then. What begins at that very moment
// may not know of it yet, unless that is where the function begins.
bool may_go_on(const observe::observation&, const observe::call&,
               observe::virtual_time moment);

// Whether the function returned and every call that was made was answered.
// Then no time passes but in calls and in sleeps.
bool ran_smoothly(const observe::observation&);

// The calls that were under way as this one had begun, itself among them.
std::vector<const observe::call*> under_way_with(const observe::observation&,
                                                 const observe::call&);

// Whether no two calls were under way together.
bool one_after_another(const observe::observation&);

// When the context that the function was handed was done, if it ever was.
std::optional<observe::virtual_time> stop_time(const observe::observation&);

// Whether the environment made this call fail. A service also refuses what it
// does not know, and then the subject is to blame.
bool made_to_fail(const observe::observation&, const observe::call&);

// Whether a call was made to fail, or the context was done, before the
// function was over: then it may do less than it promises.
bool disturbed(const observe::observation&);

// Whether the function, or a thread of its own, started this thread.
bool started_by_function(const observe::observation&, observe::thread_number);

// Whether the thread had not ended when the function returned or threw.
bool outlived_function(const observe::observation&, observe::thread_number);

// The index of the event at which what the caller uses was first told to stop.
std::optional<std::size_t> told_to_stop(const observe::observation&);

// Where the function or a thread of it waited at that moment, and went on
// waiting: a sleep rather than a wait for the thread that sleeps. Null if
// nobody did.
const observe::event* wait_across(const observe::observation&,
                                  observe::virtual_time moment);

}  // namespace racelab::detect
