// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/race_bursts.hpp"

#include "harness/probe/interceptors.hpp"

namespace racelab::probe {
namespace {

// More than one statement's worth of different races.
constexpr std::uint32_t enough = 6;

}  // namespace

void note_race(thread* by) {
  if (++by->races == enough) interrupt_block_count();
}

bool mute_if_due(thread* me) {
  if (me->races < enough || me->muted) return false;
  me->muted = true;
  AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  return true;
}

void unmute(thread* me) {
  me->races = 0;
  if (!me->muted) return;
  me->muted = false;
  AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
  AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

}  // namespace racelab::probe
