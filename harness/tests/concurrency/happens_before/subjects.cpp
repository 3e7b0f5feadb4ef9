// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/concurrency/happens_before/subject.hpp"

#include <cstdio>
#include <cstring>

using namespace racelab::happens_before_tests;

// With a name it runs that subject, without one it lists them all.
int main(int argc, char** argv) {
  for (const auto& file : {channel_and_select(), errgroup_and_context(),
                           shutdown_signals_subjects(), ticker_subjects(),
                           wait_group_subjects()}) {
    for (const subject& each : file) {
      if (argc < 2) {
        std::puts(each.name);
      } else if (std::strcmp(argv[1], each.name) == 0) {
        each.run();
        std::puts("DONE");
        return 0;
      }
    }
  }
  return argc < 2 ? 0 : 64;
}
