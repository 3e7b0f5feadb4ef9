// Distributed under the Boost Software License, Version 1.0.
//
// How many processors there are: the same number everywhere, since what a
// subject makes of it (the size of a pool) is part of its schedule. Enough of
// them that nobody takes the program for a sequential one.
#include <sys/sysinfo.h>
#include <unistd.h>

namespace {

constexpr int processors = 4;

}  // namespace

extern "C" {

long __sysconf(int name) noexcept;  // the C library's

int get_nprocs() noexcept { return processors; }
int get_nprocs_conf() noexcept { return processors; }

long sysconf(int name) noexcept {
  const bool asks_for_processors =
      name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF;
  return asks_for_processors ? processors : __sysconf(name);
}

}  // extern "C"
