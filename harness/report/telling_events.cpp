// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/telling_events.hpp"

#include <algorithm>
#include <string>

namespace racelab::report {
namespace {

using observe::event;
using observe::event_kind;

// "std::mutex::lock", "boost::unique_lock::unlock", …: what stands between a
// subject and an operation that is its own.
bool is_synchronisation(const std::string& function) {
  for (const char* word : {"lock", "mutex", "cond", "notify", "sem"}) {
    if (function.find(word) != std::string::npos) {
      return true;
    }
  }
  return false;
}

// Whether the subject did it itself, and not a library's function or one of
// Racelab's primitives that needs a lock of its own.
bool done_by_subject(const event& moment) {
  for (const observe::frame& each : moment.stack) {
    if (each.subject) {
      return true;
    }
    if (!is_synchronisation(each.function)) {
      return false;
    }
  }
  return false;
}

// "std::atomic<int>::store", "std::__atomic_base<int>::operator++", …
bool is_of_an_atomic(const std::string& function) {
  return function.find("atomic") != std::string::npos;
}

bool changes_something(const std::string& function) {
  for (const char* word :
       {"store", "exchange", "fetch_", "clear", "operator=", "operator++",
        "operator--",
        "operator+=", "operator-=", "operator&=", "operator|=", "operator^="}) {
    if (function.find(word) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_store(const event& moment) {
  if (moment.kind != event_kind::atomic || moment.stack.empty()) {
    return false;
  }
  const auto own = std::find_if_not(
      moment.stack.begin(), moment.stack.end(), [](const observe::frame& each) {
        return !each.subject && is_of_an_atomic(each.function);
      });
  return own != moment.stack.begin() && own != moment.stack.end() &&
         own->subject && changes_something(moment.stack.front().function);
}

bool explains_something(const event& moment) {
  switch (moment.kind) {
    case event_kind::atomic:
      return is_store(moment);
    case event_kind::unblocked:
    case event_kind::yield:
      return false;
    case event_kind::lock:
    case event_kind::unlock:
    case event_kind::signal:
    case event_kind::broadcast:
    case event_kind::notify:
      return done_by_subject(moment);
    case event_kind::thread_begin:
      return moment.thread != 0;
    case event_kind::blocked: {
      const auto on = static_cast<observe::block_kind>(moment.value);
      return on != observe::block_kind::service &&
             on != observe::block_kind::sleep;
    }
    default:
      return true;
  }
}

}  // namespace racelab::report
