// Distributed under the Boost Software License, Version 1.0.
//
// The plain build's main program: one real run each time the judge asks.
#include "harness/probe/channel.hpp"
#include "harness/probe/plain/plain.hpp"
#include "harness/probe/probe.hpp"

using namespace racelab::probe;

int main() {
  channel = open_channel();
  if (channel == nullptr) return 64;
  prepare_services();
  racelab_describe(&channel->scenario);
  for (;;) {
    give_turn_to_judge();
    await_turn();
    run(channel->request);
  }
}
