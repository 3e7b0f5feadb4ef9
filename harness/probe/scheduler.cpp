// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/scheduler.hpp"

#include "harness/probe/baton.hpp"
#include "harness/probe/choice.hpp"
#include "harness/probe/delivery.hpp"
#include "harness/probe/descriptors.hpp"
#include "harness/probe/held_locks.hpp"
#include "harness/probe/ignores.hpp"
#include "harness/probe/interceptors.hpp"
#include "harness/probe/kernel.hpp"
#include "harness/probe/lock_order.hpp"
#include "harness/probe/probe.hpp"
#include "harness/probe/race_bursts.hpp"
#include "harness/probe/racy_memory.hpp"
#include "harness/probe/recorder.hpp"
#include "harness/probe/signals.hpp"
#include "harness/probe/thread_specifics.hpp"

#include <cxxabi.h>

namespace racelab::probe {
namespace {

// Records are not reused but by their own threads: a thread's last steps in
// libc still look at them.
constexpr unsigned max_records = 4096;
// How long an abandoned thread may take to end, in real time: the destructors
// of its thread-specific values are the subject's.
constexpr long seconds_to_end = 2;
// How often a thread that stands back is tried again while nothing changes:
// before time moves, and before it is said to spin for ever.
constexpr std::uint32_t idle_rounds_before_time = 16;
constexpr std::uint32_t idle_rounds_at_last = 40;
constexpr std::uint32_t most_patience = 16'384;
// A thread that passes this many scheduling points while no other runs stands
// back: it may be a loop that waits for something. Fewer once it is known to.
constexpr std::uint32_t points_before_spin = 500;
constexpr std::uint32_t points_while_spinning = 50;
// A clock that is polled in a loop while nothing else can happen moves by this.
constexpr std::uint64_t polled_clock_step = 1'000'000;
// Far above what a lesson needs; below what a learner would wait for. A sleep
// of hours goes beyond it at once, and who always sleeps again not for long.
constexpr std::uint64_t usual_time = 600'000'000'000;
constexpr unsigned max_moves_beyond = 100;
constexpr std::uint32_t max_steps = 100'000;
constexpr std::uint32_t max_steps_after_return = 10'000;

thread records[max_records];
unsigned records_used;
thread* idle_threads[max_records];
unsigned idle_count;
thread* schedule_threads[wire::max_threads];
unsigned thread_count;
bool all_gone;

thread* running;
const wire::request* request;
std::uint64_t clock_ns;
unsigned moves_beyond;
std::uint64_t changes;
std::uint64_t queue_tail;
std::uint32_t steps;
std::uint32_t steps_at_return;
unsigned callers_threads;
bool crash_seen;
bool long_spin;
bool in_window;

wire::ending ended;
std::uint32_t control_baton;
int end_of_schedule;  // only its address counts

pthread_key_t at_thread_end;
thread_local thread* current [[gnu::tls_model("initial-exec")]];

// The calling thread's schedule is over, wherever it is. No destructor of its
// frames is run, but what it holds is released. ThreadSanitizer's own longjmp
// takes the frames off its stack as well.
[[noreturn]] void abandon(thread* me) {
  const quiet own;
  unlock_all(me);
  unmute(me);
  end_ignores();
  // What this thread did comes before every later schedule.
  release(&end_of_schedule);
  me->managed = false;
  me->abandoned = true;
  longjmp(me->base, 1);
}

void tell_where_stuck(thread* me) {
  wire::event* event =
      record(event_kind::stuck, no_thread, static_cast<std::int64_t>(me->on));
  if (event == nullptr) return;
  event->thread = me->number;
  if (me->on == block_kind::mutex) event->object = holder(me->object);
  if (me->on == block_kind::join)
    event->object = static_cast<const thread*>(me->object)->number;
  attach(event, record_stack());
}

void wait_for_baton(thread* me) {
  for (;;) {
    take(&me->baton);
    switch (me->what) {
      case command::run:
        return;
      case command::tell_where_stuck:
        tell_where_stuck(me);
        give(&control_baton);
        break;
      case command::give_up:
        abandon(me);
    }
  }
}

void order(thread* whom, command what) {
  whom->what = what;
  give(&whom->baton);
}

void hand_over(thread* to) {
  thread* from = running;
  if (from == to) return;
  to->last_load = 0;
  to->points = 0;
  running = to;
  order(to, command::run);
  wait_for_baton(from);
  run_handlers();
}

// ---- who can go on ----------------------------------------------------------

thread* pick(const candidates& able) {
  const bool window = in_window;
  in_window = false;
  thread* taken = choose(able, running, window);
  if (taken != running && contains(able, running)) ++changes;
  return taken;
}

bool can_go_on(const thread* t) {
  return t->is == state::runnable && !t->yielded;
}

bool is_callers_own(const thread* t) {
  return t->number != 0 && t->number < callers_threads;
}

// A caller that cancels has nothing else to do, so who would notice in the
// midst of it might as well do so afterwards.
candidates able_now() {
  const bool caller_first = is_callers_own(running) && can_go_on(running);
  candidates able;
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (!can_go_on(t) || (t->to_look && caller_first)) continue;
    able.list[able.count++] = t;
  }
  return able;
}

bool recall_after_change() {
  bool any = false;
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (t->is != state::runnable || !t->yielded || t->change_seen == changes)
      continue;
    t->yielded = false;
    t->idle_rounds = 0;
    any = true;
  }
  return any;
}

thread* idle_thread(std::uint32_t rounds) {
  thread* best = nullptr;
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (t->is != state::runnable || !t->yielded || t->idle_rounds >= rounds)
      continue;
    if (best == nullptr || t->idle_rounds < best->idle_rounds) best = t;
  }
  if (best == nullptr) return nullptr;
  best->yielded = false;
  ++best->idle_rounds;
  return best;
}

void set_time(std::uint64_t to) {
  clock_ns = to;
  ++changes;
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (t->is != state::blocked || t->deadline > clock_ns) continue;
    t->is = state::runnable;
    t->timed_out = true;
  }
}

bool may_move_to(std::uint64_t time) {
  return time <= usual_time || ++moves_beyond <= max_moves_beyond;
}

bool move_time() {
  std::uint64_t earliest = never;
  for (unsigned i = 0; i < thread_count; ++i) {
    const thread* t = schedule_threads[i];
    if (t->is == state::blocked && t->deadline < earliest)
      earliest = t->deadline;
  }
  if (earliest == never || !may_move_to(earliest)) return false;
  set_time(earliest > clock_ns ? earliest : clock_ns);
  return true;
}

bool move_polled_clock() {
  for (unsigned i = 0; i < thread_count; ++i) {
    const thread* t = schedule_threads[i];
    if (t->is != state::runnable || !t->yielded || !t->read_clock) continue;
    if (!may_move_to(clock_ns + polled_clock_step)) return false;
    set_time(clock_ns + polled_clock_step);
    return true;
  }
  return false;
}

thread* waiter_for_quiet() {
  thread* driver = schedule_threads[0];
  if (driver->is != state::waiting_for_quiet) return nullptr;
  driver->is = state::runnable;
  return driver;
}

bool too_long() {
  ++steps;
  if (steps_at_return != 0)
    return steps - steps_at_return > max_steps_after_return;
  return steps > max_steps;
}

// Who waits for a descriptor, and what was written past the probe.
bool wake_who_is_ready() {
  bool any = false;
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (t->is != state::blocked || t->on != block_kind::descriptor ||
        t->is_ready == nullptr || !t->is_ready(t->ready_of))
      continue;
    t->is = state::runnable;
    any = true;
  }
  return any;
}

// Null: nobody can ever go on.
thread* next() {
  const bool long_enough = too_long();
  while (!long_enough) {
    const candidates able = able_now();
    if (able.count > 0) return pick(able);
    if (recall_after_change() || wake_who_is_ready()) continue;
    if (thread* t = idle_thread(idle_rounds_before_time)) return t;
    if (move_time()) continue;
    if (thread* t = waiter_for_quiet()) return t;
    if (move_polled_clock()) continue;
    return idle_thread(idle_rounds_at_last);
  }
  return waiter_for_quiet();
}

bool interrupted_in(const thread* t, block_kind on, const void* object) {
  return t->interrupted.under_way && !t->interrupted.woken &&
         t->interrupted.on == on && t->interrupted.object == object;
}

bool awaits(const thread* t, block_kind on, const void* object) {
  return (t->is == state::blocked && t->on == on && t->object == object) ||
         interrupted_in(t, on, object);
}

void end_wait(thread* t, block_kind on, const void* object) {
  if (interrupted_in(t, on, object)) {
    t->interrupted.woken = true;
    return;
  }
  t->is = state::runnable;
  t->timed_out = false;
  t->to_look = on == block_kind::service;
}

void go_on_with_another() {
  thread* to = next();
  if (to == nullptr) end_schedule(wire::ending::stuck);
  hand_over(to);
}

void finish(thread* me) {
  if (me->races != 0) unmute(me);
  record(event_kind::thread_end);
  release(&end_of_schedule);
  me->is = state::finished;
  me->managed = false;
  channel->threads[me->number].finished = 1;
  ++changes;
  wake(block_kind::join, me, wire::max_threads);
  if (me->number == 0) {
    ended = wire::ending::finished;
    give(&control_baton);
    return;
  }
  thread* to = next();
  if (to == nullptr) {
    ended = wire::ending::stuck;
    give(&control_baton);
    return;
  }
  to->last_load = 0;
  to->points = 0;
  running = to;
  order(to, command::run);
}

// Runs as the destructor of a thread-specific value, after those of
// thread_local objects, and in the last round but one, after those of other
// keys: what they do is still scheduled.
void finish_at_thread_end(void* record) {
  auto* me = static_cast<thread*>(record);
  if (me->destructor_round++ < 2) {
    pthread_setspecific(at_thread_end, me);
    return;
  }
  if (me->managed) finish(me);
  if (me->abandoned) give(&control_baton);
}

// ---- threads ----------------------------------------------------------------

// One of a kept thread, which waits for its next call, or a new one.
thread* unused_record(bool plain) {
  if (plain && idle_count > 0) {
    thread* t = idle_threads[--idle_count];
    const thread kept = *t;
    *t = thread{};
    t->handle = kept.handle;
    t->os_id = kept.os_id;
    for (unsigned i = 0; i < sizeof kept.base; ++i)
      reinterpret_cast<char*>(&t->base)[i] =
          reinterpret_cast<const char*>(&kept.base)[i];
    return t;
  }
  if (records_used == max_records) return nullptr;
  thread* t = &records[records_used++];
  *t = thread{};
  return t;
}

void enlist(thread* t) {
  t->priority = draw_priority();
  schedule_threads[thread_count++] = t;
  channel->threads[t->number] = wire::thread{};
  channel->threads[t->number].parent =
      static_cast<std::uint16_t>(t->number == 0 ? no_thread : running->number);
  channel->answer.threads = thread_count;
}

// Whether the calling thread is handling an exception or unwinding for one.
bool has_exceptions() {
  struct globals {  // of the Itanium C++ ABI, 2.2.2
    const void* caught;
    unsigned uncaught;
  };
  const auto* mine = reinterpret_cast<const globals*>(abi::__cxa_get_globals());
  return mine->caught != nullptr || mine->uncaught != 0;
}

// Whether nothing of what the calling thread did is left in it, but for its
// thread-specific values. (One with thread_local objects is never kept.)
bool can_be_kept(const thread* me) {
  return me->plain && !me->crashed && !holds_a_lock(me) && ignores_nothing() &&
         !has_exceptions();
}

void keep(thread* me) {
  destroy_thread_specifics();
  release(me);
  me->kept = true;
}

// Nothing of the subject runs before the thread's first turn.
void* thread_main(void* record_of) {
  auto* me = static_cast<thread*>(record_of);
  current = me;
  me->os_id = static_cast<int>(kernel::call(SYS_gettid));
  use_signal_stack(static_cast<unsigned>(me - records));
  pthread_setspecific(at_thread_end, me);
  if (_setjmp(me->base) != 0) {
    if (!can_be_kept(current)) return nullptr;
    keep(current);
    give(&control_baton);
  }
  for (;;) {
    wait_for_baton(me);
    acquire(me);
    me->outermost_frame = __builtin_frame_address(0);
    set_signal_mask(me->signal_mask);
    forget_block_count();
    if (me->number != 0) forget_old_stack();
    record(event_kind::thread_begin);
    run_handlers();
    me->result = me->start(me->argument);
    if (!can_be_kept(me)) return me->result;
    keep(me);
    finish(me);
  }
}

// ---- control ----------------------------------------------------------------

void wait_for_control() { take(&control_baton); }

void* run_driver(void* environment) {
  racelab_scenario(static_cast<const wire::environment*>(environment));
  return nullptr;
}

void reset(const wire::request& wanted) {
  request = &wanted;
  thread_count = 0;
  clock_ns = 0;
  moves_beyond = 0;
  changes = 1;
  queue_tail = 0;
  steps = 0;
  steps_at_return = 0;
  callers_threads = 0;
  crash_seen = false;
  long_spin = false;
  in_window = false;
  forget_held();
  stop_timers();
  begin_signals();
  forget_lock_order();
  ended = wire::ending::running;
  begin_choosing(wanted);
}

unsigned unfinished() {
  unsigned count = 0;
  for (unsigned i = 0; i < thread_count; ++i)
    if (schedule_threads[i]->is != state::finished) ++count;
  return count;
}

void ask_where_stuck() {
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (t->is == state::finished || t->is == state::crashed) continue;
    if (t->is == state::runnable) t->on = block_kind::spin;
    order(t, command::tell_where_stuck);
    wait_for_control();
  }
}

void abandon_the_rest() {
  all_gone = true;
  for (unsigned i = 0; i < thread_count && all_gone; ++i) {
    thread* t = schedule_threads[i];
    if (t->is == state::finished) continue;
    order(t, command::give_up);
    all_gone = take_in_time(&control_baton, seconds_to_end);
  }
}

void free_threads() {
  for (unsigned i = thread_count; i-- > 0;) {
    thread* t = schedule_threads[i];
    if (t->kept)
      idle_threads[idle_count++] = t;
    else if (!t->released)
      __interceptor_pthread_detach(t->handle);
  }
}

wire::ending judge_ending() {
  if (ended == wire::ending::finished && crash_seen)
    return wire::ending::crashed;
  if (ended == wire::ending::stuck && crash_seen) return wire::ending::crashed;
  if (ended == wire::ending::finished && unfinished() > 0)
    return wire::ending::left_threads;
  return ended;
}

}  // namespace

thread* self() {
  thread* me = current;
  return me != nullptr && me->managed && me->quiet == 0 ? me : nullptr;
}

bool sees_virtual_time() { return current != nullptr && current->managed; }

quiet::quiet() {
  if (current != nullptr) ++current->quiet;
}

quiet::~quiet() {
  if (current != nullptr) --current->quiet;
}

void prepare_scheduler() {
  pthread_key_create(&at_thread_end, finish_at_thread_end);
  note_keys();
}

bool run_schedule(const wire::request& wanted) {
  reset(wanted);
  int error = 0;
  thread* driver = start_thread(
      nullptr, run_driver, const_cast<wire::environment*>(&wanted.env), error);
  if (driver == nullptr) return false;
  running = driver;
  order(driver, command::run);
  wait_for_control();
  const wire::ending how = judge_ending();
  if (how == wire::ending::stuck || how == wire::ending::left_threads)
    ask_where_stuck();
  channel->answer.end = how;
  abandon_the_rest();
  if (all_gone) free_threads();
  acquire(&end_of_schedule);
  forget_racy_memory();
  if (how != wire::ending::finished) close_descriptors();
  const bool sound = how != wire::ending::crashed || !crash_damages_process();
  return sound && !long_spin && how != wire::ending::unmodelled &&
         how != wire::ending::over_limit &&
         how != wire::ending::ended_process && all_gone &&
         records_used + wire::max_threads < max_records;
}

void scheduling_point() {
  thread* me = running;
  restart_block_count();
  if (me->races != 0) unmute(me);
  if (++me->points > (me->idle_rounds == 0
                          ? points_before_spin
                          : points_while_spinning * patience_while_idle())) {
    stand_back(event_kind::spin);
    me->points = 0;
  }
  thread* to = next();
  if (to == nullptr) end_schedule(wire::ending::stuck);
  if (to != me) hand_over(to);
}

void point_in_window() {
  in_window = true;
  scheduling_point();
}

bool block(block_kind on, const void* object, std::uint64_t deadline) {
  thread* me = running;
  const std::uint64_t position = queue_tail++;
  for (;;) {
    me->is = state::blocked;
    me->on = on;
    me->object = object;
    me->deadline = deadline;
    me->timed_out = false;
    me->queue_position = position;
    me->last_load = 0;
    ++changes;
    go_on_with_another();
    me->to_look = false;
    if (!me->interrupted.under_way) return !me->timed_out;
    me->interrupted.under_way = false;
    if (me->interrupted.woken || on == block_kind::sleep ||
        on == block_kind::arrival)
      return true;
    if (deadline <= now()) return false;
  }
}

unsigned wake(block_kind on, const void* object, unsigned count) {
  unsigned woken = 0;
  while (woken < count) {
    thread* first = nullptr;
    for (unsigned i = 0; i < thread_count; ++i) {
      thread* t = schedule_threads[i];
      if (!awaits(t, on, object)) continue;
      if (first == nullptr || t->queue_position < first->queue_position)
        first = t;
    }
    if (first == nullptr) break;
    end_wait(first, on, object);
    ++woken;
  }
  if (woken > 0) ++changes;
  return woken;
}

void interrupt(thread* waiting) {
  waiting->yielded = false;
  if (waiting->is != state::blocked || waiting->interrupted.under_way) return;
  waiting->interrupted = {true, false, waiting->on, waiting->object};
  waiting->is = state::runnable;
  ++changes;
}

thread* find_living(bool (*visit)(const thread*, std::uint64_t what),
                    std::uint64_t what) {
  for (unsigned i = 0; i < thread_count; ++i) {
    thread* t = schedule_threads[i];
    if (t->is != state::runnable && t->is != state::blocked) continue;
    if (visit(t, what)) return t;
  }
  return nullptr;
}

void stand_back(event_kind why) {
  thread* me = running;
  const wire::event* last = channel->answer.events == 0
                                ? nullptr
                                : &channel->events[channel->answer.events - 1];
  // A loop of yields is one event, however often it turns.
  if (last == nullptr || last->kind != why || last->thread != me->number)
    record(why);
  if (me->idle_rounds == 0) me->read_clock = false;
  me->yielded = true;
  me->change_seen = changes;
  me->on = block_kind::spin;
  me->last_load = 0;
  go_on_with_another();
}

std::uint32_t patience_while_idle() {
  std::uint32_t factor = 1;
  for (std::uint32_t round = idle_rounds_before_time;
       round < running->idle_rounds && factor < most_patience; ++round)
    factor *= 2;
  return factor;
}

void note_long_spin() { long_spin = true; }

void note_clock_read() {
  if (current != nullptr) current->read_clock = true;
}

void note_change() { ++changes; }

void note_look(const volatile void* at) {
  if (current != nullptr) current->looked_at = at;
}

std::uint64_t now() { return clock_ns; }

thread* start_thread(const pthread_attr_t* attributes, void* (*start)(void*),
                     void* argument, int& error) {
  error = 0;
  const bool plain = attributes == nullptr && request->keep_threads;
  thread* t =
      thread_count == wire::max_threads ? nullptr : unused_record(plain);
  if (t == nullptr) return nullptr;
  t->number = static_cast<std::uint16_t>(thread_count);
  t->is = state::runnable;
  t->managed = true;
  t->deadline = never;
  t->start = start;
  t->argument = argument;
  t->plain = plain;
  t->signal_mask = signal_mask();
  release(t);
  if (t->os_id == 0)
    error =
        __interceptor_pthread_create(&t->handle, attributes, thread_main, t);
  if (error != 0) return nullptr;
  enlist(t);
  return t;
}

int release_thread(thread* finished, void** result) {
  if (finished->released) return ESRCH;
  finished->released = true;
  if (!finished->kept)
    return __interceptor_pthread_join(finished->handle, result);
  acquire(finished);
  if (result != nullptr) *result = finished->result;
  return 0;
}

thread* find_thread(pthread_t handle) {
  for (unsigned i = thread_count; i-- > 0;)
    if (schedule_threads[i]->handle == handle) return schedule_threads[i];
  return nullptr;
}

thread* thread_by_os_id(int os_id) {
  for (unsigned i = thread_count; i-- > 0;)
    if (schedule_threads[i]->os_id == os_id) return schedule_threads[i];
  return nullptr;
}

void end_schedule(wire::ending how) {
  ended = how;
  thread* me = running;
  give(&control_baton);
  for (;;) wait_for_baton(me);
}

void stop_here() {
  note_crash();
  thread* me = running;
  me->is = state::crashed;
  ++changes;
  thread* to = next();
  if (to == nullptr) end_schedule(wire::ending::stuck);
  hand_over(to);
  for (;;) wait_for_baton(me);
}

void note_crash() {
  crash_seen = true;
  running->crashed = true;
}

void note_function_begins() {
  callers_threads = thread_count;
  forget_old_stack();
}

void wait_for_quiet() {
  thread* me = running;
  steps_at_return = steps == 0 ? 1 : steps;
  me->is = state::waiting_for_quiet;
  ++changes;
  thread* to = next();
  if (to == nullptr) end_schedule(wire::ending::stuck);
  hand_over(to);
  me->is = state::runnable;
}

std::uint16_t running_number() {
  return running == nullptr ? 0 : running->number;
}

}  // namespace racelab::probe
