// Distributed under the Boost Software License, Version 1.0.
//
// A worker, and somebody who stops it: in each way that its contract allows,
// before, while and after it works.
#include "lessons/graceful_shutdown.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/service_call.hpp"

#include <boost/thread/thread.hpp>

#include <pthread.h>
#include <csignal>

#include <iterator>
#include <optional>
#include <string>
#include <thread>

namespace {

using namespace racelab;
using graceful_shutdown::work_function;
using graceful_shutdown::worker;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

enum class way {
  stop,
  stop_twice,
  stop_by_other,
  stop_by_two,
  stop_by_work,
  stop_before_start,
  by_signal,
  by_context,
};

// `when`: after so many halves of a unit; of a stop by the work, in which unit
// of it.
struct use {
  way how;
  unsigned when;
};

// Before the first unit of work, in it, just as it ends, between two, and as
// and while the second is due.
constexpr use uses[] = {
    {way::stop, 9},
    {way::stop, 0},
    {way::stop, 1},
    {way::stop, 7},
    {way::stop, 8},
    {way::stop, 13},
    {way::stop_twice, 5},
    {way::stop_twice, 7},
    {way::stop_by_other, 0},
    {way::stop_by_other, 1},
    {way::stop_by_other, 7},
    {way::stop_by_other, 8},
    {way::stop_by_other, 12},
    {way::stop_by_two, 5},
    {way::stop_by_two, 7},
    {way::stop_by_work, 1},
    {way::stop_by_work, 2},
    {way::by_signal, 0},
    {way::by_signal, 1},
    {way::by_signal, 7},
    {way::by_signal, 8},
    {way::by_signal, 9},
    {way::by_signal, 13},
    {way::by_context, 0},
    {way::by_context, 7},
    {way::by_context, 9},
    {way::stop_before_start, 13},
};

std::string words_for(const use& what) {
  const std::string at = " at " + std::to_string(what.when * 5) + " ms";
  switch (what.how) {
    case way::stop:
      return "stopped" + at;
    case way::stop_twice:
      return "stopped twice" + at;
    case way::stop_by_other:
      return "stopped by another thread" + at;
    case way::stop_by_two:
      return "stopped by two threads" + at;
    case way::stop_by_work:
      return "stopped by unit " + std::to_string(what.when) + " of its work";
    case way::by_signal:
      return "a signal" + at;
    case way::by_context:
      return "its context ends" + at;
    case way::stop_before_start:
      return "stopped before it starts";
  }
  return {};
}

// Far more than any use needs.
constexpr unsigned most_units = 20;

nanoseconds unit() { return nanoseconds(racelab_unit()); }
nanoseconds period() { return 3 * unit(); }

nanoseconds instant_of(unsigned halves) { return halves * unit() / 2; }

// What the driver's own threads share is nobody's race: they must not order
// those of the subject.
class tally {
 public:
  explicit tally(const use& what) {
    if (what.how == way::stop_before_start) return;
    if (what.how == way::stop_by_work) {
      least_ = most_ = what.when;
      return;
    }
    const nanoseconds at = instant_of(what.when);
    most_ = static_cast<unsigned>(at / period());
    least_ = at % period() == nanoseconds(0) && most_ > 0 ? most_ - 1 : most_;
  }

  // How many have begun, with this one.
  RACELAB_NOT_INSTRUMENTED
  unsigned count_one() {
    return __atomic_add_fetch(&begun_, 1, __ATOMIC_RELAXED);
  }

  // It is told to stop now: whether so many have begun as were due.
  RACELAB_NOT_INSTRUMENTED
  void compare() {
    const unsigned begun = __atomic_load_n(&begun_, __ATOMIC_RELAXED);
    if (begun < least_ || begun > most_) wrong_ = true;
  }

  bool wrong() const { return wrong_; }

 private:
  unsigned begun_ = 0;
  unsigned least_ = 0;
  unsigned most_ = 0;
  bool wrong_ = false;
};

// A call for each unit of work. It is given the number of the one before, for
// that is what it has to wait for.
class simulated_work final : public work_function {
 public:
  simulated_work(const use& what, tally& units)
      : stops_in_(what.how == way::stop_by_work ? what.when : 0),
        units_(units),
        stopped_(with_cancel(context::background())) {}

  // To be stopped by the work itself, if the use is that.
  void belongs_to(worker& whose) { whose_ = &whose; }
  const context& stopped() const { return stopped_.ctx; }

  void operator()() override {
    const unsigned number = units_.count_one();
    // Nobody stops it any more, and no schedule has time for this.
    if (number > most_units) std::this_thread::sleep_for(1h);
    const std::uint32_t call =
        scenario::call_service(0, "work", name_of(number - 1));
    if (number == stops_in_) stop();
    if (boost::this_thread::interruption_enabled() &&
        boost::this_thread::interruption_requested())
      racelab_wrong_result("the work under way is broken off");
    scenario::answer(call, name_of(number));
  }

 private:
  static std::string name_of(unsigned number) {
    return "unit-" + std::to_string(number);
  }

  void stop() {
    racelab_told_to_stop();
    whose_->stop();
    stopped_.cancel();
  }

  const unsigned stops_in_;
  tally& units_;
  const cancellable stopped_;
  worker* whose_ = nullptr;
};

// Who stops, beside the thread that waits for it.
template <class F>
std::thread later(unsigned halves, F what) {
  return std::thread([=, start = steady_clock::now()] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    std::this_thread::sleep_until(start + instant_of(halves));
    what();
  });
}

struct run_of_worker {
  const use& what;
  tally& units;
  simulated_work& work;
  std::unique_ptr<worker> tested;
  std::optional<std::thread> other;
};

RACELAB_NOT_INSTRUMENTED
void tell(run_of_worker& run) {
  run.units.compare();
  racelab_told_to_stop();
}

RACELAB_NOT_INSTRUMENTED
void stop(run_of_worker& run) {
  tell(run);
  run.tested->stop();
}

RACELAB_NOT_INSTRUMENTED
void use_worker(const context& ctx, void* state) {
  auto& run = *static_cast<run_of_worker*>(state);
  const auto start = steady_clock::now();
  run.tested = graceful_shutdown::make_worker(ctx, period(), run.work);
  worker& tested = *run.tested;
  run.work.belongs_to(tested);
  if (run.what.how == way::stop_before_start) tested.stop();
  tested.start();
  switch (run.what.how) {
    case way::stop_by_other:
      later(run.what.when, [&run] { stop(run); }).join();
      return;
    case way::stop_by_work:
      run.work.stopped().wait();
      break;
    case way::stop_by_two:
      run.other = later(run.what.when, [&tested] { tested.stop(); });
      [[fallthrough]];
    default:
      std::this_thread::sleep_until(start + instant_of(run.what.when));
  }
  stop(run);
  if (run.what.how == way::stop_twice) tested.stop();
}

RACELAB_NOT_INSTRUMENTED
void serve(const context& ctx, void* state) {
  auto& run = *static_cast<run_of_worker*>(state);
  graceful_shutdown::work_until_shutdown(ctx, period(), run.work);
}

RACELAB_NOT_INSTRUMENTED
void serve_in_context(const context& ctx, void* state) {
  auto& run = *static_cast<run_of_worker*>(state);
  const cancellable ending = with_cancel(ctx);
  run.other = later(run.what.when, [&run, ending] {
    tell(run);
    ending.cancel();
  });
  graceful_shutdown::work_until_shutdown(ending.ctx, period(), run.work);
}

// SIGINT and SIGTERM as they were before the function, and whether they are
// so again. Ignored: then none of them ends the program unheard. The calling
// thread blocks neither.
class signals_before {
 public:
  signals_before() {
    for (const int each : both) std::signal(each, SIG_IGN);
  }

  bool restored() const {
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    for (const int each : both) {
      struct sigaction now {};
      sigaction(each, nullptr, &now);
      if (now.sa_handler != SIG_IGN || sigismember(&blocked, each) == 1)
        return false;
    }
    return true;
  }

 private:
  static constexpr int both[] = {SIGINT, SIGTERM};
};

scenario::driven run_with_signal(const wire::environment& env,
                                 run_of_worker& run) {
  const signals_before before;
  const int signal = run.what.when % 2 == 0 ? SIGTERM : SIGINT;
  run.other = later(run.what.when, [&run, signal] {
    tell(run);
    racelab_send_signal(signal);
  });
  const scenario::driven came = scenario::drive(env, serve, &run);
  if (came.alone && !before.restored())
    racelab_wrong_result("afterwards, a signal is not handled as before");
  return came;
}

scenario::driven run_use(const wire::environment& env, run_of_worker& run) {
  switch (run.what.how) {
    case way::by_signal:
      return run_with_signal(env, run);
    case way::by_context:
      return scenario::drive(env, serve_in_context, &run);
    default:
      return scenario::drive(env, use_worker, &run);
  }
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  constexpr const char* names[] = {"work"};
  scenario::warm_up_libraries();
  scenario::describe_services(about, names);
  about->max_steps = 5;
  about->infallible = true;
  about->uninterruptible = 1;
  for (const use& each : uses)
    scenario::describe_use(about, words_for(each).c_str(), 1, 1);
}

void racelab_scenario(const racelab::wire::environment* env) {
  const use& what = uses[env->use];
  tally units(what);
  simulated_work work(what, units);
  run_of_worker run{what, units, work, {}, {}};
  const scenario::driven came = run_use(*env, run);
  if (run.other) run.other->join();
  if (units.wrong() && env->stopped_by == wire::stop::none)
    racelab_wrong_result("it has not worked at each tick, and only then");
  if (!came.alone) (void)run.tested.release();
}
