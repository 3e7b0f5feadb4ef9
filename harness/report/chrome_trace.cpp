// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/chrome_trace.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_repetitions.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <map>
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
      return "wait";
    case event_kind::race:
      return "race";
    default:
      return "event";
  }
}

bool begins(event_kind kind) {
  return kind == event_kind::function_begin || kind == event_kind::call_begin ||
         kind == event_kind::handler_begin || kind == event_kind::blocked ||
         kind == event_kind::thread_begin;
}

// What the end of a slice is the end of; `race` for no end at all.
event_kind begun_by(event_kind end) {
  switch (end) {
    case event_kind::function_end:
      return event_kind::function_begin;
    case event_kind::call_end:
      return event_kind::call_begin;
    case event_kind::handler_end:
      return event_kind::handler_begin;
    case event_kind::thread_end:
      return event_kind::thread_begin;
    default:
      return event_kind::race;
  }
}

// One schedule of a subject, and the findings that it shows.
struct shown_schedule {
  std::string name;
  const observation* seen = nullptr;
  std::set<std::size_t> marked;  // indices of events
};

// A process in the trace. A thread does one thing within another, so its open
// slices are a stack.
class process {
 public:
  process(const shown_schedule& shown, std::size_t number, json_::array& to)
      : shown_(shown), seen_(*shown.seen), number_(number), to_(to) {}

  void write() {
    name("process_name", 0, shown_.name);
    const std::set<std::size_t> repetitions = race_repetitions(seen_);
    for (std::size_t i = 0; i < seen_.events.size(); ++i) {
      if (!repetitions.contains(i) || shown_.marked.contains(i)) take(i);
    }
    for (auto& [thread, open] : open_) {
      while (!open.empty()) close(thread, seen_.events.size() - 1);
    }
    for (const auto& [thread, open] : open_) {
      name("thread_name", thread, thread_name(thread));
    }
  }

 private:
  void take(std::size_t index) {
    const event& moment = seen_.events[index];
    std::vector<std::size_t>& open = open_[moment.thread];
    // Whoever does something waits no longer.
    if (!open.empty() && kind_of(open.back()) == event_kind::blocked) {
      close(moment.thread, index);
    }
    if (shown_.marked.contains(index)) mark(index);
    const event_kind begun = begun_by(moment.kind);
    if (begins(moment.kind)) {
      open.push_back(index);
    } else if (begun != event_kind::race) {
      close_until(begun, index);
    } else if (moment.kind != event_kind::unblocked) {
      instant(index);
    }
  }

  event_kind kind_of(std::size_t index) const {
    return seen_.events[index].kind;
  }

  void close_until(event_kind begun, std::size_t end) {
    const thread_number thread = seen_.events[end].thread;
    const std::vector<std::size_t>& open = open_[thread];
    const bool is_open =
        std::any_of(open.begin(), open.end(),
                    [&](std::size_t each) { return kind_of(each) == begun; });
    while (is_open) {
      const bool last = kind_of(open.back()) == begun;
      close(thread, end);
      if (last) return;
    }
  }

  void close(thread_number thread, std::size_t end) {
    const std::size_t begin = open_[thread].back();
    open_[thread].pop_back();
    json_::object out = entry("X", begin);
    out["dur"] = microseconds(seen_, end) - microseconds(seen_, begin);
    if (kind_of(end) == event_kind::call_end)
      out["args"].as_object()["end"] =
          words_for(seen_, seen_.events[end], look{});
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
  std::map<thread_number, std::vector<std::size_t>> open_;
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
