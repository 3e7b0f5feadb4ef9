// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/signals.hpp"

#include "harness/probe/kernel.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/scheduler.hpp"

#include <cxxabi.h>
#include <sys/mman.h>
#include <csignal>
#include <exception>

namespace racelab::probe {
namespace {

constexpr std::size_t signal_stack_size = 32 * 1024;
constexpr std::size_t signal_stacks = 4096;
// Below this an address is a null pointer's member.
constexpr std::uintptr_t null_page = 64 * 1024;

char* stacks;
bool damaged;

const char* name_of(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGBUS:
      return "SIGBUS";
    case SIGFPE:
      return "SIGFPE";
    case SIGILL:
      return "SIGILL";
    case SIGTRAP:
      return "SIGTRAP";
    default:
      return "SIGABRT";
  }
}

void record_crash(int signal, bool null_pointer, const char* why) {
  wire::event* event =
      record(event_kind::crash, null_pointer ? 1 : 0, signal, record_text(why));
  attach(event, record_stack());
}

struct kernel_sigaction {
  void (*handler)(int, siginfo_t*, void*);
  unsigned long flags;
  void (*restorer)();
  unsigned long mask;
};

void set_action(int signal, const kernel_sigaction& action) {
  kernel::call(SYS_rt_sigaction, signal, kernel::address(&action), 0, 8);
}

// Not in a schedule, or inside the probe: the process dies of it.
[[noreturn]] void die_of(int signal) {
  set_action(signal, {});
  kernel::call(SYS_tkill, kernel::call(SYS_gettid), signal);
  kernel::call(SYS_exit_group, 128 + signal);  // if it is blocked
  __builtin_unreachable();
}

void on_crash(int signal, siginfo_t* info, void*) {
  thread* me = self();
  if (me == nullptr) die_of(signal);
  const bool null_pointer =
      signal == SIGSEGV &&
      reinterpret_cast<std::uintptr_t>(info->si_addr) < null_page &&
      info->si_code > 0;
  record_crash(signal, null_pointer, name_of(signal));
  if (null_pointer) stop_here();
  damaged = true;
  note_crash();
  end_schedule(wire::ending::crashed);
}

// The kernel returns from a signal through this. Unwinders know the two
// instructions by their bytes.
extern "C" void racelab_signal_return();
asm(R"(
.text
.p2align 4
.type racelab_signal_return, @function
nop
racelab_signal_return:
  mov $15, %rax
  syscall
.size racelab_signal_return, .-racelab_signal_return
)");

void install(int signal) {
  constexpr unsigned long restorer_given = 0x04000000;
  kernel_sigaction action{};
  action.handler = on_crash;
  action.flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | restorer_given;
  action.restorer = racelab_signal_return;
  set_action(signal, action);
}

std::uint32_t describe_current_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return record_text("std::terminate was called");
  try {
    throw;
  } catch (const std::exception& error) {
    return record_text(error.what());
  } catch (...) {
    int status = 0;
    char* name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    return record_text(name != nullptr ? name : type->name());
  }
}

[[noreturn]] void on_terminate() {
  if (self() != nullptr) {
    std::uint32_t text = 0;
    {
      const quiet own;
      text = describe_current_exception();
    }
    wire::event* event = record(event_kind::crash, 2, SIGABRT, text);
    attach(event, record_stack());
    note_crash();
    end_schedule(wire::ending::crashed);
  }
  die_of(SIGABRT);
}

}  // namespace

void catch_crashes() {
  const long mapped = kernel::call(
      SYS_mmap, 0, signal_stack_size * signal_stacks, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  stacks = reinterpret_cast<char*>(mapped);
  constexpr int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  for (const int signal : signals) install(signal);
  std::set_terminate(on_terminate);
}

void use_signal_stack(unsigned index) {
  stack_t own{};
  own.ss_sp = stacks + index * signal_stack_size;
  own.ss_size = signal_stack_size;
  kernel::call(SYS_sigaltstack, kernel::address(&own), 0);
}

std::uint64_t signal_mask() {
  std::uint64_t mask = 0;
  kernel::call(SYS_rt_sigprocmask, SIG_SETMASK, 0, kernel::address(&mask), 8);
  return mask;
}

void set_signal_mask(std::uint64_t mask) {
  kernel::call(SYS_rt_sigprocmask, SIG_SETMASK, kernel::address(&mask), 0, 8);
}

bool crash_damages_process() { return damaged; }

}  // namespace racelab::probe
