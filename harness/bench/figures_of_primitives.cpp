// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/figures.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace racelab::bench {
namespace {

struct peer {
  const char* title;
  const char* program;
  std::optional<goal> wanted;
  bool slow = false;  // takes seconds: not in a quick run
};

struct row {
  const char* name;
  const char* about;
  std::vector<peer> peers;
  double seconds = 0.1;  // timed in each sample, unless quick
};

std::optional<goal> at_most(double limit) { return goal{limit}; }

constexpr const char* go = "Go errgroup";
constexpr const char* ideal = "a timer alone";
constexpr const char* queue = "boost::sync_bounded_queue";

std::vector<peer> peers_of_tasks(bool many) {
  return {{go, "go", at_most(0.5)},
          {"oneTBB task_group", "onetbb", {}},
          {"boost::thread for each", "boost_thread", {}, many},
          {"std::async for each", "standard_library", {}, many}};
}

std::vector<peer> peers_of_buffered() {
  return {{queue, "boost_thread", at_most(0.4)},
          {"Boost.Fiber buffered_channel", "boost_fiber", {}},
          {"Go channel", "go", {}}};
}

const std::vector<row>& rows() {
  static const std::vector<row> all{
      {"tasks/3", "3 trivial tasks and a wait", peers_of_tasks(false)},
      {"tasks/100", "100 trivial tasks and a wait", peers_of_tasks(false)},
      {"tasks/10000", "10,000 trivial tasks and a wait", peers_of_tasks(true)},
      {"blocking/3_of_1ms",
       "3 tasks that block for 1 ms",
       {{ideal, "standard_library", at_most(1.03)}}},
      {"blocking/100_of_10ms",
       "100 tasks that block for 10 ms",
       {{ideal, "standard_library", at_most(1.2)}}},
      {"blocking/1000_of_10ms",
       "1000 tasks that block for 10 ms",
       {{go, "go", at_most(2.5)}}},
      {"limited/100_of_1ms",
       "100 tasks that block for 1 ms, at most 10 at once",
       {{ideal, "standard_library", at_most(1.2)}}},
      {"cancel/1",
       "From a cancel to the return of wait, 1 task",
       {{go, "go", at_most(1.5)}}},
      {"cancel/10",
       "From a cancel to the return of wait, 10 tasks",
       {{go, "go", at_most(4)}}},
      {"channel/128/1to1", "An item through a channel of 128, one to one",
       peers_of_buffered()},
      {"channel/128/4to4", "An item through a channel of 128, four to four",
       peers_of_buffered()},
      {"channel/0/1to1",
       "An item through an unbuffered channel, one to one",
       {{"boost::sync_bounded_queue(1)", "boost_thread", at_most(0.4)},
        {"Go channel", "go", {}}}},
      {"context/child",
       "A child context: derived, checked and dropped",
       {{"Go context", "go", at_most(1)}}},
      {"context/cancel_1000",
       "The cancel of a context with 1000 children",
       {{"Go context", "go", at_most(1)}},
       0.02},  // beside twenty times as long to make the children
      {"lesson/worker_pool",
       "The pattern: 100 items of 1 ms, 10 at once",
       {{ideal, "standard_library", at_most(1.2)}}},
      {"lesson/bounded_concurrency",
       "The pattern: 100 items of 1 ms, 10 at once",
       {{ideal, "standard_library", at_most(1.2)}}}};
  return all;
}

entry entry_of(const row& of, const place& at, peer_programs& programs) {
  const double seconds = at.quick ? 0.01 : of.seconds;
  const auto measuring = [&programs, seconds,
                          name = std::string(of.name)](const char* program) {
    return [&programs, seconds, name, program] {
      return sample{programs.measure(program, name, seconds)};
    };
  };
  entry out;
  out.what = {.name = of.name, .about = of.about, .unit = "s"};
  out.what.ours = measuring("racelab");
  std::vector<std::string> used{"racelab"};
  for (const peer& each : of.peers) {
    if (each.slow && at.quick) continue;
    out.what.rivals.push_back(
        {each.title, each.wanted, measuring(each.program)});
    used.emplace_back(each.program);
  }
  out.prepare = [&programs, used](const tell_function& tell) {
    for (const std::string& each : used) {
      tell(fmt::format("compiles {}", each));
      programs.build(each);
    }
  };
  return out;
}

}  // namespace

std::vector<entry> figures_of_primitives(const place& at,
                                         peer_programs& programs) {
  std::vector<entry> out;
  for (const row& each : rows()) out.push_back(entry_of(each, at, programs));
  return out;
}

}  // namespace racelab::bench
