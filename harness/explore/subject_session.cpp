// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/subject_session.hpp"

#include "harness/explore/sampler.hpp"
#include "harness/explore/wire_mapping.hpp"
#include "harness/observe/decode.hpp"
#include "harness/observe/printable.hpp"
#include "harness/observe/symbolizer.hpp"
#include "harness/observe/thread_locals.hpp"
#include "harness/sandbox/child_process.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <ctime>

namespace racelab::explore {
namespace {

using wall_clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// Between two looks at whether the process still lives within its limits.
constexpr milliseconds look_interval{5};

sandbox::limits subject_limits(const session_options& how) {
  sandbox::limits limits;
  // Of a process that may run every schedule of a judgement.
  limits.cpu_time = std::chrono::seconds(300);
  limits.resident_memory = how.memory;
  limits.address_space = how.address_space;
  // ThreadSanitizer notes 65,536 calls of a thread and overwrites its own state
  // if there are more: a stack must overflow before that.
  limits.stack = 4U << 20U;
  // The schedule's threads, and those that earlier ones have left behind.
  limits.tasks = 1024;
  limits.open_files = 256;
  limits.file_size = 16U << 20U;
  limits.output = 16U << 20U;
  return limits;
}

sandbox::command subject_command(const subject& what, int descriptor,
                                 const session_options& how) {
  sandbox::command command;
  command.arguments = {what.executable.string()};
  // Nothing else of the environment: TSAN_OPTIONS least of all, which would
  // change what is found.
  command.inherit_environment = false;
  // A thread's stack is kept for the next one: a new one must be cleared page
  // by page, ThreadSanitizer's share of it most of all.
  command.environment = {"RACELAB_WIRE=" + std::to_string(descriptor),
                         "GLIBC_TUNABLES=glibc.pthread.stack_cache_size="
                         "1073741824"};
  for (const char* name : {"PATH", "LD_LIBRARY_PATH"})
    if (const char* value = std::getenv(name))
      command.environment.push_back(std::string(name) + "=" + value);
  command.environment.insert(command.environment.end(), how.environment.begin(),
                             how.environment.end());
  if (how.print_reports)
    command.environment.push_back("TSAN_OPTIONS=symbolize=1");
  command.descriptors = {descriptor};
  // The same schedule gives the same addresses; and ThreadSanitizer of g++ 12
  // and clang 14 does not start where randomisation uses too many bits.
  command.fixed_addresses = true;
  command.drop_capabilities = true;
  command.one_processor = how.one_processor;
  return command;
}

// Processor time of all of a process's threads; null once it is gone.
std::optional<nanoseconds> cpu_time(pid_t process) {
  clockid_t clock{};
  timespec used{};
  if (process <= 0 || clock_getcpuclockid(process, &clock) != 0 ||
      clock_gettime(clock, &used) != 0)
    return std::nullopt;
  return std::chrono::seconds(used.tv_sec) + nanoseconds(used.tv_nsec);
}

// Notices that a schedule makes no progress. A process that nobody gives a
// processor to is not stuck, so it is its own time that counts.
class watchdog {
 public:
  explicit watchdog(const session_options& how)
      : how_(how), started_(wall_clock::now()) {}

  // How the schedule has ended that is to be given up. `progress` is a number
  // that changes when something is recorded or memory is taken.
  std::optional<observe::process_fate> objection(std::uint64_t progress,
                                                 nanoseconds used) {
    using observe::ending;
    using observe::process_fate;
    const auto now = wall_clock::now();
    if (!begun_ || progress_ != progress) {
      begun_ = true;
      progress_ = progress;
      used_at_progress_ = used;
      used_last_ = used;
      idle_since_ = now;
      return std::nullopt;
    }
    if (used - used_last_ > busy_from + (now - idle_since_) / busy_share) {
      used_last_ = used;
      idle_since_ = now;
    }
    if (used - used_at_progress_ > how_.patience)
      return process_fate{ending::out_of_time,
                          "it runs without coming to a scheduling point"};
    if (now - idle_since_ > how_.idle_patience)
      return process_fate{ending::unmodelled,
                          "something that waits outside of the scheduler"};
    if (now - started_ > how_.most)
      return process_fate{ending::out_of_time, "it does not come to an end"};
    return std::nullopt;
  }

 private:
  // ThreadSanitizer's own thread takes a little time whatever happens.
  static constexpr nanoseconds busy_from = milliseconds(1);
  static constexpr int busy_share = 100;

  const session_options& how_;
  const wall_clock::time_point started_;
  bool begun_ = false;
  std::uint64_t progress_ = 0;
  nanoseconds used_at_progress_{};
  nanoseconds used_last_{};
  wall_clock::time_point idle_since_;
};

std::uint64_t recorded(const wire::answer& answer) {
  return std::uint64_t{answer.events} + answer.choices + answer.frames +
         answer.text_size + answer.races + answer.threads;
}

// Who takes ever more memory comes to its limit, which names what is wrong
// better than that no scheduling point came meanwhile.
constexpr std::uint64_t steps_to_the_memory_limit = 16;

std::uint64_t memory_steps(std::uint64_t used, std::uint64_t limit) {
  return used / std::max<std::uint64_t>(limit / steps_to_the_memory_limit, 1);
}

std::string last_lines(const std::string& output) {
  constexpr std::size_t most = 400;
  const std::size_t from = output.size() > most ? output.size() - most : 0;
  std::string text = observe::printable(std::string_view(output).substr(from));
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

observe::process_fate fate_of(const sandbox::ended& end) {
  using how = sandbox::ended::how;
  const std::string reason = "the process " + sandbox::describe(end);
  switch (end.kind) {
    case how::exited:
      return {observe::ending::ended_process, reason};
    case how::signalled:
      return {observe::ending::crashed, reason};
    case how::out_of_memory:
    case how::too_much_output:
    case how::too_many_tasks:
      return {observe::ending::over_limit, reason};
    case how::out_of_time:
      return {observe::ending::out_of_time, reason};
    case how::not_started:
    case how::killed:
    case how::lost:
      break;
  }
  throw environment_failure(reason);
}

void fill_environment(wire::environment& to, const observe::environment& from) {
  to = {};
  to.order = from.order;
  to.fault = from.fault;
  to.stop_step = from.stop_step;
  to.use = static_cast<std::uint8_t>(from.use);
  switch (from.stopped_by) {
    case observe::stop::none:
      to.stopped_by = wire::stop::none;
      return;
    case observe::stop::cancel:
      to.stopped_by = wire::stop::cancel;
      return;
    case observe::stop::deadline:
      to.stopped_by = wire::stop::deadline;
      return;
  }
}

wire::policy policy_of(const schedule& what) {
  if (!what.sampled) return wire::policy::follow;
  return what.seed == newest_first ? wire::policy::newest : wire::policy::pct;
}

void fill_request(wire::request& to, const schedule& what, stacks detail,
                  std::uint64_t number) {
  if (what.deviations.size() > wire::max_deviations)
    throw std::invalid_argument("a schedule with too many deviations");
  to.number = number;
  fill_environment(to.env, what.environment);
  to.how = policy_of(what);
  to.with_stacks = detail == stacks::every_event;
  to.depth = pct_depth;
  to.length = sampled_length(what.seed);
  to.seed = what.seed;
  to.deviations =
      static_cast<std::uint32_t>(what.sampled ? 0 : what.deviations.size());
  for (std::uint32_t i = 0; i < to.deviations; ++i)
    to.deviation_list[i] = {what.deviations[i].point,
                            what.deviations[i].thread};
}

// One process and the memory shared with it.
class live_process {
 public:
  live_process(const subject& what, const session_options& how)
      : child_(start(what, wire_, how)) {}

  wire::channel& channel() { return wire_.channel(); }

  void hand_over() { wire_.hand_over(); }

  // Blocks until it is the judge's turn, and returns nothing, or until there
  // will be none.
  std::optional<observe::process_fate> await_turn(const session_options& how) {
    watchdog watch(how);
    for (;;) {
      wire_.wait_for_turn(look_interval);
      if (wire_.whose_turn() == wire::turn::judge) return std::nullopt;
      if (const auto end = child_.poll()) {
        // Its last words may have been that it is the judge's turn.
        if (wire_.whose_turn() == wire::turn::judge) return std::nullopt;
        return fate_of(*end);
      }
      const nanoseconds used = cpu_time(child_.pid()).value_or(nanoseconds(0));
      const std::uint64_t progress =
          recorded(wire_.channel().answer) +
          memory_steps(child_.most_resident_memory(), how.memory);
      const auto given_up =
          how.stop.stop_requested()
              ? observe::process_fate{observe::ending::out_of_time,
                                      "it was told to stop"}
              : watch.objection(progress, used);
      if (given_up) {
        child_.kill();
        return given_up;
      }
    }
  }

  std::string output() const { return child_.output(); }

 private:
  // Some of it the program asks before there is a schedule.
  static sandbox::child_process start(const subject& what, wire_mapping& wire,
                                      const session_options& how) {
    wire.channel().request.print_reports = how.print_reports;
    return sandbox::child_process::start(
        subject_command(what, wire.descriptor(), how), subject_limits(how));
  }

  wire_mapping wire_;
  sandbox::child_process child_;
};

[[noreturn]] void fail_to_start(const live_process& process,
                                const observe::process_fate& fate) {
  const std::string output = process.output();
  if (output.find("unexpected memory mapping") != std::string::npos)
    throw environment_failure(
        "ThreadSanitizer does not run on this kernel (unexpected memory "
        "mapping): too many bits of addresses are random; "
        "sudo sysctl vm.mmap_rnd_bits=28 cures it");
  throw environment_failure(
      "the program did not get ready to run a schedule: " + fate.reason +
      (output.empty() ? "" : "; it wrote: " + last_lines(output)));
}

}  // namespace

class subject_session::implementation {
 public:
  implementation(subject what, session_options how)
      : what_(std::move(what)),
        how_(how),
        keep_threads_(!observe::has_thread_locals(what_.executable)) {
    if (how_.stacks) lines_.emplace(what_.executable, what_.sources);
  }

  scenario offered() {
    const wire::scenario& about = ready().channel().scenario;
    scenario result;
    result.services = about.services;
    result.max_steps = about.max_steps;
    result.infallible = about.infallible;
    const std::uint64_t unit = about.unit;
    // What nobody could mean; a year is enough for any latency.
    constexpr std::uint64_t most_unit = 365ULL * 86'400 * 1'000'000'000;
    if (result.services > std::size(about.service_names) ||
        about.uses > std::size(about.use_list) || unit == 0 || unit > most_unit)
      throw environment_failure("the scenario offers nonsense");
    result.unit = observe::virtual_time(static_cast<std::int64_t>(unit));
    for (std::uint32_t use = 1; use < about.uses; ++use)
      result.other_uses.push_back(
          std::min<unsigned>(about.use_list[use].services, result.services));
    return result;
  }

  run_result run(const schedule& what, stacks detail) {
    live_process& process = ready();
    wire::channel& channel = process.channel();
    fill_request(channel.request, what, detail, ++number_);
    channel.request.keep_threads = keep_threads_;
    channel.request.print_reports = how_.print_reports;
    channel.answer = {};
    channel.answer.number = number_;
    used_ = true;
    process.hand_over();
    const auto fate = process.await_turn(how_);
    if (how_.print_reports) output_ = process.output();
    run_result result = read(channel, what, fate);
    if (fate || result.seen.ending == observe::ending::meddled ||
        channel.answer.whole == 0)
      process_.reset();
    return result;
  }

  void renew() {
    if (used_) process_.reset();
  }

  unsigned processes() const { return processes_; }

  const std::string& output() const { return output_; }

 private:
  live_process& ready() {
    if (process_) return *process_;
    try {
      process_.emplace(what_, how_);
    } catch (const std::system_error& error) {
      throw environment_failure(std::string("the program cannot be started: ") +
                                error.what());
    }
    ++processes_;
    used_ = false;
    if (const auto fate = process_->await_turn(how_))
      fail_to_start(*process_, *fate);
    if (process_->channel().magic != wire::magic ||
        process_->channel().version != wire::version)
      throw environment_failure(
          "the program was built with another version of the probe");
    return *process_;
  }

  run_result read(const wire::channel& channel, const schedule& what,
                  const std::optional<observe::process_fate>& fate) {
    try {
      if (channel.answer.number != number_ ||
          (!fate && channel.answer.end == wire::ending::running))
        throw observe::malformed_channel(
            "the subject wrote into the judge's memory: an answer to nothing");
      run_result result;
      result.seen =
          observe::decode(channel, what.environment,
                          fate.value_or(observe::process_fate{}), lines());
      result.seen.token = token(what);
      result.choices = choices_in(channel);
      result.choices_lost = channel.answer.choices_lost != 0;
      return result;
    } catch (const observe::malformed_channel& error) {
      return meddled(what, error.what());
    }
  }

  // No probe writes what was read: nothing else of it can be believed.
  static run_result meddled(const schedule& what, std::string how) {
    run_result result;
    result.seen.token = token(what);
    result.seen.environment = what.environment;
    result.seen.ending = observe::ending::meddled;
    result.seen.ending_reason = std::move(how);
    return result;
  }

  static std::vector<choice> choices_in(const wire::channel& channel) {
    const std::uint32_t count =
        std::min(channel.answer.choices, wire::max_choices);
    std::vector<choice> result(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      wire::choice from;
      std::memcpy(&from, &channel.choices[i], sizeof from);
      if (from.standard >= wire::max_threads ||
          from.taken >= wire::max_threads || from.events > wire::max_events)
        throw observe::malformed_channel(
            "the subject wrote into the judge's memory: a choice");
      result[i] = {from.enabled,         from.standard,    from.taken,
                   from.preemptive != 0, from.window != 0, from.events};
    }
    return result;
  }

  observe::symbolizer* lines() { return lines_ ? &*lines_ : nullptr; }

  const subject what_;
  const session_options how_;
  const bool keep_threads_;
  std::optional<observe::symbolizer> lines_;
  std::optional<live_process> process_;
  std::string output_;
  std::uint64_t number_ = 0;
  unsigned processes_ = 0;
  bool used_ = false;  // whether the process has run a schedule
};

subject_session::subject_session(subject what, session_options how)
    : implementation_(std::make_unique<implementation>(std::move(what), how)) {}

subject_session::~subject_session() = default;

scenario subject_session::offered() { return implementation_->offered(); }

run_result subject_session::run(const schedule& what, stacks detail) {
  return implementation_->run(what, detail);
}

void subject_session::renew() { implementation_->renew(); }

unsigned subject_session::processes() const {
  return implementation_->processes();
}

std::string subject_session::output() const {
  return implementation_->output();
}

}  // namespace racelab::explore
