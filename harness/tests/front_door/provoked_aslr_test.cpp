// Distributed under the Boost Software License, Version 1.0.

// The cure for address space randomisation, tried on the real thing. For a few
// seconds this breaks every program with ThreadSanitizer on the machine, so it
// must be asked for: RACELAB_PROVOKE_ASLR=1, as root.

#include "harness/tests/front_door/scratch_tree.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using racelab::front_door::scratch_tree;

constexpr int skipped = 77;  // as CTest is told

}  // namespace

BOOST_AUTO_TEST_CASE(the_real_runtime_is_cured_of_the_most_random_addresses) {
  const char* asked_for = std::getenv("RACELAB_PROVOKE_ASLR");
  if (!asked_for || !*asked_for) std::exit(skipped);
  const scratch_tree tree;
  const auto result = tree.run(R"sh(
    echo 'target_compile_options(racelab PRIVATE -fsanitize=thread)
          target_link_options(racelab PRIVATE -fsanitize=thread)' \
      >>CMakeLists.txt
    ./run_tsan.sh >/dev/null 2>&1
    bits=/proc/sys/vm/mmap_rnd_bits before=$(cat $bits)
    trap 'echo $before >$bits' EXIT
    echo 32 >$bits || exit 77
    for i in {1..20}; do (build/*/tsan_trial) >/dev/null || ((++died)); done
    for i in {1..20}; do ./run_tsan.sh --exit 0 || ((++died_cured)); done
    echo "died: $((died > 0)), cured and died: $((died_cured))")sh");
  // The kernel's settings are read-only in a container.
  if (result.status == skipped) std::exit(skipped);
  BOOST_TEST_CONTEXT(result.output) {
    BOOST_TEST(result.output.ends_with("died: 1, cured and died: 0\n"));
  }
}
