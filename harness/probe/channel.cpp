// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/channel.hpp"

#include "harness/probe/kernel.hpp"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cstdlib>

namespace racelab::probe {

extern wire::channel* channel;

namespace {

constexpr char not_started_by_judge[] =
    "This program is a subject of Racelab: ./run_tsan.sh starts it.\n";

void copy_path(char (&to)[256], const char* from) {
  unsigned i = 0;
  for (; from[i] != '\0' && i + 1 < sizeof to; ++i) to[i] = from[i];
  to[i] = '\0';
}

int note_module(dl_phdr_info* info, std::size_t, void* into) {
  auto* shared = static_cast<wire::channel*>(into);
  if (shared->modules == wire::max_modules) return 1;
  wire::module& module = shared->module_list[shared->modules];
  module.base = info->dlpi_addr;
  module.begin = UINT64_MAX;
  module.end = 0;
  for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    const std::uint64_t begin = info->dlpi_addr + segment.p_vaddr;
    if (begin < module.begin) module.begin = begin;
    if (begin + segment.p_memsz > module.end)
      module.end = begin + segment.p_memsz;
  }
  copy_path(module.path, info->dlpi_name == nullptr ? "" : info->dlpi_name);
  ++shared->modules;
  return 0;
}

}  // namespace

wire::channel* open_channel() {
  const char* number = std::getenv("RACELAB_WIRE");
  const int descriptor = number == nullptr ? -1 : std::atoi(number);
  void* mapped = descriptor < 0
                     ? MAP_FAILED
                     : mmap(nullptr, sizeof(wire::channel),
                            PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (mapped == MAP_FAILED) {
    kernel::call(SYS_write, STDERR_FILENO,
                 kernel::address(not_started_by_judge),
                 sizeof not_started_by_judge - 1);
    return nullptr;
  }
  kernel::call(SYS_close, descriptor);
  unsetenv("RACELAB_WIRE");
  auto* shared = static_cast<wire::channel*>(mapped);
  shared->modules = 0;
  dl_iterate_phdr(note_module, shared);
  shared->version = wire::version;
  shared->magic = wire::magic;
  return shared;
}

const wire::module* module_at(std::uint64_t address) {
  if (channel == nullptr) return nullptr;
  for (unsigned i = 0; i < channel->modules; ++i) {
    const wire::module& module = channel->module_list[i];
    if (module.begin <= address && address < module.end) return &module;
  }
  return nullptr;
}

void give_turn_to_judge() {
  auto* word = reinterpret_cast<std::uint32_t*>(&channel->whose_turn);
  __atomic_store_n(word, static_cast<std::uint32_t>(wire::turn::judge),
                   __ATOMIC_RELEASE);
  kernel::futex_wake(word);
}

void await_turn() {
  const auto* word =
      reinterpret_cast<const std::uint32_t*>(&channel->whose_turn);
  constexpr auto judge = static_cast<std::uint32_t>(wire::turn::judge);
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == judge)
    kernel::futex_wait(word, judge);
}

}  // namespace racelab::probe
