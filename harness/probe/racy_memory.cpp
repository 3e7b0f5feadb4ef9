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
void forget_pages(std::uint64_t address, std::uint64_t count) {
  const std::uint64_t inside = address / page_size * page_size + 1;
  __interceptor_munmap(reinterpret_cast<void*>(inside), count * page_size + 8);
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
      forget_pages(address, 1);
      last = address;
    }
  }
}

void forget_old_stack() {
  constexpr std::uint64_t pages = 16;  // more than most calls use
  const auto top = reinterpret_cast<std::uint64_t>(__builtin_frame_address(0));
  forget_pages(top - (pages - 1) * page_size, pages);
}

}  // namespace racelab::probe
