// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/racy_memory.hpp"

#include "harness/probe/interceptors.hpp"
#include "harness/probe/recorder.hpp"

namespace racelab::probe {
namespace {

constexpr std::uint64_t page_size = 4096;

// An allocation is forgotten when it is freed; so is the stack of a thread
// that ends. Stacks of kept threads and globals stay.
bool stays(const wire::race& race) {
  const char kind = channel->text[race.location];
  return kind == 's' || kind == 't' || kind == 'g';
}

// The runtime forgets what is to be unmapped, then asks the kernel, which
// refuses: the address is not that of a page. Whole pages of its own memory
// are given back alone, hence the few bytes beyond the end.
void forget_page(std::uint64_t address) {
  const std::uint64_t inside = address / page_size * page_size + 1;
  __interceptor_munmap(reinterpret_cast<void*>(inside), page_size + 8);
}

}  // namespace

void forget_racy_memory() {
  std::uint64_t last = 0;
  for (unsigned i = 0; i < channel->answer.races; ++i) {
    const wire::race& race = channel->races[i];
    if (!stays(race)) continue;
    for (unsigned j = 0; j < race.accesses; ++j) {
      const std::uint64_t address = race.access_list[j].address;
      if (address / page_size == last / page_size) continue;
      forget_page(address);
      last = address;
    }
  }
}

}  // namespace racelab::probe
