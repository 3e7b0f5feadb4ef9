// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/decode.hpp"

#include "harness/observe/printable.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace racelab::observe {
namespace {

[[noreturn]] void malformed(const char* what) {
  throw malformed_channel(
      std::string("the subject wrote into the judge's memory: ") + what);
}

void require(bool holds, const char* what) {
  if (!holds) malformed(what);
}

// A copy that the subject cannot change any more: memory that another process
// may write to is read once, and checked in the copy.
template <class T>
T copy_of(const T& shared) {
  static_assert(std::is_trivially_copyable_v<T>);
  T copy;
  std::memcpy(&copy, &shared, sizeof copy);
  return copy;
}

template <class T>
std::vector<T> copy_of(const T* shared, std::size_t count, std::size_t most,
                       const char* what) {
  static_assert(std::is_trivially_copyable_v<T>);
  require(count <= most, what);
  std::vector<T> copy(count);
  if (count != 0) std::memcpy(copy.data(), shared, count * sizeof(T));
  return copy;
}

virtual_time duration(std::uint64_t nanoseconds) {
  require(nanoseconds <= static_cast<std::uint64_t>(
                             std::numeric_limits<std::int64_t>::max()),
          "a time");
  return virtual_time(static_cast<std::int64_t>(nanoseconds));
}

// The parts of the channel that one schedule has used.
struct snapshot {
  explicit snapshot(const wire::channel& from)
      : answer(copy_of(from.answer)),
        scenario(copy_of(from.scenario)),
        modules(copy_of(from.module_list, copy_of(from.modules),
                        wire::max_modules, "modules")),
        events(copy_of(from.events, answer.events, wire::max_events, "events")),
        races(copy_of(from.races, answer.races, wire::max_races, "races")),
        threads(copy_of(from.threads, answer.threads, wire::max_threads,
                        "threads")),
        frames(copy_of(from.frames, answer.frames, wire::max_frames, "frames")),
        text(copy_of(from.text, answer.text_size, wire::max_text, "texts")) {
    require(scenario.services <= std::size(scenario.service_names), "services");
    require(scenario.uses <= std::size(scenario.use_list), "uses");
    for (std::uint32_t i = 0; i < scenario.uses; ++i)
      require(scenario.use_list[i].services <= scenario.services,
              "a use's services");
    // A process that died may have been interrupted in the middle of a text.
    if (!text.empty()) text.back() = '\0';
    // Thread 0 runs the function, even if nothing was recorded of it.
    if (threads.empty()) {
      threads.emplace_back();
      threads.back().parent = unknown_thread;
    }
  }

  wire::answer answer;
  wire::scenario scenario;
  std::vector<wire::module> modules;
  std::vector<wire::event> events;
  std::vector<wire::race> races;
  std::vector<wire::thread> threads;
  std::vector<std::uint64_t> frames;
  std::vector<char> text;
};

template <std::size_t Size>
std::string text_in(const char (&field)[Size]) {
  return printable({field, strnlen(field, Size)});
}

class decoder {
 public:
  decoder(const wire::channel& from, symbolizer* lines)
      : from_(from), lines_(lines) {
    for (const wire::module& each : from_.modules)
      module_paths_.emplace_back(each.path,
                                 strnlen(each.path, sizeof each.path));
    // What the first one is called is not for the subject to say.
    if (!module_paths_.empty()) module_paths_.front().clear();
  }

  observation decode(const environment& asked, const process_fate& fate) {
    observation seen;
    seen.environment = asked;
    if (from_.scenario.unit != 0) seen.unit = duration(from_.scenario.unit);
    std::uint32_t services = from_.scenario.services;
    if (asked.use < from_.scenario.uses) {
      const wire::use& use = from_.scenario.use_list[asked.use];
      services = use.services;
      seen.use = text_in(use.name);
      seen.limit = use.limit;
    }
    for (std::uint32_t i = 0; i < services; ++i)
      seen.services.push_back(text_in(from_.scenario.service_names[i]));
    seen.each_once = from_.scenario.each_once;
    for (const wire::thread& each : from_.threads)
      seen.threads.push_back(thread_of(each));
    seen.events.reserve(from_.events.size());
    for (const wire::event& each : from_.events) add_event(seen, each);
    for (const wire::race& each : from_.races)
      seen.races.push_back(race_of(each, seen));
    place_races(seen);
    note_repetitions(seen);
    seen.elapsed = duration(from_.answer.elapsed);
    seen.truncated = from_.answer.events_lost != 0;
    add_ending(seen, fate);
    return seen;
  }

 private:
  void add_event(observation& seen, const wire::event& from) {
    require(from.kind <= wire::event_kind::unsafe_call, "an event's kind");
    event to;
    // The enumerations have the same order.
    to.kind = static_cast<event_kind>(from.kind);
    to.thread = known_thread(from.thread);
    to.time = duration(from.time);
    to.object = from.object;
    to.value = from.value;
    to.text = text_at(from.text);
    to.stack = stack_at(from.stack, from.depth);
    check(to);
    seen.events.push_back(std::move(to));
    note(seen);
  }

  // What a detector takes for granted of the event's fields.
  void check(const event& what) const {
    switch (what.kind) {
      case event_kind::call_begin:
      case event_kind::call_end:
        return require(what.object < from_.scenario.services, "a service");
      case event_kind::thread_create:
        known_thread(what.object);
        return;
      case event_kind::thread_join:
      case event_kind::thread_detach:
        known_or_no_thread(what.object);
        return;
      case event_kind::blocked:
      case event_kind::stuck:
        return require(
            what.value >= 0 &&
                what.value <= static_cast<int>(wire::block_kind::descriptor),
            "what a thread waits for");
      case event_kind::race:
        return require(what.value >= 0 && static_cast<std::uint64_t>(
                                              what.value) < from_.races.size(),
                       "a race's number");
      default:
        return;
    }
  }

  // What the last event says about calls and about the function.
  void note(observation& seen) const {
    const event& last = seen.events.back();
    if (last.kind == event_kind::call_begin) begin_call(seen, last);
    if (last.kind == event_kind::call_end) end_call(seen, last);
    if (last.kind == event_kind::function_end) {
      seen.outcome = last.value == 0 ? function_outcome::returned
                                     : function_outcome::threw;
      seen.error = last.text;
    }
  }

  void begin_call(observation& seen, const event& begin) const {
    call started;
    started.service = begin.object;
    started.number = static_cast<unsigned>(seen.calls.size());
    started.thread = begin.thread;
    started.begin_event = seen.events.size() - 1;
    started.begin = begin.time;
    started.interruptible =
        (from_.scenario.uninterruptible >> begin.object & 1U) == 0;
    started.argument = begin.text;
    started.stack = begin.stack;
    seen.calls.push_back(std::move(started));
  }

  static void end_call(observation& seen, const event& end) {
    const auto pending = std::find_if(
        seen.calls.rbegin(), seen.calls.rend(), [&](const call& each) {
          return each.outcome == call_outcome::pending &&
                 each.thread == end.thread && each.service == end.object;
        });
    require(pending != seen.calls.rend(), "an answer to no call");
    pending->end_event = seen.events.size() - 1;
    pending->end = end.time;
    switch (static_cast<wire::call_outcome>(end.value)) {
      case wire::call_outcome::answered:
        pending->outcome = call_outcome::answered;
        pending->answers = lines_of(end.text);
        return;
      case wire::call_outcome::failed:
        pending->outcome = call_outcome::failed;
        pending->error = end.text;
        return;
      case wire::call_outcome::gave_up:
        pending->outcome = call_outcome::gave_up;
        pending->error = end.text;
        return;
    }
    malformed("a call's outcome");
  }

  static std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      lines.emplace_back(text.substr(0, end));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
    return lines;
  }

  race race_of(const wire::race& from, const observation& seen) {
    require(from.accesses <= std::size(from.access_list), "a race's accesses");
    race to;
    to.kind = text_at(from.kind);
    for (std::uint32_t i = 0; i < from.accesses; ++i)
      to.accesses.push_back(access_of(from.access_list[i]));
    if (to.kind == "lock-order-inversion")
      for (access& each : to.accesses) each.operation = "lock";
    to.location = text_at(from.location);
    to.location_size = from.location_size;
    to.location_name = text_at(from.location_name);
    to.location_stack = stack_at(from.location_stack, from.location_depth);
    // Where its own event was lost, the last one there is.
    to.at_event = std::min<std::size_t>(
        from.at_event, seen.events.empty() ? 0 : seen.events.size() - 1);
    return to;
  }

  access access_of(const wire::access& from) {
    access to;
    to.operation = std::string(from.atomic != 0 ? "atomic " : "") +
                   (from.write != 0 ? "write" : "read");
    to.size = from.size;
    to.thread = known_or_no_thread(from.thread);
    to.stack = stack_at(from.stack, from.depth);
    return to;
  }

  static void place_races(observation& seen) {
    for (std::size_t i = 0; i < seen.events.size(); ++i)
      if (seen.events[i].kind == event_kind::race)
        seen.races[static_cast<std::size_t>(seen.events[i].value)].at_event = i;
  }

  // Races are numbered in the order in which they were seen.
  void note_repetitions(observation& seen) const {
    constexpr std::uint64_t word = 8;
    std::set<std::uint64_t> raced;
    for (std::size_t i = 0; i < seen.races.size(); ++i) {
      const std::uint64_t address = from_.races[i].access_list[0].address;
      if (from_.races[i].accesses != 0 && address != 0)
        seen.races[i].repeated = !raced.insert(address / word).second;
    }
  }

  thread thread_of(const wire::thread& from) {
    thread to;
    to.parent = known_or_no_thread(from.parent);
    to.joined = from.joined != 0;
    to.detached = from.detached != 0;
    to.finished = from.finished != 0;
    to.before_return = from.before_return != 0;
    to.created = stack_at(from.created_stack, from.created_depth);
    return to;
  }

  void add_ending(observation& seen, const process_fate& fate) const {
    switch (from_.answer.end) {
      case wire::ending::running:
        seen.ending = fate.ending;
        seen.ending_reason = fate.reason;
        return;
      case wire::ending::finished:
        seen.ending = ending::finished;
        return;
      case wire::ending::left_threads:
        seen.ending = ending::left_threads;
        return;
      case wire::ending::stuck:
        seen.ending = ending::stuck;
        return;
      case wire::ending::crashed:
        return explain(seen, ending::crashed, event_kind::crash);
      case wire::ending::ended_process:
        return explain(seen, ending::ended_process, event_kind::ended_process);
      case wire::ending::unmodelled:
        return explain(seen, ending::unmodelled, event_kind::unmodelled);
      case wire::ending::over_limit:
        return explain(seen, ending::over_limit, event_kind::over_limit);
    }
    malformed("how a schedule ended");
  }

  static void explain(observation& seen, ending how, event_kind why) {
    seen.ending = how;
    for (const event& each : seen.events)
      if (each.kind == why) seen.ending_reason = each.text;
  }

  thread_number known_thread(std::uint64_t number) const {
    require(number < from_.threads.size(), "a thread's number");
    return static_cast<thread_number>(number);
  }

  thread_number known_or_no_thread(std::uint64_t number) const {
    return number == unknown_thread ? unknown_thread : known_thread(number);
  }

  std::string text_at(std::uint32_t index) const {
    if (index == 0) return {};
    require(index < from_.text.size(), "a text");
    return printable(&from_.text[index]);
  }

  stack stack_at(std::uint32_t first, std::uint32_t depth) {
    stack result;
    if (depth == 0) return result;
    require(
        first <= from_.frames.size() && depth <= from_.frames.size() - first,
        "a stack");
    if (lines_ == nullptr) return result;
    for (std::uint32_t i = first; i < first + depth; ++i)
      append_frames(result, from_.frames[i]);
    return result;
  }

  void append_frames(stack& to, std::uint64_t address) {
    for (std::size_t i = 0; i < from_.modules.size(); ++i) {
      const wire::module& each = from_.modules[i];
      if (address < each.begin || address >= each.end) continue;
      const stack& frames =
          lines_->frames_at(module_paths_[i], address - each.base);
      to.insert(to.end(), frames.begin(), frames.end());
      return;
    }
    to.push_back({"??", "", 0, 0, false});
  }

  const snapshot from_;
  symbolizer* lines_;
  std::vector<std::string> module_paths_;
};

}  // namespace

observation decode(const wire::channel& from, const environment& asked,
                   const process_fate& fate, symbolizer* lines) {
  return decoder(from, lines).decode(asked, fate);
}

}  // namespace racelab::observe
