// Distributed under the Boost Software License, Version 1.0.
//
// A worker that works at two of the first five steps, and somebody who stops
// it: in each way that its contract allows, before, while and after it works.
#include "lessons/graceful_shutdown.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/service_call.hpp"

#include <pthread.h>
#include <csignal>

#include <cstdio>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

namespace {

using namespace racelab;
using graceful_shutdown::work_function;
using graceful_shutdown::worker;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

enum class way {
  stop,
  stop_twice,
  stop_by_two,
  stop_by_work,
  stop_before_start,
  by_signal,
  by_context,
};

// The step says when, as that of a stop does; of a stop by the work, in which
// unit of it.
struct use {
  way how;
  unsigned step;
};

constexpr use uses[] = {
    {way::stop, 4},         {way::stop, 0},
    {way::stop, 1},         {way::stop, 2},
    {way::stop, 3},         {way::stop, 5},
    {way::stop_twice, 2},   {way::stop_twice, 3},
    {way::stop_by_two, 2},  {way::stop_by_two, 3},
    {way::stop_by_work, 1}, {way::stop_by_work, 2},
    {way::by_signal, 0},    {way::by_signal, 1},
    {way::by_signal, 2},    {way::by_signal, 3},
    {way::by_signal, 4},    {way::by_signal, 5},
    {way::by_context, 0},   {way::by_context, 3},
    {way::by_context, 4},   {way::stop_before_start, 5},
};

const char* words_for(way how) {
  switch (how) {
    case way::stop:
      return "stopped at step %u";
    case way::stop_twice:
      return "stopped twice at step %u";
    case way::stop_by_two:
      return "stopped by two threads at step %u";
    case way::stop_by_work:
      return "stopped by its own work, unit %u";
    case way::by_signal:
      return "a signal at step %u";
    case way::by_context:
      return "the context ends at step %u";
    case way::stop_before_start:
      return "stopped before it starts";
  }
  return "";
}

nanoseconds unit() { return nanoseconds(racelab_unit()); }
nanoseconds period() { return 2 * unit(); }

nanoseconds instant_of(unsigned step) {
  return step == 0 ? nanoseconds(0) : step * unit() - unit() / 2;
}

// What the driver's own threads share is nobody's race: they must not order
// those of the subject.
struct tally {
  unsigned begun = 0;
  unsigned due = 0;
  bool too_few = false;
};

RACELAB_NOT_INSTRUMENTED
unsigned count_one(tally& of) {
  return __atomic_add_fetch(&of.begun, 1, __ATOMIC_RELAXED);
}

RACELAB_NOT_INSTRUMENTED
void compare(tally& of) {
  if (__atomic_load_n(&of.begun, __ATOMIC_RELAXED) != of.due) of.too_few = true;
}

// A call for each unit of work. It is given the number of the one before, for
// that is what it has to wait for.
class simulated_work final : public work_function {
 public:
  simulated_work(const use& what, tally& units)
      : stops_in_(what.how == way::stop_by_work ? what.step : 0),
        units_(units),
        stopped_(with_cancel(context::background())) {}

  // To be stopped by the work itself, if the use is that.
  void belongs_to(worker& whose) { whose_ = &whose; }
  const context& stopped() const { return stopped_.ctx; }

  void operator()() override {
    const unsigned number = count_one(units_);
    const std::uint32_t call =
        scenario::call_service(0, "work", name_of(number - 1));
    if (number == stops_in_) stop();
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
std::thread later(unsigned step, F what) {
  return std::thread([=, start = steady_clock::now()] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    std::this_thread::sleep_until(start + instant_of(step));
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
  compare(run.units);
  racelab_told_to_stop();
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
  if (run.what.how == way::stop_by_two)
    run.other = later(run.what.step, [&tested] { tested.stop(); });
  if (run.what.how == way::stop_by_work)
    run.work.stopped().wait();
  else
    std::this_thread::sleep_until(start + instant_of(run.what.step));
  tell(run);
  tested.stop();
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
  run.other = later(run.what.step, [&run, ending] {
    tell(run);
    ending.cancel();
  });
  graceful_shutdown::work_until_shutdown(ending.ctx, period(), run.work);
}

// SIGINT and SIGTERM as they were before the function, and whether they are
// so again. Ignored: then none of them ends the program unheard.
class signals_before {
 public:
  signals_before() {
    for (const int each : both) std::signal(each, SIG_IGN);
  }

  bool restored() const {
    for (const int each : both) {
      struct sigaction now {};
      sigaction(each, nullptr, &now);
      if (now.sa_handler != SIG_IGN) return false;
    }
    return true;
  }

 private:
  static constexpr int both[] = {SIGINT, SIGTERM};
};

void run_with_signal(const wire::environment& env, run_of_worker& run) {
  const signals_before before;
  const int signal = run.what.step % 2 == 0 ? SIGTERM : SIGINT;
  run.other = later(run.what.step, [&run, signal] {
    tell(run);
    racelab_send_signal(signal);
  });
  const scenario::driven came = scenario::drive(env, serve, &run);
  if (came.alone && !before.restored())
    racelab_wrong_result("afterwards, a signal is not handled as before");
}

scenario::driven run_use(const wire::environment& env, run_of_worker& run) {
  switch (run.what.how) {
    case way::by_signal:
      run_with_signal(env, run);
      return {true, true};
    case way::by_context:
      return scenario::drive(env, serve_in_context, &run);
    default:
      return scenario::drive(env, use_worker, &run);
  }
}

// How many units of work are due before it is told to stop.
unsigned units_due(const use& what) {
  if (what.how == way::stop_before_start) return 0;
  if (what.how == way::stop_by_work) return what.step;
  return static_cast<unsigned>(instant_of(what.step) / period());
}

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  constexpr const char* names[] = {"work"};
  scenario::warm_up_libraries();
  scenario::describe_services(about, names);
  about->max_steps = 5;
  about->infallible = true;
  about->uninterruptible = 1;
  about->limit = 1;
  about->uses = std::size(uses);
  for (std::size_t i = 0; i < std::size(uses); ++i)
    std::snprintf(about->use_names[i], sizeof about->use_names[i],
                  words_for(uses[i].how), uses[i].step);
}

void racelab_scenario(const racelab::wire::environment* env) {
  const use& what = uses[env->use];
  tally units;
  units.due = units_due(what);
  simulated_work work(what, units);
  run_of_worker run{what, units, work, {}, {}};
  const scenario::driven came = run_use(*env, run);
  if (run.other) run.other->join();
  if (units.too_few && env->stopped_by == wire::stop::none)
    racelab_wrong_result("it has not worked at each tick, and only then");
  if (!came.alone) (void)run.tested.release();
}
