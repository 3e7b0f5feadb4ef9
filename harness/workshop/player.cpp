// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/player.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/telling_events.hpp"
#include "harness/workshop/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

namespace racelab::workshop {
namespace {

using explore::choice;
using explore::run_result;
using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

// What gives the bug away before it has happened.
bool tells_too_much(const event& moment) {
  return moment.kind == event_kind::race || moment.kind == event_kind::crash;
}

const event* next_event(const observation& seen, thread_number thread,
                        std::size_t from) {
  for (std::size_t i = from; i < seen.events.size(); ++i) {
    if (seen.events[i].thread == thread && !tells_too_much(seen.events[i])) {
      return &seen.events[i];
    }
  }
  return nullptr;
}

// Whether a person would want to be asked here: not while the running thread
// could go on to something that says nothing, on a line where it is already.
bool is_worth_asking(const run_result& run, const choice& at) {
  if (!at.preemptive || at.window) {
    return true;
  }
  const event* next = next_event(run.seen, at.standard, at.events);
  if (next == nullptr) {
    return false;
  }
  const int line = line_of(*next);
  return report::explains_something(*next) ||
         (line != 0 && line != last_line(run.seen, at.standard, at.events));
}

std::size_t next_stop(const run_result& run, std::size_t from) {
  for (std::size_t i = from; i < run.choices.size(); ++i) {
    if (is_worth_asking(run, run.choices[i])) {
      return i;
    }
  }
  return nowhere;
}

bool may_run(const choice& at, thread_number thread) {
  return thread < 64 && (at.enabled >> thread & 1U) != 0;
}

// Where its evidence is complete, in a schedule that goes on after it.
std::size_t happened_at(const detect::finding& found) {
  if (found.race) {
    return found.race->at_event;
  }
  const auto last = std::max_element(found.events.begin(), found.events.end());
  return last == found.events.end() ? nowhere : *last;
}

}  // namespace

player::player(explore::runner& runs, const observe::environment& environment,
               std::vector<std::string> expected, explore::find_function find,
               report::look words)
    : runs_(runs),
      expected_(std::move(expected)),
      find_(std::move(find)),
      words_(std::move(words)) {
  schedule_.environment = environment;
  look();
}

void player::pick(thread_number thread) {
  const auto found = std::find_if(
      now_.threads.begin(), now_.threads.end(), [&](const standing& each) {
        return each.thread == thread && each.is == standing::state::may_run;
      });
  if (found == now_.threads.end()) {
    throw std::invalid_argument(
        fmt::format("thread {} cannot run now", thread));
  }
  steps_.push_back({schedule_.deviations.size(), first_point_});
  if (thread != now_.next) {
    schedule_.deviations.push_back({static_cast<unsigned>(stop_), thread});
  }
  first_point_ = stop_ + 1;
  look();
}

void player::run_on() {
  if (!now_.next) {
    return;
  }
  steps_.push_back({schedule_.deviations.size(), first_point_});
  first_point_ = nowhere;
  look();
}

void player::undo() {
  if (!steps_.empty()) {
    go_back_to(steps_.size() - 1);
  }
}

void player::restart() {
  if (!steps_.empty()) {
    go_back_to(0);
  }
}

void player::go_back_to(std::size_t steps) {
  schedule_.deviations.resize(steps_[steps].deviations);
  first_point_ = steps_[steps].first_point;
  steps_.resize(steps);
  look();
}

std::optional<std::vector<thread_number>> player::picks_for(
    const explore::schedule& wanted) {
  if (wanted.sampled || wanted.environment != schedule_.environment) {
    return std::nullopt;
  }
  std::vector<thread_number> picks;
  explore::schedule so_far{wanted.environment, {}, false, 0};
  std::size_t from = 0;
  for (const explore::deviation& each : wanted.deviations) {
    const run_result run = runs_.run(so_far, explore::stacks::every_event);
    std::size_t stop = next_stop(run, from);
    for (; stop < each.point; stop = next_stop(run, stop + 1)) {
      picks.push_back(run.choices[stop].standard);
    }
    if (stop != each.point || !may_run(run.choices[stop], each.thread)) {
      return std::nullopt;
    }
    picks.push_back(each.thread);
    so_far.deviations.push_back(each);
    from = stop + 1;
  }
  return picks;
}

void player::look() {
  const run_result run = runs_.run(schedule_, explore::stacks::every_event);
  stop_ = first_point_ == nowhere ? nowhere : next_stop(run, first_point_);
  const bool over = stop_ == nowhere;
  const std::size_t events =
      over ? run.seen.events.size() : run.choices[stop_].events;
  position now;
  now.past = before(run.seen, events);
  now.token = explore::token(schedule_);
  if (!over) {
    now.next = run.choices[stop_].standard;
  }
  now.shown = shown_in(run, over ? nowhere : events);
  for (const thread_number each : threads_in(now.past)) {
    now.threads.push_back(standing_of(each, run, now.past));
  }
  now_ = std::move(now);
}

standing player::standing_of(thread_number thread, const run_result& run,
                             const observation& past) {
  const bool over = stop_ == nowhere;
  if (!over && may_run(run.choices[stop_], thread)) {
    return next_of(thread, run, past);
  }
  standing out{thread};
  if (has_ended(past, thread)) {
    return out;
  }
  out.is = standing::state::waits;
  out.line = last_line(past, thread, past.events.size());
  if (const event* last = last_event(past, thread, past.events.size())) {
    out.words = report::words_for(past, *last, words_);
  }
  return out;
}

// What a thread does next may depend on who runs before it: so it is let run.
standing player::next_of(thread_number thread, const run_result& run,
                         const observation& past) {
  standing out{thread, standing::state::may_run};
  const auto fill_in = [&](const observation& seen, std::size_t from) {
    const event* next = next_event(seen, thread, from);
    out.line = next == nullptr ? 0 : line_of(*next);
    if (next != nullptr) {
      out.words = report::words_for(seen, *next, words_);
    }
  };
  if (thread == run.choices[stop_].standard) {
    fill_in(run.seen, past.events.size());
  } else {
    explore::schedule other = schedule_;
    other.deviations.push_back({static_cast<unsigned>(stop_), thread});
    const run_result there = runs_.run(other, explore::stacks::every_event);
    if (there.choices.size() > stop_) {
      fill_in(there.seen, there.choices[stop_].events);
    }
  }
  if (out.line == 0) {
    out.line = last_line(past, thread, past.events.size());
  }
  return out;
}

// Seen again in a process of its own: what was seen in one that has run other
// schedules may have been their doing.
std::optional<detect::finding> player::shown_in(const run_result& run,
                                                std::size_t events) {
  const auto is_wanted = [&](const detect::finding& each) {
    return std::find(expected_.begin(), expected_.end(), each.id) !=
               expected_.end() &&
           (events == nowhere || happened_at(each) < events);
  };
  const auto wanted_in = [&](const observation& seen) {
    const std::vector<detect::finding> all = find_(seen);
    const auto found = std::find_if(all.begin(), all.end(), is_wanted);
    return found == all.end() ? std::nullopt : std::optional(*found);
  };
  if (!wanted_in(run.seen)) {
    return std::nullopt;
  }
  runs_.renew();
  return wanted_in(runs_.run(schedule_, explore::stacks::every_event).seen);
}

}  // namespace racelab::workshop
