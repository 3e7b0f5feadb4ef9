// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/likely_lesson.hpp"

#include "harness/report/log/user_code.hpp"

#include <algorithm>
#include <string>

namespace racelab::report::log {
namespace {

const thread* thread_of(const log_report& report, const std::string& id) {
  const auto found =
      std::find_if(report.threads.begin(), report.threads.end(),
                   [&](const thread& each) { return each.id == id; });
  return found == report.threads.end() ? nullptr : &*found;
}

const frame* started_at(const log_report& report, const access& each) {
  const thread* self = thread_of(report, each.thread);
  return self == nullptr ? nullptr : user_frame(self->stack);
}

// The two accesses, by what they do; null where it is not one of each.
struct reading_and_writing {
  const access* read = nullptr;
  const access* write = nullptr;
};

reading_and_writing plain_accesses(const log_report& report) {
  reading_and_writing out;
  for (const access& each : report.accesses) {
    if (each.op == "read") out.read = &each;
    if (each.op == "write") out.write = &each;
  }
  return out;
}

// Two tasks that the same function started side by side, at two places: one
// reads what it should have been handed by the other.
bool is_read_before_fetch(const log_report& report) {
  const auto [read, write] = plain_accesses(report);
  if (read == nullptr || write == nullptr) return false;
  const frame* reader = started_at(report, *read);
  const frame* writer = started_at(report, *write);
  return reader != nullptr && writer != nullptr && !reader->function.empty() &&
         reader->function == writer->function && reader->file == writer->file &&
         reader->line != writer->line && !report.locations.empty() &&
         report.locations.front().kind == "stack";
}

// A variable of one byte that a thread reads and its maker, or another one,
// sets: a flag.
bool is_plain_stop_flag(const log_report& report) {
  const auto [read, write] = plain_accesses(report);
  if (read == nullptr || write == nullptr || read->size != 1U ||
      write->size != 1U || report.locations.size() != 1)
    return false;
  const location& variable = report.locations.front();
  const thread* reader = thread_of(report, read->thread);
  return variable.kind == "global" && variable.size == 1U &&
         reader != nullptr && reader->created_by == write->thread;
}

// Several threads that one line started, and that change the same line's
// target.
bool is_unsynchronised_result(const log_report& report) {
  if (report.accesses.size() < 2) return false;
  const access& one = report.accesses[0];
  const access& other = report.accesses[1];
  const frame* first = user_frame(one.stack);
  const frame* second = user_frame(other.stack);
  const frame* begun = started_at(report, one);
  const frame* also_begun = started_at(report, other);
  return first != nullptr && second != nullptr && begun != nullptr &&
         also_begun != nullptr && one.thread != other.thread &&
         first->file == second->file && first->line == second->line &&
         first->line != 0 && begun->file == also_begun->file &&
         begun->line == also_begun->line &&
         (one.op == "write" || other.op == "write");
}

std::optional<likely_lesson> lesson_of_race(const log_report& report) {
  if (is_plain_stop_flag(report))
    return likely_lesson{"data-race", "graceful_shutdown/plain_bool_stop"};
  if (is_read_before_fetch(report))
    return likely_lesson{"read-before-fetch",
                         "dependent_calls/read_before_fetch"};
  if (is_unsynchronised_result(report))
    return likely_lesson{"data-race", "worker_pool/unsynchronised_results"};
  return std::nullopt;
}

}  // namespace

std::optional<likely_lesson> likely_lesson_of(const log_report& report) {
  if (report.kind == "data race") return lesson_of_race(report);
  if (report.kind.starts_with("lock-order-inversion"))
    return likely_lesson{"lock-order-inversion",
                         "worker_pool/locks_in_two_orders"};
  if (report.kind.starts_with("signal-unsafe call"))
    return likely_lesson{"unsafe-signal-handler",
                         "graceful_shutdown/unsafe_signal_handler"};
  if (report.kind == "thread leak")
    return likely_lesson{"thread-leak", "worker_pool/sender_left_behind"};
  return std::nullopt;
}

}  // namespace racelab::report::log
