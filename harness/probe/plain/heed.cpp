// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/plain/heed.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdint>
#include <string_view>

namespace racelab::probe {

namespace {

std::uint64_t bit_of(int signal) { return std::uint64_t{1} << (signal - 1); }

bool is_handled(int signal) {
  struct {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)();
    std::uint64_t mask;
  } now{};
  syscall(SYS_rt_sigaction, signal, nullptr, &now, sizeof now.mask);
  return now.handler != SIG_IGN && now.handler != SIG_DFL;
}

// While the C library starts a thread it blocks all signals for a moment, even
// this one of its own, which nobody else can.
constexpr int librarys_own = 32;

bool is_kept(int signal) {
  char text[4096] = {};
  const auto file = static_cast<int>(
      syscall(SYS_openat, AT_FDCWD, "/proc/self/status", O_RDONLY));
  syscall(SYS_read, file, text, sizeof text - 1);
  syscall(SYS_close, file);
  const std::string_view status = text;
  constexpr std::string_view name = "\nSigBlk:\t";
  const std::size_t at = status.find(name);
  if (at == status.npos) return false;
  std::uint64_t blocked = 0;
  std::from_chars(text + at + name.size(), text + status.size(), blocked, 16);
  return (blocked & (bit_of(signal) | bit_of(librarys_own))) == bit_of(signal);
}

}  // namespace

bool is_heeded(int signal) { return is_handled(signal) || is_kept(signal); }

}  // namespace racelab::probe
