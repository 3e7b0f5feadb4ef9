// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/log/parse_text.hpp"

#include <algorithm>

namespace racelab::report::log {
namespace {

std::string all_of(const stack& where) {
  std::string out = where.missing;
  for (const frame& each : where.frames)
    out += "\n    #" + std::to_string(each.number) + ' ' + place_of(each) +
           ' ' + each.module + ' ' + each.build_id;
  return out;
}

}  // namespace

parsed_log parse_text(std::string_view text, std::size_t piece) {
  parsed_log out;
  log_parser parser(
      [&](log_report&& each) { out.reports.push_back(std::move(each)); });
  while (!text.empty()) {
    const std::string_view next =
        text.substr(0, piece == 0 ? text.size() : piece);
    parser.feed(next);
    text.remove_prefix(next.size());
  }
  parser.finish();
  out.counts = parser.counts();
  return out;
}

std::string place_of(const frame& each) {
  return each.function + '|' +
         (each.file.empty() ? each.module + "|-"
                            : each.file + '|' + std::to_string(each.line));
}

std::string all_of(const log_report& report) {
  std::string out = report.kind + ' ' + report.format + ' ' +
                    std::to_string(report.pid.value_or(0)) + " at " +
                    std::to_string(report.line) + ' ' + report.summary;
  for (const access& each : report.accesses) {
    out +=
        '\n' + each.op + (each.previous ? " before by " : " by ") + each.thread;
    for (const std::string& held : each.locks) out += ' ' + held;
    out += all_of(each.stack);
  }
  for (const location& each : report.locations)
    out += '\n' + each.kind + ' ' + each.name + ' ' + each.thread +
           all_of(each.stack);
  for (const thread& each : report.threads)
    out += '\n' + each.id + ' ' + each.name + ' ' + each.created_by +
           all_of(each.stack);
  for (const lock& each : report.locks)
    out += '\n' + each.id + all_of(each.stack);
  for (const lock_edge& each : report.edges)
    out += '\n' + each.acquired + " after " + each.holding +
           all_of(each.stack) + all_of(each.holding_stack);
  for (const titled_stack& each : report.stacks)
    out += '\n' + each.title + all_of(each.stack);
  for (const std::string& each : report.notes) out += '\n' + each;
  return out;
}

std::string prefixed(std::string_view text, std::string_view prefix) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    out += prefix;
    out += text.substr(0, end + 1);
    text.remove_prefix(end + 1);
  }
  return out;
}

const char* const gcc_race =
    R"(==================
WARNING: ThreadSanitizer: data race (pid=4711)
  Write of size 4 at 0x55d0c0a0f014 by thread T2 (mutexes: write M7, read M9):
    #0 add(int) /home/me/shop/cart.cpp:12 (cart+0x12a9)
)"
    "    #1 void std::__invoke_impl<void, void (*)(int), "
    "int>(std::__invoke_other, void (*&&)(int), int&&) "
    "/usr/include/c++/12/bits/invoke.h:61 (cart+0x1b21)\n"
    R"(
  Previous atomic read of size 4 at 0x55d0c0a0f014 by main thread:
    #0 total /home/me/shop/cart.cpp:17 (cart+0x12f1)
    #1 main /home/me/shop/cart.cpp:31 (cart+0x1388)

  Location is global 'items' of size 4 at 0x55d0c0a0f014 (cart+0x5014)

  Mutex M7 (0x55d0c0a0f040) created at:
)"
    "    #0 pthread_mutex_lock "
    "../../../../src/libsanitizer/sanitizer_common/sanitizer_common_inter"
    "ceptors.inc:4324 (libtsan.so.2+0x59a13)\n"
    R"(    #1 add(int) /home/me/shop/cart.cpp:11 (cart+0x1290)

  Mutex M9 is already destroyed.

  Thread T2 'worker' (tid=4714, running) created by main thread at:
)"
    "    #0 pthread_create "
    "../../../../src/libsanitizer/tsan/tsan_interceptors_posix.cpp:1001 "
    "(libtsan.so.2+0x5e686)\n"
    "    #1 "
    "std::thread::_M_start_thread(std::unique_ptr<std::thread::_State, "
    "std::default_delete<std::thread::_State> >, void (*)()) <null> "
    "(libstdc++.so.6+0xd44a0)\n"
    R"(    #2 main /home/me/shop/cart.cpp:30 (cart+0x1366)

SUMMARY: ThreadSanitizer: data race /home/me/shop/cart.cpp:12 in add(int)
==================
)";

}  // namespace racelab::report::log
