// Distributed under the Boost Software License, Version 1.0.
//
// A subject's main program: runs one schedule each time the judge asks.
#include "harness/probe/channel.hpp"
#include "harness/probe/closed_doors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/probe.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"
#include "harness/probe/signals.hpp"

using namespace racelab::probe;

int main() {
  channel = open_channel();
  if (channel == nullptr) return 64;
  // What ThreadSanitizer prints has names and lines, which it reads from files.
  if (!channel->request.print_reports) close_doors();
  racelab_describe(&channel->scenario);
  prepare_scheduler();
  catch_crashes();
  for (;;) {
    give_turn_to_judge();
    await_turn();
    begin_recording();
    begin_services();
    channel->answer.whole = run_schedule(channel->request) ? 1 : 0;
  }
}
