// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/chrome_trace.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_repetitions.hpp"
#include "harness/report/spans.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;

double microseconds(const observation& seen, std::size_t index) {
  const auto time = seen.events[index].time.count();
  return static_cast<double>(time + static_cast<std::int64_t>(index)) / 1000;
}

json_::object arguments_of(const event& moment) {
  json_::object out;
  if (const observe::frame* place = observe::subject_frame(moment.stack)) {
    out["place"] = printable(fmt::format("{}:{}", place->file, place->line));
    out["function"] = printable(place->function);
  }
  return out;
}

std::string_view category_of(event_kind kind) {
  switch (kind) {
    case event_kind::call_begin:
    case event_kind::function_begin:
    case event_kind::handler_begin:
      return "call";
    case event_kind::blocked:
    case event_kind::sleep:
      return "wait";
    case event_kind::race:
      return "race";
    default:
      return "event";
  }
}

// What encloses the spans of a thread; null for what encloses nothing.
std::optional<event_kind> end_of(event_kind begin) {
  switch (begin) {
    case event_kind::function_begin:
      return event_kind::function_end;
    case event_kind::handler_begin:
      return event_kind::handler_end;
    case event_kind::thread_begin:
      return event_kind::thread_end;
    default:
      return std::nullopt;
  }
}

// Whether it is seen in the slices already.
bool is_of_a_slice(event_kind kind) {
  switch (kind) {
    case event_kind::function_begin:
    case event_kind::function_end:
    case event_kind::handler_begin:
    case event_kind::handler_end:
    case event_kind::thread_begin:
    case event_kind::thread_end:
    case event_kind::call_begin:
    case event_kind::call_end:
    case event_kind::blocked:
    case event_kind::unblocked:
    case event_kind::sleep:
      return true;
    default:
      return false;
  }
}

// What a thread did from one event to another.
struct slice {
  thread_number thread = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Signal handlers may interrupt each other.
slice enclosing(const observation& seen, std::size_t begin, event_kind end) {
  const event& first = seen.events[begin];
  unsigned depth = 0;
  for (std::size_t i = begin; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    if (each.thread != first.thread) continue;
    if (each.kind == first.kind) ++depth;
    if (each.kind == end && --depth == 0) return {first.thread, begin, i};
  }
  return {first.thread, begin, seen.events.size() - 1};
}

// In the order of their beginning. A thread does one thing within another.
std::vector<slice> slices_of(const observation& seen) {
  std::vector<slice> out;
  for (const span& each : spans_of(seen))
    out.push_back({each.thread, each.begin, each.end});
  for (std::size_t i = 0; i < seen.events.size(); ++i)
    if (const auto end = end_of(seen.events[i].kind))
      out.push_back(enclosing(seen, i, *end));
  std::sort(out.begin(), out.end(),
            [](const slice& a, const slice& b) { return a.begin < b.begin; });
  std::map<thread_number, std::vector<std::size_t>> open;  // their ends
  for (slice& each : out) {
    std::vector<std::size_t>& around = open[each.thread];
    while (!around.empty() && around.back() <= each.begin) around.pop_back();
    if (!around.empty()) each.end = std::min(each.end, around.back());
    around.push_back(each.end);
  }
  return out;
}

// One schedule of a subject, and the findings that it shows.
struct shown_schedule {
  std::string name;
  const observation* seen = nullptr;
  std::set<std::size_t> marked;  // indices of events
};

// A process in the trace, with a lane for each thread.
class process {
 public:
  process(const shown_schedule& shown, std::size_t number, json_::array& to)
      : shown_(shown), seen_(*shown.seen), number_(number), to_(to) {}

  void write() {
    name("process_name", 0, shown_.name);
    for (const slice& each : slices_of(seen_)) put(each);
    const std::set<std::size_t> repetitions = race_repetitions(seen_);
    std::set<thread_number> threads;
    for (std::size_t i = 0; i < seen_.events.size(); ++i) {
      threads.insert(seen_.events[i].thread);
      if (shown_.marked.contains(i)) mark(i);
      if (!is_of_a_slice(seen_.events[i].kind) &&
          (!repetitions.contains(i) || shown_.marked.contains(i)))
        instant(i);
    }
    for (const thread_number each : threads)
      name("thread_name", each, thread_name(each));
  }

 private:
  void put(const slice& each) {
    json_::object out = entry("X", each.begin);
    out["dur"] =
        microseconds(seen_, each.end) - microseconds(seen_, each.begin);
    const event& end = seen_.events[each.end];
    if (end.kind == event_kind::call_end && end.thread == each.thread)
      out["args"].as_object()["end"] = words_for(seen_, end, look{});
    to_.push_back(std::move(out));
  }

  void instant(std::size_t index) {
    json_::object out = entry("i", index);
    out["s"] = "t";  // as high as its thread's lane
    to_.push_back(std::move(out));
  }

  // What a finding is about goes through all lanes.
  void mark(std::size_t index) {
    json_::object out = entry("i", index);
    out["name"] = "HERE: " + words_at(index);
    out["cat"] = "finding";
    out["s"] = "p";
    to_.push_back(std::move(out));
  }

  json_::object entry(std::string_view phase, std::size_t index) const {
    const event& moment = seen_.events[index];
    return {{"name", words_at(index)},
            {"cat", category_of(moment.kind)},
            {"ph", phase},
            {"ts", microseconds(seen_, index)},
            {"pid", number_},
            {"tid", moment.thread},
            {"args", arguments_of(moment)}};
  }

  std::string words_at(std::size_t index) const {
    const event& moment = seen_.events[index];
    return moment.kind == event_kind::thread_begin
               ? "lives"
               : words_for(seen_, moment, look{});
  }

  void name(std::string_view what, thread_number thread,
            const std::string& words) {
    // Chrome's own reader wants a category and a time even here.
    to_.push_back(json_::object{{"name", what},
                                {"cat", "__metadata"},
                                {"ph", "M"},
                                {"ts", 0},
                                {"pid", number_},
                                {"tid", thread},
                                {"args", json_::object{{"name", words}}}});
  }

  const shown_schedule& shown_;
  const observation& seen_;
  std::size_t number_;
  json_::array& to_;
};

std::vector<shown_schedule> schedules_of(const subject_result& subject) {
  std::map<std::string_view, shown_schedule> by_token;
  std::vector<std::string_view> order;
  for (const shown_finding& shown : subject.findings) {
    const detect::finding& found = shown.finding;
    shown_schedule& out = by_token[found.schedule];
    if (out.seen == nullptr) {
      out.seen = &shown.evidence;
      out.name = fmt::format("{} {}", name_of(subject), found.schedule);
      order.emplace_back(found.schedule);
    }
    out.name += fmt::format(", {} at line {}", found.id, found.line);
    out.marked.insert(found.events.begin(), found.events.end());
    if (found.race) out.marked.insert(found.race->at_event);
  }
  std::vector<shown_schedule> all;
  for (const std::string_view token : order) {
    all.push_back(std::move(by_token.at(token)));
  }
  return all;
}

}  // namespace

std::string chrome_trace(const run_result& run) {
  json_::array events;
  std::size_t number = 0;
  for (const subject_result& subject : run.subjects) {
    for (shown_schedule& shown : schedules_of(subject)) {
      shown.name = printable(shown.name);
      process(shown, ++number, events).write();
    }
  }
  return pretty(json_::object{{"displayTimeUnit", "ms"},
                              {"traceEvents", std::move(events)}});
}

}  // namespace racelab::report
