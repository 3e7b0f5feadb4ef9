// Distributed under the Boost Software License, Version 1.0.
//
// What ThreadSanitizer reports, as data. The runtime calls OnReport, a hook
// that it declares weak, with every report before it prints it.
#include "harness/probe/channel.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/race_bursts.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

namespace racelab::probe {
namespace {

constexpr unsigned max_depth = 48;
constexpr std::uint16_t unknown = 0xffff;

struct tsan_thread {
  int tid;
  std::uint16_t number;
};

struct known_threads {
  tsan_thread list[wire::max_threads];
  unsigned count = 0;
};

known_threads threads_of(void* report, int count) {
  known_threads known;
  for (int i = 0; i < count && known.count < wire::max_threads; ++i) {
    int tid = 0;
    int running = 0;
    int parent = 0;
    unsigned long long os_id = 0;
    const char* name = nullptr;
    void* trace[1];
    if (!__tsan_get_report_thread(report, static_cast<unsigned long>(i), &tid,
                                  &os_id, &running, &name, &parent, trace, 1))
      continue;
    const thread* ours = thread_by_os_id(static_cast<int>(os_id));
    known.list[known.count++] = {tid, ours == nullptr ? unknown : ours->number};
  }
  return known;
}

std::uint16_t number_of(const known_threads& known, int tid) {
  for (unsigned i = 0; i < known.count; ++i)
    if (known.list[i].tid == tid) return known.list[i].number;
  return unknown;
}

void store_access(void* report, int index, const known_threads& known,
                  wire::access& to) {
  int tid = 0;
  int size = 0;
  int write = 0;
  int atomic = 0;
  void* address = nullptr;
  void* trace[max_depth] = {};
  if (!__tsan_get_report_mop(report, static_cast<unsigned long>(index), &tid,
                             &address, &size, &write, &atomic, trace,
                             max_depth))
    return;
  const stack_reference stack = record_stack(trace, max_depth);
  to = {number_of(known, tid),
        static_cast<std::uint8_t>(write != 0),
        static_cast<std::uint8_t>(atomic != 0),
        static_cast<std::uint32_t>(size),
        reinterpret_cast<std::uint64_t>(address),
        stack.first,
        stack.depth};
}

void store_location(void* report, const known_threads& known, wire::race& to) {
  const char* type = nullptr;
  void* address = nullptr;
  unsigned long start = 0;
  unsigned long size = 0;
  int tid = 0;
  int descriptor = 0;
  int suppressable = 0;
  void* trace[max_depth] = {};
  if (!__tsan_get_report_loc(report, 0, &type, &address, &start, &size, &tid,
                             &descriptor, &suppressable, trace, max_depth))
    return;
  // "global", unless it is none: see interpose_modules.cpp.
  if (type[0] == 'g' && module_at(to.access_list[0].address) == nullptr) return;
  const stack_reference stack = record_stack(trace, max_depth);
  to.location = record_text(type);
  to.location_size = static_cast<std::uint32_t>(size);
  to.location_thread = number_of(known, tid);
  to.location_stack = stack.first;
  to.location_depth = stack.depth;
}

// Reports without accesses (a cycle of locks, a misused mutex) have stacks.
void store_stacks(void* report, int count, wire::race& to) {
  for (int i = 0; i < count && to.accesses < 4; ++i) {
    void* trace[max_depth] = {};
    if (!__tsan_get_report_stack(report, static_cast<unsigned long>(i), trace,
                                 max_depth))
      continue;
    const stack_reference stack = record_stack(trace, max_depth);
    to.access_list[to.accesses++] = {unknown, 0,           0,          0,
                                     0,       stack.first, stack.depth};
  }
}

void store(void* report) {
  wire::answer& answer = channel->answer;
  if (answer.races == wire::max_races) {
    answer.events_lost = 1;
    return;
  }
  const char* kind = nullptr;
  int duplicates = 0;
  int stacks = 0;
  int accesses = 0;
  int locations = 0;
  int mutexes = 0;
  int threads = 0;
  int unique_threads = 0;
  void* sleep_trace[1];
  __tsan_get_report_data(report, &kind, &duplicates, &stacks, &accesses,
                         &locations, &mutexes, &threads, &unique_threads,
                         sleep_trace, 1);
  const known_threads known = threads_of(report, threads);
  wire::race& to = channel->races[answer.races];
  to = wire::race{};
  to.kind = record_text(kind);
  to.location_thread = unknown;
  for (int i = 0; i < accesses && to.accesses < 4; ++i)
    store_access(report, i, known, to.access_list[to.accesses++]);
  if (accesses == 0) store_stacks(report, stacks, to);
  if (locations > 0) store_location(report, known, to);
  to.at_event = answer.events;
  record(event_kind::race, 0, answer.races++);
}

}  // namespace
}  // namespace racelab::probe

namespace __tsan {

class ReportDesc;

// Returns whether the report is to be kept from being printed.
bool OnReport(const ReportDesc* report, bool suppressed);

bool OnReport(const ReportDesc* report, bool) {
  using namespace racelab::probe;
  thread* me = self();
  if (channel == nullptr || me == nullptr) return true;
  const quiet own;
  note_race(me);
  store(const_cast<ReportDesc*>(report));
  return !channel->request.print_reports;
}

}  // namespace __tsan

extern "C" const char* __tsan_default_options() {
  // No deduplication: every schedule is judged by its own reports. Symbols are
  // looked up by the judge. Crashes are the probe's to catch, and so are the
  // signal stacks. A thread that never ends is found by the scheduler.
  return "history_size=4:second_deadlock_stack=1:"
         "suppress_equal_stacks=0:suppress_equal_addresses=0:"
         "symbolize=0:exitcode=0:atexit_sleep_ms=0:report_thread_leaks=0:"
         "report_signal_unsafe=0:"
         "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:"
         "handle_sigtrap=0:handle_abort=0:use_sigaltstack=0";
}

extern "C" const char* __tsan_default_suppressions() { return ""; }
