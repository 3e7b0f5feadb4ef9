// Distributed under the Boost Software License, Version 1.0.
//
// A subject as a program like any other, for the tools that judge programs: it
// runs its scenario once, on real threads and in real time, and ends. It is
// linked with the plain half of the probe.
//
//   program describe
//   program ORDER FAULT STOP STEP USE NUMBER    (wire::environment)
#include "harness/probe/plain/plain.hpp"
#include "harness/probe/probe.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

racelab::wire::channel shared;

std::uint32_t number(const char* word) {
  return static_cast<std::uint32_t>(std::strtoul(word, nullptr, 10));
}

// Written at once, for whoever looks whether a run began and came to its end.
void say(const char* what) {
  std::puts(what);
  std::fflush(stdout);
}

int describe() {
  const racelab::wire::scenario& about = shared.scenario;
  std::printf("%u %u %llu %d", about.services, about.max_steps,
              static_cast<unsigned long long>(about.unit),
              about.infallible ? 1 : 0);
  for (unsigned use = 1; use < about.uses; ++use)
    std::printf(" %u", about.use_list[use].services);
  std::puts("");
  return 0;
}

}  // namespace

int main(int count, char** words) {
  racelab::probe::channel = &shared;
  if (count == 2 && std::strcmp(words[1], "describe") == 0) {
    racelab_describe(&shared.scenario);
    return describe();
  }
  if (count != 7) return 64;
  racelab::wire::request& request = shared.request;
  request.env.order = number(words[1]);
  request.env.fault = number(words[2]);
  request.env.stopped_by = static_cast<racelab::wire::stop>(number(words[3]));
  request.env.stop_step = number(words[4]);
  request.env.use = static_cast<std::uint8_t>(number(words[5]));
  request.number = number(words[6]);
  say("racelab: begun");
  racelab_describe(&shared.scenario);
  racelab::probe::run(request);
  say("racelab: ended");
  return 0;
}
