// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/problem.hpp"

#include "harness/detect/finding_id.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_repetitions.hpp"

#include <fmt/format.h>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <set>

namespace racelab::report {
namespace {

using observe::event_kind;
using observe::observation;

// A schedule may have a hundred thousand events. Beyond so many steps nobody
// reads on, and the last ones are those that lead to the finding.
constexpr std::size_t most_steps = 200;

place place_of(const observe::frame& frame) {
  return {frame.file, frame.line, frame.column};
}

place place_of(const observe::stack& where) {
  const observe::frame* frame = observe::subject_frame(where);
  return frame == nullptr ? place{} : place_of(*frame);
}

bool same_line(const place& one, const place& other) {
  return one.file == other.file && one.line == other.line;
}

std::string access_words(const observe::access& each) {
  if (each.operation == "lock") {
    return thread_name(each.thread) + " takes the locks in another order here";
  }
  return fmt::format("the other access: {} of {} by {}", each.operation,
                     count_of(each.size, "byte"), thread_name(each.thread));
}

// The learner's other lines that take part, each once.
class related_places {
 public:
  explicit related_places(const place& own) : own_(own) {}

  void add(const place& where, std::string words) {
    const bool told =
        same_line(where, own_) ||
        std::any_of(places_.begin(), places_.end(), [&](const auto& each) {
          return same_line(each.place, where);
        });
    if (!where.file.empty() && !told) {
      places_.push_back({where, std::move(words)});
    }
  }

  std::vector<related_place> take() { return std::move(places_); }

 private:
  const place& own_;
  std::vector<related_place> places_;
};

// What the finding knows as a line only.
std::string related_words(const observation& seen, const observe::frame& each) {
  for (std::size_t i = 0; i < seen.threads.size(); ++i) {
    const observe::frame* start =
        observe::subject_frame(seen.threads[i].created);
    if (start != nullptr && same_line(place_of(*start), place_of(each))) {
      return thread_name(static_cast<observe::thread_number>(i)) +
             " is started here";
    }
  }
  return "this line takes part in it";
}

std::vector<related_place> related_of(const shown_finding& shown,
                                      const place& own) {
  related_places out(own);
  if (shown.finding.race) {
    for (const observe::access& each : shown.finding.race->accesses) {
      out.add(place_of(each.stack), access_words(each));
    }
  }
  for (const observe::frame& each : shown.finding.related) {
    out.add(place_of(each), related_words(shown.evidence, each));
  }
  return out.take();
}

bool explains_something(event_kind kind) {
  return kind != event_kind::atomic && kind != event_kind::unblocked &&
         kind != event_kind::yield;
}

std::string step_words(const shown_finding& shown, std::size_t index,
                       const observe::event& moment) {
  const auto& race = shown.finding.race;
  if (moment.kind == event_kind::race && race && race->at_event == index &&
      !race->accesses.empty() && race->accesses.front().operation != "lock") {
    const observe::access& later = race->accesses.front();
    return fmt::format("races: {} of {}", later.operation,
                       count_of(later.size, "byte"));
  }
  return words_for(shown.evidence, moment, look{});
}

std::vector<flow_step> flow_of(const shown_finding& shown) {
  const observation& seen = shown.evidence;
  const std::set<std::size_t> repetitions = race_repetitions(seen);
  std::vector<flow_step> flow;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const observe::event& moment = seen.events[i];
    if (explains_something(moment.kind) && !repetitions.contains(i)) {
      flow.push_back({thread_name(moment.thread), place_of(moment.stack),
                      step_words(shown, i, moment), moment.time});
    }
  }
  if (flow.size() > most_steps) {
    flow.erase(flow.begin(), flow.end() - most_steps);
  }
  return flow;
}

// A path is another one on every machine.
std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_expected(const subject_result& subject, const std::string& id) {
  return std::find(subject.expected.begin(), subject.expected.end(), id) !=
         subject.expected.end();
}

const std::string& file_of(const subject_result& subject,
                           const detect::finding& found) {
  return found.file.empty() ? subject.file : found.file;
}

problem problem_of(const subject_result& subject, const shown_finding& shown) {
  const detect::finding& found = shown.finding;
  problem out;
  out.rule = found.id;
  out.meaning = detect::meaning_of(found.id);
  out.sentence = found.message;
  out.place = {file_of(subject, found), found.line, 0};
  out.related = related_of(shown, out.place);
  out.flow = flow_of(shown);
  out.fingerprint = fingerprint_of(key_of(subject, found));
  out.again = replay_command(subject, found.schedule);
  out.expected = is_expected(subject, found.id);
  out.level = out.expected ? level::note : level::error;
  out.fails = !out.expected;
  if (subject.kind == kind::antipattern) {
    out.lesson = name_of(subject);
  }
  return out;
}

test test_of(const subject_result& subject) {
  test out;
  out.suite = subject.lesson;
  out.name = name_of(subject);
  out.file = subject.file;
  out.outcome = subject.as_expected ? outcome::passed : outcome::failed;
  if (standing_of(subject) == standing::undecided &&
      subject.diagnostics.empty()) {
    out.outcome = outcome::inconclusive;
  }
  out.reasons = subject.why_not;
  out.diagnostics = subject.diagnostics;
  if (subject.latency.measured) {
    out.took = subject.latency.measured->p50;
  }
  return out;
}

}  // namespace

std::string_view name_of(level how) {
  switch (how) {
    case level::error:
      return "error";
    case level::warning:
      return "warning";
    case level::note:
      break;
  }
  return "note";
}

std::string words_for(const place& where) {
  std::string out = where.file;
  if (where.line != 0) out += fmt::format(":{}", where.line);
  if (where.line != 0 && where.column != 0) {
    out += fmt::format(":{}", where.column);
  }
  return out;
}

std::string fingerprint_of(std::string_view lasting) {
  // Any constant of our own; it keeps these names apart from all others.
  constexpr boost::uuids::uuid space{{0x0b, 0x7e, 0x12, 0x5d, 0x63, 0xc1, 0x4a,
                                      0x9e, 0x9d, 0x2f, 0x58, 0x40, 0xe6, 0x8b,
                                      0x71, 0x36}};
  return to_string(
      boost::uuids::name_generator_sha1(space)(lasting.data(), lasting.size()));
}

std::string key_of(const subject_result& subject,
                   const detect::finding& found) {
  return fmt::format("{}\n{}\n{}\n{}:{}", subject.lesson, subject.variant,
                     found.id, file_name(file_of(subject, found)), found.line);
}

std::string full_sentence(const problem& each) {
  std::string out = each.sentence;
  if (each.expected) out += " (expected of this twin)";
  if (each.known) out += " (known)";
  if (each.count > 1) out += fmt::format(" (seen {} times)", each.count);
  return out;
}

problem problem_list::whole(std::size_t number) const {
  problem out = problems.at(number);
  if (add_details) add_details(out, number);
  return out;
}

void pass_tests_without_failure(problem_list& list) {
  std::set<std::size_t> with_problems, failing;
  for (const problem& each : list.problems) {
    with_problems.insert(each.test);
    if (each.fails) failing.insert(each.test);
  }
  for (const std::size_t number : with_problems) {
    test& each = list.tests[number];
    if (each.outcome == outcome::failed && !failing.contains(number)) {
      each.outcome = outcome::passed;
      each.reasons.clear();
    }
  }
}

problem_list problems_of(const run_result& run) {
  problem_list out;
  out.title = summary_of(run);
  out.versions = {{"compiler", run.tools.compiler},
                  {"ThreadSanitizer", run.tools.tsan},
                  {"Boost", run.tools.boost}};
  for (const subject_result& subject : run.subjects) {
    for (const shown_finding& shown : subject.findings) {
      out.problems.push_back(problem_of(subject, shown));
      out.problems.back().test = out.tests.size();
    }
    out.tests.push_back(test_of(subject));
  }
  return out;
}

}  // namespace racelab::report
