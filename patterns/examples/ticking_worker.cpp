// Distributed under the Boost Software License, Version 1.0.
//
// A worker that ticks until Ctrl-C (SIGINT) or SIGTERM, and then stops
// cleanly: what it is working on is finished first. Who cannot wait for
// that presses Ctrl-C again.
//
//   ticking_worker [PERIOD [WORK]]
//
// The two are in milliseconds: from tick to tick, and how long the work
// at each tick takes.

#include "lessons/graceful_shutdown.hpp"

#include "concurrency/shutdown_signals.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

using std::chrono::milliseconds;

// At once, also into a pipe.
void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

// Stands for work that must not be broken off.
class slow_work final
    : public racelab::graceful_shutdown::work_function {
 public:
  explicit slow_work(milliseconds takes) : takes_(takes) {}

  void operator()() override {
    const std::string name = "tick " + std::to_string(++ticks_);
    say(name + ": working");
    std::this_thread::sleep_for(takes_);
    say(name + ": done");
  }

 private:
  const milliseconds takes_;
  int ticks_ = 0;
};

int main(int argc, char** argv) {
  const milliseconds period(argc > 1 ? std::atoi(argv[1]) : 1000);
  const milliseconds takes(argc > 2 ? std::atoi(argv[2]) : 300);
  if (period.count() < 1 || takes.count() < 0) {
    std::fputs("usage: ticking_worker [PERIOD [WORK]]\n", stderr);
    return 64;
  }

  const racelab::shutdown_signals signals;
  slow_work work(takes);
  const auto worker = racelab::graceful_shutdown::make_worker(
      signals.ctx(), period, work);
  say("started, Ctrl-C stops it");
  worker->start();

  signals.ctx().wait();

  say("stopping");
  worker->stop();
  say("stopped");
}
