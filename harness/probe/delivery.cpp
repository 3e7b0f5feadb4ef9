// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/delivery.hpp"

#include "harness/probe/ignores.hpp"
#include "harness/probe/leave.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/unmodelled.hpp"

#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace racelab::probe {
namespace {

constexpr int last_signal = 64;
constexpr auto arrival_kind = static_cast<std::int64_t>(block_kind::arrival);

struct action {
  void (*handler)(int);
  void (*with_information)(int, siginfo_t*, void*);
  int flags;
  std::uint64_t mask;
};

action actions[last_signal + 1];
std::uint64_t sent_to_process;

const char* name_of(int signal) {
  switch (signal) {
    case SIGHUP:
      return "SIGHUP";
    case SIGINT:
      return "SIGINT";
    case SIGQUIT:
      return "SIGQUIT";
    case SIGUSR1:
      return "SIGUSR1";
    case SIGUSR2:
      return "SIGUSR2";
    case SIGPIPE:
      return "SIGPIPE";
    case SIGALRM:
      return "SIGALRM";
    case SIGTERM:
      return "SIGTERM";
    case SIGCHLD:
      return "SIGCHLD";
    default:
      return "a signal";
  }
}

bool has_handler(const action& what) {
  return what.with_information != nullptr ||
         (what.handler != SIG_DFL && what.handler != SIG_IGN);
}

bool ignored_by_default(int signal) {
  return signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH ||
         signal == SIGCONT;
}

bool is_ignored(int signal) {
  const action& what = actions[signal];
  if (has_handler(what)) return false;
  return what.handler == SIG_IGN || ignored_by_default(signal);
}

[[noreturn]] void end_process_by(int signal) {
  if (signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU)
    end_unmodelled("a signal that stops the process");
  leave(name_of(signal), signal);
}

bool lets_through(const thread* who, std::uint64_t bit) {
  return (who->signal_mask & bit) == 0;
}

bool waits_for_one(const thread* who, std::uint64_t bit) {
  return who->is == state::blocked && who->on == block_kind::arrival &&
         (who->awaited_signals & bit) != 0;
}

void call(const action& what, int signal) {
  if (what.with_information == nullptr) return what.handler(signal);
  siginfo_t information;
  describe(signal, information);
  what.with_information(signal, &information, nullptr);
}

void handle(int signal, const action& what) {
  thread* me = self();
  const std::uint64_t mask = me->signal_mask;
  const bool timed_out = me->timed_out;
  const int error = errno;
  me->signal_mask |= what.mask | bit_of(signal);
  me->in_handler = true;
  const std::uint32_t name = record_text(name_of(signal));
  attach(record(event_kind::handler_begin, 0, signal, name), record_stack());
  {
    const in_no_bracket seen;
    call(what, signal);
  }
  record(event_kind::handler_end, 0, signal, name);
  me->in_handler = false;
  me->signal_mask = mask;
  me->timed_out = timed_out;
  errno = error;
}

// One that the calling thread must not put off any longer; 0: none.
int due() {
  const std::uint64_t bits = pending_signals() & ~self()->signal_mask;
  return bits == 0 ? 0 : __builtin_ctzll(bits) + 1;
}

int take(std::uint64_t wanted) {
  const std::uint64_t bits = pending_signals() & wanted;
  if (bits == 0) return 0;
  const int signal = __builtin_ctzll(bits) + 1;
  const std::uint64_t bit = bit_of(signal);
  std::uint64_t& from = (self()->pending_signals & bit) != 0
                            ? self()->pending_signals
                            : sent_to_process;
  from &= ~bit;
  return signal;
}

void tell_others() { wake(block_kind::arrival, actions, wire::max_threads); }

}  // namespace

void begin_signals() {
  for (action& each : actions) each = {};
  sent_to_process = 0;
}

bool is_modelled(int signal) {
  if (signal < 1 || signal > last_signal) return false;
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
    case SIGFPE:
    case SIGILL:
    case SIGTRAP:
    case SIGABRT:
    case SIGSYS:
    case SIGKILL:
    case SIGSTOP:
      return false;
    default:
      return true;
  }
}

std::uint64_t bit_of(int signal) { return std::uint64_t{1} << (signal - 1); }

std::uint64_t bits_of(const sigset_t& set) {
  std::uint64_t bits;
  __builtin_memcpy(&bits, &set, sizeof bits);
  return bits;
}

void set_bits(sigset_t& set, std::uint64_t bits) {
  sigemptyset(&set);
  __builtin_memcpy(&set, &bits, sizeof bits);
}

void describe(int signal, siginfo_t& information) {
  information = {};
  information.si_signo = signal;
  information.si_code = SI_USER;
  information.si_pid = getpid();
}

void exchange_action(int signal, const struct sigaction* next,
                     struct sigaction* before) {
  action& present = actions[signal];
  if (before != nullptr) {
    *before = {};
    before->sa_flags = present.flags;
    set_bits(before->sa_mask, present.mask);
    if (present.with_information != nullptr)
      before->sa_sigaction = present.with_information;
    else
      before->sa_handler = present.handler;
  }
  if (next == nullptr) return;
  present = {};
  present.flags = next->sa_flags;
  present.mask = bits_of(next->sa_mask);
  if ((next->sa_flags & SA_SIGINFO) != 0)
    present.with_information = next->sa_sigaction;
  else
    present.handler = next->sa_handler;
  tell_others();
}

void send_signal(int signal, thread* to) {
  const std::uint64_t bit = bit_of(signal);
  attach(record(event_kind::signal_sent, to == nullptr ? no_thread : to->number,
                signal, record_text(name_of(signal))),
         record_stack());
  note_change();
  thread* waiter = to != nullptr ? (waits_for_one(to, bit) ? to : nullptr)
                                 : find_living(waits_for_one, bit);
  if (waiter != nullptr) {
    waiter->pending_signals |= bit;
    wake(block_kind::arrival, waiter, 1);
    return;
  }
  thread* receiver = to != nullptr ? (lets_through(to, bit) ? to : nullptr)
                                   : find_living(lets_through, bit);
  if (receiver == nullptr) {
    (to != nullptr ? to->pending_signals : sent_to_process) |= bit;
    return;
  }
  if (is_ignored(signal)) return;
  if (!has_handler(actions[signal])) end_process_by(signal);
  receiver->pending_signals |= bit;
  if (receiver == self())
    run_handlers();
  else
    interrupt(receiver);
}

bool is_heeded(int signal) {
  const std::uint64_t bit = bit_of(signal);
  return has_handler(actions[signal]) ||
         find_living(waits_for_one, bit) != nullptr ||
         find_living(lets_through, bit) == nullptr;
}

void await_other_heed(std::uint64_t deadline) {
  block(block_kind::arrival, actions, deadline);
}

void block_signals(std::uint64_t mask) {
  self()->signal_mask = mask;
  tell_others();
  run_handlers();
}

int await_signal(std::uint64_t wanted, std::uint64_t deadline) {
  thread* me = self();
  scheduling_point();
  int signal = take(wanted);
  if (signal != 0 || deadline <= now()) return signal;
  record(event_kind::blocked, no_thread, arrival_kind);
  me->awaited_signals = wanted;
  tell_others();
  bool in_time = true;
  while (signal == 0 && in_time) {
    in_time = block(block_kind::arrival, me, deadline);
    signal = take(wanted);
  }
  me->awaited_signals = 0;
  record(event_kind::unblocked, 0, arrival_kind);
  return signal;
}

std::uint64_t pending_signals() {
  return self()->pending_signals | sent_to_process;
}

void run_handlers() {
  thread* me = self();
  if (me == nullptr || me->in_handler) return;
  while (const int signal = due()) {
    take(bit_of(signal));
    const action what = actions[signal];
    if (is_ignored(signal)) continue;
    if (!has_handler(what)) end_process_by(signal);
    if ((what.flags & static_cast<int>(SA_RESETHAND)) != 0)
      actions[signal] = {};
    handle(signal, what);
  }
}

void note_unsafe(const char* what) {
  const thread* me = self();
  if (me == nullptr || !me->in_handler) return;
  attach(record(event_kind::unsafe_call, 0, 0, record_text(what)),
         record_stack());
}

}  // namespace racelab::probe
