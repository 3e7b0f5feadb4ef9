// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/latency_run.hpp"

#include "harness/explore/subject_session.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace racelab::explore {
namespace {

using wall_clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longest_measurement{5};
constexpr std::chrono::seconds longest_run{5};
constexpr unsigned runs_failing_each = 3;

session_options plain_session(const latency_options& wanted) {
  session_options how;
  how.one_processor = false;
  // The scheduler bounds the threads; here nobody does. Some thousand.
  how.address_space = std::uint64_t{8} << 30U;
  how.patience = longest_run;
  how.idle_patience = longest_run;
  how.most = longest_run;
  how.stacks = false;
  how.stop = wanted.stop;
  if (wanted.services_port != 0)
    how.environment = {"RACELAB_SERVICES_PORT=" +
                       std::to_string(wanted.services_port)};
  return how;
}

bool came_back(const observe::observation& seen) {
  return seen.ending == observe::ending::finished;
}

class measurement {
 public:
  measurement(const subject& plain, const latency_options& wanted)
      : session_(plain, plain_session(wanted)), stop_(wanted.stop) {}

  // As many as there is time for, up to the first that does not come back.
  std::vector<observe::observation> run(const schedule& what, unsigned runs) {
    std::vector<observe::observation> seen;
    while (seen.size() < runs && !stop_.stop_requested() &&
           wall_clock::now() - begun_ < longest_measurement) {
      seen.push_back(session_.run(what, stacks::calls).seen);
      if (!came_back(seen.back())) break;
    }
    return seen;
  }

  // With each service failing.
  std::vector<observe::observation> run_failing(unsigned runs_each) {
    const scenario about = session_.offered();
    std::vector<observe::observation> seen;
    for (unsigned service = 1; !about.infallible && service <= about.services;
         ++service) {
      schedule what;
      what.environment.fault = service;
      for (auto& each : run(what, runs_each)) seen.push_back(std::move(each));
    }
    return seen;
  }

 private:
  subject_session session_;
  std::stop_token stop_;
  wall_clock::time_point begun_ = wall_clock::now();
};

}  // namespace

observe::latency_result measure_latency(const subject& plain,
                                        const latency_options& wanted) try {
  measurement runs(plain, wanted);
  observe::latency_result result =
      observe::latency_of(runs.run({}, wanted.runs));
  if (result.measured && wanted.services_port != 0) {
    result.measured->over_http = true;
    result.measured->failing =
        observe::failing_time(runs.run_failing(runs_failing_each));
  }
  return result;
} catch (const environment_failure& error) {
  return {std::nullopt, error.what(), false};
}

}  // namespace racelab::explore
