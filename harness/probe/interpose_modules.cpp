// Distributed under the Boost Software License, Version 1.0.
//
// Spares ThreadSanitizer's runtime reading all of /proc/self/maps for each
// report about a thread's stack or freed memory. It takes such an address for
// a global variable of a module that was not there before, and looks for the
// module again and again: half of a racy subject's time. Told of a last module
// that covers everything, it looks once.
#include "harness/probe/channel.hpp"
#include "harness/probe/interceptors.hpp"

#include <link.h>

namespace racelab::probe {
namespace {

using callback = int (*)(dl_phdr_info*, std::size_t, void*);

// The runtime asks from its own module. The unwinder must not be told.
bool asked_by_runtime(callback from) {
  const wire::module* runtime = module_at(
      reinterpret_cast<std::uint64_t>(&__interceptor_dl_iterate_phdr));
  return runtime != nullptr &&
         module_at(reinterpret_cast<std::uint64_t>(from)) == runtime;
}

int tell_of_the_rest(callback to, void* data) {
  ElfW(Phdr) everything{};
  everything.p_type = PT_LOAD;
  everything.p_flags = PF_R | PF_W;
  everything.p_memsz = UINT64_MAX >> 1U;
  dl_phdr_info rest{};
  rest.dlpi_name = "no module";
  rest.dlpi_phdr = &everything;
  rest.dlpi_phnum = 1;
  return to(&rest, sizeof rest, data);
}

}  // namespace
}  // namespace racelab::probe

extern "C" int dl_iterate_phdr(racelab::probe::callback to, void* data) {
  using namespace racelab::probe;
  const int stopped = __interceptor_dl_iterate_phdr(to, data);
  if (stopped != 0 || !asked_by_runtime(to)) return stopped;
  return tell_of_the_rest(to, data);
}
