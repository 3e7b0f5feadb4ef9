// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/wire_mapping.hpp"

#include <atomic>
#include <cerrno>
#include <ctime>
#include <new>
#include <system_error>

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace racelab::explore {
namespace {

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Sealed: a subject that made the file shorter would kill the judge with
// SIGBUS.
int create_shared_file() {
  const int file =
      memfd_create("racelab-wire", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) throw_errno("memfd_create");
  if (ftruncate(file, sizeof(wire::channel)) == 0 &&
      fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    return file;
  const int error = errno;
  close(file);
  errno = error;
  throw_errno("memfd_create");
}

std::uint32_t* futex_word(wire::channel& channel) {
  static_assert(sizeof(wire::turn) == sizeof(std::uint32_t));
  return reinterpret_cast<std::uint32_t*>(&channel.whose_turn);
}

}  // namespace

wire_mapping::wire_mapping() : descriptor_(create_shared_file()) {
  void* memory = mmap(nullptr, sizeof(wire::channel), PROT_READ | PROT_WRITE,
                      MAP_SHARED, descriptor_, 0);
  if (memory == MAP_FAILED) {
    const int error = errno;
    close(descriptor_);
    errno = error;
    throw_errno("mmap");
  }
  channel_ = static_cast<wire::channel*>(memory);
  channel_->magic = wire::magic;
  channel_->version = wire::version;
}

wire_mapping::~wire_mapping() {
  munmap(channel_, sizeof(wire::channel));
  close(descriptor_);
}

wire::turn wire_mapping::whose_turn() const {
  return static_cast<wire::turn>(
      std::atomic_ref<std::uint32_t>(*futex_word(*channel_))
          .load(std::memory_order_acquire));
}

void wire_mapping::hand_over() {
  std::uint32_t* word = futex_word(*channel_);
  std::atomic_ref<std::uint32_t>(*word).store(
      static_cast<std::uint32_t>(wire::turn::subject),
      std::memory_order_release);
  syscall(SYS_futex, word, FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

void wire_mapping::wait_for_turn(std::chrono::nanoseconds patience) const {
  const wire::turn present = whose_turn();
  if (present == wire::turn::judge) return;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
  const timespec timeout{seconds.count(), (patience - seconds).count()};
  syscall(SYS_futex, futex_word(*channel_), FUTEX_WAIT,
          static_cast<std::uint32_t>(present), &timeout, nullptr, 0);
}

}  // namespace racelab::explore
