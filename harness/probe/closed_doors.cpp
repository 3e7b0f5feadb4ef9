// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/closed_doors.hpp"

#include "harness/probe/kernel.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace racelab::probe {
namespace {

constexpr std::uint32_t refused_calls[] = {
    // Files by their names.
    SYS_open, SYS_openat, SYS_openat2, SYS_creat, SYS_open_by_handle_at,
    SYS_name_to_handle_at, SYS_readlink, SYS_readlinkat, SYS_getcwd, SYS_chdir,
    SYS_fchdir, SYS_chroot, SYS_mkdir, SYS_mkdirat, SYS_rmdir, SYS_mknod,
    SYS_mknodat, SYS_rename, SYS_renameat, SYS_renameat2, SYS_link, SYS_linkat,
    SYS_symlink, SYS_symlinkat, SYS_unlink, SYS_unlinkat, SYS_truncate,
    SYS_chmod, SYS_fchmodat, SYS_chown, SYS_lchown, SYS_fchownat, SYS_mount,
    // Others, here and elsewhere.
    SYS_socket, SYS_socketpair, SYS_execve, SYS_execveat, SYS_ptrace,
    SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_open,
    SYS_pidfd_getfd, SYS_memfd_create, SYS_userfaultfd, SYS_io_uring_setup,
    SYS_perf_event_open, SYS_bpf};

constexpr std::size_t refused_count = std::size(refused_calls);

// The other ways into the kernel, which number its calls differently.
constexpr std::uint32_t of_the_x32_interface = 0x40000000U;

constexpr sock_filter load(std::uint32_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset);
}

// Skips `then` instructions if it holds, and else `otherwise`.
constexpr sock_filter jump(std::uint16_t test, std::uint32_t value,
                           std::uint8_t then, std::uint8_t otherwise) {
  return BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | BPF_K | test), value,
                  then, otherwise);
}

constexpr sock_filter answer(std::uint32_t with) {
  return BPF_STMT(BPF_RET | BPF_K, with);
}

struct program {
  static constexpr std::size_t size = refused_count + 6;
  sock_filter steps[size];
};

constexpr program make_program() {
  program out{};
  std::size_t at = 0;
  constexpr auto refuse_at = static_cast<std::uint8_t>(program::size - 1);
  const auto to_refusal = [&] {
    return static_cast<std::uint8_t>(refuse_at - at - 1);
  };
  out.steps[at++] = load(offsetof(seccomp_data, arch));
  out.steps[at] = jump(BPF_JEQ, AUDIT_ARCH_X86_64, 0, to_refusal());
  out.steps[++at] = load(offsetof(seccomp_data, nr));
  ++at;
  out.steps[at] = jump(BPF_JGE, of_the_x32_interface, to_refusal(), 0);
  ++at;
  for (const std::uint32_t each : refused_calls) {
    out.steps[at] = jump(BPF_JEQ, each, to_refusal(), 0);
    ++at;
  }
  out.steps[at++] = answer(SECCOMP_RET_ALLOW);
  out.steps[at] = answer(SECCOMP_RET_ERRNO | EACCES);
  return out;
}

constexpr program rules = make_program();

}  // namespace

void close_doors() {
  const sock_fprog filter{program::size, const_cast<sock_filter*>(rules.steps)};
  kernel::call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  kernel::call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC,
               kernel::address(&filter));
}

}  // namespace racelab::probe
