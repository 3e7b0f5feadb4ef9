// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/bench.hpp"

#include "harness/bench/command_run.hpp"
#include "harness/bench/figures.hpp"
#include "harness/build/cache.hpp"
#include "harness/for_each_at_once.hpp"
#include "harness/near_names.hpp"

#include <fmt/format.h>

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <utility>

namespace racelab::bench {
namespace {

namespace fs = std::filesystem;

std::vector<entry> all_entries(const place& at, peer_programs& programs) {
  std::vector<entry> all = figures_of_primitives(at, programs);
  for (const auto kind :
       {figures_of_lessons, figures_of_check, figures_of_catalogue,
        figures_of_schedules, figures_of_bugs})
    for (entry& each : kind(at)) all.push_back(std::move(each));
  return all;
}

std::string processor_name() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name"))
      return line.substr(std::min(line.find(':') + 2, line.size()));
  return "unknown";
}

machine this_machine(const installation& here, const judging& how) {
  machine out;
  out.processor = processor_name();
  out.processors = how.at_once;
  out.memory_gib = static_cast<double>(sysconf(_SC_PHYS_PAGES)) *
                   static_cast<double>(sysconf(_SC_PAGESIZE)) / (1U << 30U);
  utsname system{};
  if (uname(&system) == 0) out.kernel = system.release;
  getloadavg(&out.load, 1);
  const report::tools tools = run_of(here, {}).tools;
  out.compiler = tools.compiler;
  out.boost = tools.boost;
  return out;
}

// A place to work in, gone afterwards.
class workplace {
 public:
  workplace(const installation& here, const plan& wanted)
      : scratch_(build::cache(wanted.kept / "scratch").begin()),
        at_{here, wanted.programs, scratch_.folder, wanted.how, wanted.quick},
        programs_(here.toolchain, wanted.kept / "peers", wanted.how.stop) {}

  std::vector<entry> entries() { return all_entries(at_, programs_); }

 private:
  const build::cache::draft scratch_;
  const place at_;
  peer_programs programs_;
};

bool is_named(const std::string& figure, const std::string& name) {
  return figure == name || figure.starts_with(name + '/');
}

void check_names(const plan& wanted, const std::vector<entry>& entries) {
  std::vector<std::string> known;
  for (const entry& each : entries) known.push_back(each.what.name);
  for (const std::string& name : wanted.names)
    if (std::none_of(known.begin(), known.end(),
                     [&](const auto& each) { return is_named(each, name); }))
      throw no_such_figure(fmt::format("there is no figure '{}'{}{}", name,
                                       wanted.quick ? " in a quick run" : "",
                                       did_you_mean(name, known)));
}

class measuring {
 public:
  explicit measuring(const progress_function& tell) : tell_(tell) {}

  void plan_for(std::size_t samples) { now_.planned = samples; }

  void build(const std::vector<entry>& entries, unsigned at_once) {
    for_each_at_once(entries.size(), at_once, [&](std::size_t i) {
      if (entries[i].build) entries[i].build(telling());
    });
  }

  void prepare(const entry& each) {
    if (each.prepare) each.prepare(telling());
  }

  std::vector<figure> hold(const entry& each) {
    return bench::hold(each.what, [&](const std::string& who) {
      say(fmt::format("{}, {}", each.what.name, who), 1);
    });
  }

 private:
  tell_function telling() {
    return [this](const std::string& doing) { say(doing, 0); };
  }

  // The sample that begins is the one that counts: which is done is told late.
  void say(const std::string& doing, std::size_t more) {
    const std::lock_guard lock(mutex_);
    now_.doing = doing;
    if (tell_) tell_(now_);
    now_.done += more;
  }

  const progress_function& tell_;
  std::mutex mutex_;
  progress now_;
};

}  // namespace

bool is_wanted(const std::string& figure,
               const std::vector<std::string>& names) {
  return names.empty() ||
         std::any_of(names.begin(), names.end(), [&](const std::string& name) {
           return is_named(figure, name);
         });
}

result make_bench(const installation& here, const plan& wanted,
                  const progress_function& tell) {
  result out;
  out.quick = wanted.quick;
  out.machine = this_machine(here, wanted.how);
  out.seconds = seconds_of([&] {
    workplace at(here, wanted);
    std::vector<entry> entries = at.entries();
    check_names(wanted, entries);
    std::erase_if(entries, [&](const entry& each) {
      return !is_wanted(each.what.name, wanted.names);
    });
    measuring measure(tell);
    std::size_t samples = 0;
    for (const entry& each : entries) samples += samples_of(each.what);
    measure.plan_for(samples);
    measure.build(entries, wanted.how.at_once);
    for (entry& each : entries) {
      measure.prepare(each);
      for (figure& one : measure.hold(each))
        out.figures.push_back(std::move(one));
      each = {};  // and what it holds, of processes too
    }
  });
  return out;
}

}  // namespace racelab::bench
