// Distributed under the Boost Software License, Version 1.0.
#pragma once

// A schedule that a person makes by hand: at each point where several threads
// could go on, they pick who does. Knows of no terminal.

#include "harness/explore/explorer.hpp"
#include "harness/explore/runner.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/report/look.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace racelab::workshop {

// Where a thread stands at one moment of a schedule.
struct standing {
  enum class state { may_run, waits, ended };

  observe::thread_number thread = 0;
  state is = state::ended;
  int line = 0;  // of the subject's file: it is here; 0: not known

  // What it does first if it is picked, or what it waits for. Null: nothing
  // that was recorded.
  std::optional<std::string> words = std::nullopt;
};

// Where a schedule stands after the picks so far.
struct position {
  observe::observation past;      // cut at this moment
  std::vector<standing> threads;  // of those that were started, in order
  // Who goes on if nobody is picked; null: there is nothing left to pick, and
  // `past` is the whole schedule.
  std::optional<observe::thread_number> next;
  std::string token;  // of the schedule; from here on by the default order
  std::optional<detect::finding> shown;  // what was looked for, in `past`
};

// Where somebody may go on, and where it is worth asking: points at which the
// running thread is inside a library, on a line where it has been already, are
// passed over.
class player {
 public:
  // Shows the findings with these ids; `words` is what texts are made for.
  // `runner` must outlive this. Runs the subject once for each thread that may
  // run, and blocks until it has; so do pick, run_on, undo and restart. All
  // throw explore::environment_failure.
  player(explore::runner&, const observe::environment&,
         std::vector<std::string> expected, explore::find_function find,
         report::look words);

  const position& now() const { return now_; }
  std::size_t picks() const { return steps_.size(); }

  // One of now().threads that may run goes on until the next point. Throws
  // std::invalid_argument for any other.
  void pick(observe::thread_number);

  // Nobody is asked any more: all that is left runs by the default order.
  void run_on();

  // Takes the last pick, or run_on, back. Does nothing if there is none.
  void undo();
  void restart();

  // The picks that make exactly this schedule in the player's environment,
  // the rest being left to the default order; null if it takes a pick at a
  // point that is passed over. The player stays where it is.
  std::optional<std::vector<observe::thread_number>> picks_for(
      const explore::schedule&);

 private:
  struct progress {
    std::size_t deviations = 0;   // so many of the schedule's
    std::size_t first_point = 0;  // the first one that is not decided
  };

  void look();
  standing standing_of(observe::thread_number, const explore::run_result&,
                       const observe::observation& past);
  standing next_of(observe::thread_number, const explore::run_result&,
                   const observe::observation& past);
  std::optional<detect::finding> shown_in(const explore::run_result&,
                                          std::size_t events);
  void go_back_to(std::size_t steps);

  explore::runner& runs_;
  const std::vector<std::string> expected_;
  const explore::find_function find_;
  const report::look words_;
  explore::schedule schedule_;
  std::size_t first_point_ = 0;
  std::size_t stop_ = 0;         // the point that is asked about
  std::vector<progress> steps_;  // before each pick
  position now_;
};

}  // namespace racelab::workshop
