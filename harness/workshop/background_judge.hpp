// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/workshop/attempt.hpp"
#include "harness/workshop/wake_up.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace racelab::workshop {

// What became of a judgement in the background: an attempt, or why there is
// none.
struct judged_attempt {
  std::string exercise;
  std::optional<attempt> result;
  std::string failure;
};

// Judges in threads of its own, so that a person can go on. Only the last
// judgement that was started counts: those before it are told to stop, and
// what they find is forgotten. Not thread-safe.
class background_judge {
 public:
  // Judges one exercise, until it is told to stop; `anew` even if an earlier
  // run has judged the same.
  using judge_function = std::function<attempt(
      const exercise&, bool anew, std::stop_token, const step_function&)>;

  // `to_tell` is told when there is something to take or to see. It and what
  // `judge` refers to must outlive this.
  background_judge(judge_function judge, wake_up& to_tell);

  // Stops everything, and blocks until it has ended: some ten milliseconds.
  ~background_judge();

  // The exercise must outlive this. Does not block.
  void start(const exercise&, bool anew = false);

  // What is being judged; null if there is nothing to wait for.
  const exercise* judging() const { return judging_; }
  step now() const;  // how far it is

  // The result, once; null while there is none.
  std::optional<judged_attempt> take();

 private:
  struct run {
    std::stop_source stop;
    bool ended = false;
    std::thread thread;
  };

  void judge(const exercise&, bool anew, std::uint64_t number, run&);
  void tell_step(const step&, std::uint64_t number);
  void forget_ended();

  const judge_function judge_;
  wake_up& to_tell_;
  const exercise* judging_ = nullptr;
  std::list<run> runs_;
  mutable std::mutex mutex_;  // guards what follows, and run::ended
  std::uint64_t number_ = 0;  // of the last one started
  step step_;
  std::optional<judged_attempt> result_;
};

}  // namespace racelab::workshop
