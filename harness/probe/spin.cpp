// Distributed under the Boost Software License, Version 1.0.
//
// Loops that wait by turning. The compiler calls this at every basic block of
// the subject (-fsanitize-coverage=trace-pc): a thread that has run through
// many without reaching a scheduling point stands back, so that others can
// change what it waits for. The count is the same in every run. (A loop whose
// every turn is a scheduling point is noticed by the scheduler.)
#include "harness/probe/race_bursts.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

namespace racelab::probe {
namespace {

// A computation this long merely yields; ThreadSanitizer's history of a thread
// is many times longer.
constexpr std::uint32_t blocks_before_spin = 10'000;
constexpr std::uint32_t blocks_while_spinning = 250;
constexpr std::uint32_t patience_of_a_long_spin = 4'096;

thread_local std::uint32_t blocks_left [[gnu::tls_model("initial-exec")]] =
    blocks_before_spin;

[[gnu::noinline]] void used_up() {
  blocks_left = blocks_before_spin;
  thread* me = self();
  if (me == nullptr) return;
  if (mute_if_due(me)) return;
  stand_back(event_kind::spin);
  const std::uint32_t patience = patience_while_idle();
  if (patience >= patience_of_a_long_spin) note_long_spin();
  blocks_left = blocks_while_spinning * patience;
}

}  // namespace

void interrupt_block_count() { blocks_left = 1; }

void forget_block_count() { blocks_left = blocks_before_spin; }

void restart_block_count() {
  if (blocks_left < blocks_before_spin) blocks_left = blocks_before_spin;
}
}  // namespace racelab::probe

extern "C" void __sanitizer_cov_trace_pc() {
  using namespace racelab::probe;
  if (__builtin_expect(--blocks_left == 0, 0)) used_up();
}
