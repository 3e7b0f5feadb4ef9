// Distributed under the Boost Software License, Version 1.0.
//
// Every blocking operation that the scheduler models, each in a small program
// without a race. A case says of itself what must come of it: whether it
// finishes and in how many virtual milliseconds, or gets stuck, or may do
// either. Run as a subject; `order` chooses the case.
#define BOOST_THREAD_VERSION 4

#include "concurrency/select.hpp"
#include "concurrency/ticker.hpp"
#include "harness/tests/probe/modelled_descriptors.hpp"
#include "harness/tests/probe/modelled_helpers.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <atomic>
#include <barrier>
#include <boost/thread/barrier.hpp>
#include <boost/thread/condition_variable.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/once.hpp>
#include <boost/thread/recursive_mutex.hpp>
#include <boost/thread/shared_mutex.hpp>
#include <boost/thread/thread.hpp>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <ctime>
#include <future>
#include <iterator>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace racelab::probe {
extern wire::channel* channel;
}

namespace {

using namespace std::chrono_literals;
using racelab::context;
using racelab::on_receive;
using racelab::on_timeout;
using racelab::select;
using std::chrono::steady_clock;
using std::chrono::system_clock;

using ordered = std::unique_lock<std::mutex>;
using boost_ordered = boost::unique_lock<boost::mutex>;

template <class Mutex>
void contended() {
  Mutex mutex;
  int count = 0;
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard<Mutex> lock(mutex);
      ++count;
    }
  };
  together(add, add);
  expect(count == 6, "an increment under the lock was lost");
}

void held_for_10_ms() {
  std::mutex mutex;
  std::atomic<bool> held = false;
  together(
      [&] {
        std::lock_guard lock(mutex);
        held = true;
        std::this_thread::sleep_for(10ms);
      },
      [&] {
        while (!held) std::this_thread::yield();
        std::lock_guard lock(mutex);
      });
}

template <class Mutex>
void timed_out() {
  Mutex mutex;
  mutex.lock();
  std::thread([&] {
    expect(!mutex.try_lock_for(10ms), "a held lock was taken");
  }).join();
  std::thread([&] {
    expect(!mutex.try_lock_until(steady_clock::now() + 10ms),
           "a held lock was taken");
  }).join();
  mutex.unlock();
}

void locks_an_error_checking_mutex_twice() {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &kind);
  pthread_mutexattr_destroy(&kind);
  expect(pthread_mutex_lock(&mutex) == 0, "the first lock");
  expect(pthread_mutex_lock(&mutex) == EDEADLK, "the second lock");
  expect(pthread_mutex_unlock(&mutex) == 0, "the unlock");
  pthread_mutex_destroy(&mutex);
}

void recursive() {
  std::recursive_mutex mutex;
  mutex.lock();
  mutex.lock();
  std::thread([&] {
    expect(!mutex.try_lock(), "a held lock was taken");
  }).join();
  mutex.unlock();
  mutex.unlock();
}

void shared() {
  std::shared_mutex mutex;
  int value = 0;
  const auto read = [&] {
    std::shared_lock lock(mutex);
    return value;
  };
  together(
      [&] {
        std::unique_lock lock(mutex);
        ++value;
      },
      [&] { (void)read(); });
  expect(read() == 1, "a write under the lock was lost");
}

void upgraded() {
  boost::shared_mutex mutex;
  int value = 0;
  const auto add = [&] {
    boost::upgrade_lock<boost::shared_mutex> lock(mutex);
    boost::upgrade_to_unique_lock<boost::shared_mutex> unique(lock);
    ++value;
  };
  together(add, add);
  expect(value == 2, "a write under the lock was lost");
}

template <class Mutex, class Condition, class Lock>
void waited_for() {
  Mutex mutex;
  Condition changed;
  bool ready = false;
  together(
      [&] {
        Lock lock(mutex);
        changed.wait(lock, [&] { return ready; });
      },
      [&] {
        {
          Lock lock(mutex);
          ready = true;
        }
        changed.notify_one();
      });
}

template <class Clock>
void condition_timed_out() {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  expect(never.wait_until(lock, Clock::now() + 10ms) == std::cv_status::timeout,
         "a wait that nobody ended did not time out");
}

void polled_by_condition() {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  together(
      [&] {
        std::this_thread::sleep_for(10ms);
        const ordered lock(mutex);
        ready = true;
      },
      [&] {
        ordered lock(mutex);
        while (!ready) changed.wait_for(lock, 0ms);
      });
}

void boost_condition_timed_out() {
  boost::mutex mutex;
  boost::condition_variable never;
  boost::unique_lock<boost::mutex> lock(mutex);
  expect(never.wait_for(lock, boost::chrono::milliseconds(10)) ==
             boost::cv_status::timeout,
         "a wait that nobody ended did not time out");
}

void broadcast() {
  std::mutex mutex;
  std::condition_variable_any changed;
  int ready = 0;
  const auto wait = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready == 1; });
  };
  std::thread a(wait);
  std::thread b(wait);
  {
    std::lock_guard lock(mutex);
    ready = 1;
  }
  changed.notify_all();
  a.join();
  b.join();
}

void stoppable_wait() {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::jthread waiting([&](std::stop_token stop) {
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [] { return false; });
  });
}

void interrupted() {
  boost::thread sleeping([] {
    try {
      boost::this_thread::sleep_for(boost::chrono::hours(1));
      racelab_wrong_result("an interrupted sleep went on");
    } catch (const boost::thread_interrupted&) {
    }
  });
  sleeping.interrupt();
  sleeping.join();
}

void called_once() {
  std::once_flag flag;
  boost::once_flag other = BOOST_ONCE_INIT;
  int count = 0;
  const auto call = [&] {
    std::call_once(flag, [&] { std::this_thread::sleep_for(10ms), ++count; });
    boost::call_once([&] { ++count; }, other);
  };
  together(call, call);
  expect(count == 2, "what is called once was called twice");
}

void called_again_after_an_exception() {
  std::once_flag flag;
  int tries = 0;
  const auto call = [&] {
    try {
      std::call_once(flag, [&] {
        if (++tries == 1) throw std::runtime_error("the first");
      });
    } catch (const std::runtime_error&) {
    }
  };
  together(call, call);
  call();
  expect(tries == 2, "what failed was not tried again, or what did not was");
}

int slow_start() {
  std::this_thread::sleep_for(10ms);
  return 7;
}

// A static local can only be initialised once in a process: the first run of
// this case takes the time.
template <int>
int initialised_once() {
  static const int value = slow_start();
  return value;
}

void guarded_static() {
  const auto use = [] { expect(initialised_once<0>() == 7, "half a static"); };
  together(use, use);
}

void posix_barrier() {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  int before[2] = {0, 0};
  together(
      [&] {
        before[0] = 1;
        pthread_barrier_wait(&barrier);
        expect(before[1] == 1, "passed a barrier alone");
      },
      [&] {
        before[1] = 1;
        pthread_barrier_wait(&barrier);
        expect(before[0] == 1, "passed a barrier alone");
      });
  pthread_barrier_destroy(&barrier);
}

void many_posix_barriers() {
  std::vector<std::unique_ptr<pthread_barrier_t>> all;
  for (int i = 0; i < 100; ++i) {
    all.push_back(std::make_unique<pthread_barrier_t>());
    pthread_barrier_init(all.back().get(), nullptr, 1);
    pthread_barrier_wait(all.back().get());
    pthread_barrier_destroy(all.back().get());
  }
}

void posix_semaphore() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  int value = 0;
  together(
      [&] {
        value = 1;
        sem_post(&semaphore);
      },
      [&] {
        sem_wait(&semaphore);
        expect(value == 1, "passed a semaphore too early");
      });
  timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 10'000'000;
  expect(sem_timedwait(&semaphore, &until) == -1, "took what is not there");
  sem_destroy(&semaphore);
}

void spin_lock() {
  pthread_spinlock_t lock;
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  int count = 0;
  const auto add = [&] {
    pthread_spin_lock(&lock);
    ++count;
    pthread_spin_unlock(&lock);
  };
  together(add, add);
  pthread_spin_destroy(&lock);
  expect(count == 2, "an increment under the lock was lost");
}

void atomic_wait() {
  std::atomic<int> flag = 0;
  int value = 0;
  together(
      [&] {
        flag.wait(0);
        expect(value == 1, "woke too early");
      },
      [&] {
        value = 1;
        flag = 1;
        flag.notify_one();
      });
}

void promised() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  together([&] { promise.set_value(7); },
           [&] { expect(future.get() == 7, "another value came"); });
}

void promised_by_boost() {
  boost::promise<int> promise;
  boost::future<int> future = promise.get_future();
  together([&] { promise.set_value(7); },
           [&] { expect(future.get() == 7, "another value came"); });
}

void future_timed_out() {
  std::promise<int> promise;
  expect(promise.get_future().wait_for(10ms) == std::future_status::timeout,
         "a value came from nowhere");
}

// The thread may give up its own hold on the exception before or after.
void failed_with_a_message() {
  std::vector<std::future<void>> results;
  std::vector<std::jthread> threads;
  for (const char* why : {"one", "two"}) {
    std::packaged_task<void()> task([why] {
      throw std::runtime_error(std::string(why) + ", with a text of its own");
    });
    results.push_back(task.get_future());
    threads.emplace_back(std::move(task));
  }
  for (auto& each : results) {
    try {
      each.get();
      expect(false, "no exception");
    } catch (const std::runtime_error& error) {
      expect(std::strlen(error.what()) > 10, "its text");
    }
  }
}

// Who throws it again goes on handling it: nothing is ordered yet by its being
// its last owner.
void thrown_again() {
  // Each in words of its own: ThreadSanitizer remembers four accesses to one.
  alignas(16) int value = 0;
  alignas(16) std::atomic<bool> given_up = false;
  std::jthread other;
  try {
    try {
      throw std::runtime_error("thrown twice");
    } catch (...) {
      auto shared = std::current_exception();
      other =
          std::jthread([own = std::move(shared), &value, &given_up]() mutable {
            value = 1;
            own = nullptr;
            given_up.store(true, std::memory_order_relaxed);
          });
      while (!given_up.load(std::memory_order_relaxed))
        std::this_thread::yield();
      throw;
    }
  } catch (...) {
    expect(value == 1, "what the other owner did");
  }
}

// That it is one exception orders nothing between those who handle it.
void changed_by_two() {
  struct counted : std::exception {
    int times = 0;
  };
  const auto thrown = std::make_exception_ptr(counted());
  const auto change = [thrown] {
    try {
      std::rethrow_exception(thrown);
    } catch (counted& error) {
      ++error.times;
    }
  };
  together(change, change);
}

void asynchronous() {
  auto a = std::async(std::launch::async, [] {
    std::this_thread::sleep_for(10ms);
    return 1;
  });
  auto b = boost::async(boost::launch::async, [] { return 2; });
  expect(a.get() + b.get() == 3, "another value came");
}

void latches() {
  std::latch latch(2);
  boost::latch other(2);
  const auto arrive = [&] {
    latch.arrive_and_wait();
    other.count_down_and_wait();
  };
  together(arrive, arrive);
}

void barriers() {
  std::barrier barrier(2);
  boost::barrier other(2);
  const auto arrive = [&] {
    for (int i = 0; i < 2; ++i) {
      barrier.arrive_and_wait();
      other.wait();
    }
  };
  together(arrive, arrive);
}

void counting_semaphore() {
  std::counting_semaphore<4> semaphore(0);
  int value = 0;
  together(
      [&] {
        value = 1;
        semaphore.release();
      },
      [&] {
        semaphore.acquire();
        expect(value == 1, "passed a semaphore too early");
      });
  expect(!semaphore.try_acquire_for(10ms), "took what is not there");
}

void timed_join() {
  boost::thread slow([] { std::this_thread::sleep_for(20ms); });
  expect(!slow.try_join_for(boost::chrono::milliseconds(5)), "joined early");
  expect(slow.try_join_for(boost::chrono::hours(1)), "did not join");
}

void posix_timed_join() {
  pthread_t slow;
  pthread_create(
      &slow, nullptr,
      [](void*) -> void* {
        usleep(20'000);
        return nullptr;
      },
      nullptr);
  expect(pthread_tryjoin_np(slow, nullptr) == EBUSY, "joined early");
  timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 5'000'000;
  expect(pthread_timedjoin_np(slow, nullptr, &until) == ETIMEDOUT,
         "joined early");
  pthread_join(slow, nullptr);
}

void all_sleeps() {
  const auto begin = steady_clock::now();
  const auto wall = system_clock::now();
  std::this_thread::sleep_for(10ms);
  boost::this_thread::sleep_for(boost::chrono::milliseconds(10));
  std::this_thread::sleep_until(system_clock::now() + 10ms);
  usleep(10'000);
  const timespec ten_ms{0, 10'000'000};
  nanosleep(&ten_ms, nullptr);
  clock_nanosleep(CLOCK_REALTIME, 0, &ten_ms, nullptr);
  sleep(1);
  expect(steady_clock::now() - begin == 1060ms, "steady_clock is wrong");
  expect(system_clock::now() - wall == 1060ms, "system_clock is wrong");
}

void all_clocks() {
  timeval day;
  gettimeofday(&day, nullptr);
  timespec exact;
  timespec_get(&exact, TIME_UTC);
  expect(day.tv_sec == exact.tv_sec && time(nullptr) == exact.tv_sec,
         "the clocks differ");
}

void yields() {
  std::atomic<bool> done = false;
  together(
      [&] {
        while (!done) std::this_thread::yield();
      },
      [&] {
        sched_yield();
        boost::this_thread::yield();
        std::this_thread::sleep_for(10ms);
        done = true;
      });
}

void spins_on_an_atomic() {
  std::atomic<bool> done = false;
  together(
      [&] {
        while (!done.load()) {
        }
      },
      [&] {
        std::this_thread::sleep_for(10ms);
        done = true;
      });
}

void spins_on_a_try_lock() {
  std::mutex mutex;
  together(
      [&] {
        std::lock_guard lock(mutex);
        std::this_thread::sleep_for(10ms);
      },
      [&] {
        while (!mutex.try_lock()) {
        }
        mutex.unlock();
      });
}

void spins_on_a_flag_under_a_lock() {
  std::mutex mutex;
  bool done = false;
  together(
      [&] {
        for (;;) {
          std::lock_guard lock(mutex);
          if (done) break;
        }
      },
      [&] {
        std::this_thread::sleep_for(10ms);
        std::lock_guard lock(mutex);
        done = true;
      });
}

void spin_lock_of_ones_own() {
  std::atomic_flag locked = ATOMIC_FLAG_INIT;
  int count = 0;
  const auto add = [&] {
    while (locked.test_and_set()) {
    }
    std::this_thread::sleep_for(5ms);
    ++count;
    locked.clear();
  };
  together(add, add);
  expect(count == 2, "an increment under the lock was lost");
}

void polls_the_clock() {
  const auto until = steady_clock::now() + 10ms;
  while (steady_clock::now() < until) {
  }
}

void hands_over_in_turns() {
  std::atomic<int> turn = 0;
  const auto play = [&](int mine) {
    for (int i = 0; i < 40; ++i) {
      while (turn != mine) {
      }
      turn = 1 - mine;
    }
  };
  together([&] { play(0); }, [&] { play(1); });
}

void computes_for_long() {
  volatile unsigned sum = 0;
  for (unsigned i = 0; i < 30'000; ++i) sum = sum + i;
}

template <class Count>
void counts(Count count) {
  std::atomic<int> sum = 0;
  together([&] { count(sum); }, [&] { count(sum); });
  expect(sum == 1 || sum == 2, "a count from nowhere");
}

void counts_in_two_steps() {
  counts([](std::atomic<int>& sum) { sum = sum + 1; });
}

void counts_by_exchange() {
  counts([](std::atomic<int>& sum) {
    int seen = sum;
    while (!sum.compare_exchange_weak(seen, seen + 1)) {
    }
  });
}

void exits_by_pthread_exit() {
  pthread_t thread;
  pthread_create(
      &thread, nullptr, [](void*) -> void* { pthread_exit(nullptr); }, nullptr);
  pthread_join(thread, nullptr);
}

void counts_processors() {
  expect(std::thread::hardware_concurrency() == 4, "std: this machine's");
  expect(boost::thread::hardware_concurrency() == 4, "boost: this machine's");
}

void finds_the_doors_closed() {
  expect(open("/proc/self/maps", O_RDONLY) == -1 && errno == EACCES,
         "a file was opened");
  char link[16];
  expect(readlink("/proc/self/exe", link, sizeof link) == -1 && errno == EACCES,
         "a link was read");
  expect(socket(AF_UNIX, SOCK_STREAM, 0) == -1, "a socket was made");
  int ends[2];
  expect(pipe(ends) == 0, "there are no pipes");
  close(ends[0]);
  close(ends[1]);
}

void meddles() {
  std::memset(&racelab::probe::channel->answer, 0xff,
              sizeof racelab::probe::channel->answer);
}

// Both services look at a context that is done.
racelab::wire::call_outcome call_with_done_context(std::uint32_t service) {
  const std::uint32_t call = racelab_call_begin(service, "");
  const auto outcome = racelab_call_wait(
      call, [](const void*) { return true; }, nullptr, UINT64_MAX);
  racelab_call_end(call, outcome, "");
  return outcome;
}

void calls_in_vain() {
  using racelab::wire::call_outcome;
  const std::uint64_t begun = racelab_now();
  expect(call_with_done_context(0) == call_outcome::gave_up, "it went on");
  expect(racelab_now() == begun, "it took its time to give up");
  expect(call_with_done_context(1) == call_outcome::answered, "it gave up");
  expect(racelab_now() > begun, "it did not take its time");
}

// ---- what the lessons are written in ---------------------------------------

void selects() {
  racelab::channel<int> numbers;
  racelab::channel<std::string> words(1);
  int count = 0;
  std::thread sender([&] {
    numbers.send(context::background(), 7);
    std::this_thread::sleep_for(10ms);
    words.send(context::background(), "seven");
  });
  while (count < 2) {
    select(context::background(),
           on_receive(numbers, [&](std::optional<int>) { ++count; }),
           on_receive(words, [&](std::optional<std::string>) { ++count; }));
  }
  sender.join();
  bool late = false;
  select(context::background(), on_receive(numbers, [](std::optional<int>) {}),
         on_timeout(steady_clock::now() + 10ms, [&] { late = true; }));
  expect(late, "it received what nobody sent");
}

void ticks() {
  racelab::ticker each(10ms);
  const auto started = steady_clock::now();
  together(
      [&] {
        while (each.wait(context::background())) {
        }
      },
      [&] {
        std::this_thread::sleep_for(25ms);
        each.stop();
      });
  expect(steady_clock::now() == started + 25ms, "the stop waited for a tick");
}

void calls_back_at_ticks() {
  std::atomic<int> count = 0;
  racelab::tick_callback each(10ms, [&] { ++count; });
  std::this_thread::sleep_for(25ms);
  each.stop();
  expect(count == 2, "ticks were missed or piled up");
}

// ---- signals ---------------------------------------------------------------

std::atomic<int> handled = 0;  // how many, and by whom the last
std::atomic<std::thread::id> handled_by;

void count_signal(int) {
  ++handled;
  handled_by = std::this_thread::get_id();
}

void count_from_now_on(int signal) {
  handled = 0;
  std::signal(signal, count_signal);
}

sigset_t only(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  return set;
}

void raises() {
  count_from_now_on(SIGTERM);
  raise(SIGTERM);
  expect(handled == 1, "the handler was not called at once");
  kill(getpid(), SIGTERM);
  expect(handled == 2, "the handler was not called at once");
  std::signal(SIGTERM, SIG_IGN);
  raise(SIGTERM);
  expect(handled == 2, "an ignored signal was handled");
}

// Has a signal come 10 ms after the thread has begun what it is to interrupt.
template <class F>
void interrupt_after_10_ms(F body) {
  count_from_now_on(SIGUSR1);
  std::thread waiting(body);
  const auto expected = waiting.get_id();
  std::this_thread::sleep_for(10ms);
  pthread_kill(waiting.native_handle(), SIGUSR1);
  waiting.join();
  expect(handled == 1, "the handler was not called");
  expect(handled_by == expected, "another thread handled it");
}

void interrupts_a_sleep() {
  interrupt_after_10_ms([] {
    timespec left{0, 1'000'000'000 - 1};
    expect(nanosleep(&left, &left) == -1 && errno == EINTR, "it slept on");
    expect(left.tv_nsec == 990'000'000 - 1, "another time was left");
  });
}

void interrupts_a_wait_for_a_lock() {
  std::mutex mutex;
  std::thread holds([&] {
    const std::lock_guard lock(mutex);
    std::this_thread::sleep_for(20ms);
  });
  interrupt_after_10_ms([&] {
    std::this_thread::sleep_for(5ms);
    const std::lock_guard lock(mutex);
    expect(racelab_now() >= 20'000'000, "it has the lock too early");
    expect(handled == 1, "the handler waited for the lock as well");
  });
  holds.join();
}

sem_t go_on;

void wait_to_go_on(int) {
  count_signal(0);
  while (sem_wait(&go_on) != 0) {
  }
}

// The wake-up comes while the handler waits for something else.
void is_woken_in_a_handler() {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  sem_init(&go_on, 0, 0);
  std::thread notifies([&] {
    std::this_thread::sleep_for(20ms);
    {
      const std::lock_guard lock(mutex);
      ready = true;
    }
    changed.notify_one();
    sem_post(&go_on);
  });
  count_from_now_on(SIGUSR1);
  std::signal(SIGUSR1, wait_to_go_on);
  std::thread waiting([&] {
    std::unique_lock lock(mutex);
    while (!ready) changed.wait(lock);
  });
  std::this_thread::sleep_for(10ms);
  pthread_kill(waiting.native_handle(), SIGUSR1);
  waiting.join();
  notifies.join();
  expect(handled == 1, "the handler was not called");
}

void awaits_a_signal() {
  const sigset_t term = only(SIGTERM);
  pthread_sigmask(SIG_BLOCK, &term, nullptr);
  together(
      [&] {
        int which = 0;
        sigwait(&term, &which);
        expect(which == SIGTERM, "another signal came");
      },
      [] { kill(getpid(), SIGTERM); });
  const timespec soon{0, 10'000'000};
  expect(sigtimedwait(&term, nullptr, &soon) == -1 && errno == EAGAIN,
         "a signal came twice");
}

void keeps_blocked_signals() {
  count_from_now_on(SIGTERM);
  const sigset_t term = only(SIGTERM);
  pthread_sigmask(SIG_BLOCK, &term, nullptr);
  raise(SIGTERM);
  raise(SIGTERM);
  sigset_t pending;
  sigpending(&pending);
  expect(sigismember(&pending, SIGTERM) == 1, "it is not pending");
  expect(handled == 0, "a blocked signal was handled");
  pthread_sigmask(SIG_UNBLOCK, &term, nullptr);
  expect(handled == 1, "it was not handled once, as soon as it could be");
}

void tells_what_was_done_before() {
  struct sigaction next {};
  struct sigaction before {};
  next.sa_handler = count_signal;
  next.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaddset(&next.sa_mask, SIGINT);
  sigaction(SIGTERM, &next, nullptr);
  sigaction(SIGTERM, nullptr, &before);
  expect(before.sa_handler == count_signal, "another handler");
  expect(static_cast<unsigned>(before.sa_flags) == SA_RESETHAND, "other flags");
  expect(sigismember(&before.sa_mask, SIGINT) == 1, "another mask");
  raise(SIGTERM);
  sigaction(SIGTERM, nullptr, &before);
  expect(before.sa_handler == SIG_DFL, "it was not reset");
}

// The signal may come between the look and the pause.
void pauses_too_late() {
  count_from_now_on(SIGUSR1);
  std::thread waiting([] {
    if (handled == 0) pause();
  });
  pthread_kill(waiting.native_handle(), SIGUSR1);
  waiting.join();
}

void is_ended_by_a_signal() { kill(getpid(), SIGTERM); }

void locks_twice() {
  std::mutex mutex;
  mutex.lock();
  mutex.lock();
}

void waits_for_nobody() {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  never.wait(lock, [] { return false; });
}

void spins_for_ever() {
  std::atomic<bool> never = false;
  while (!never) {
  }
}

void turns_for_ever() {
  for (volatile int i = 0; i == 0;) {
  }
}

// Others may have their turn between any two loads of different places.
void waits_for_what_came_between() {
  std::atomic<bool> set = false;
  together([&] { set = true; },
           [&] {
             const bool first = set;
             const bool second = set;
             if (first != second) waits_for_nobody();
           });
}

void waits_for_what_came_between_two_objects() {
  std::atomic<int> counts[2] = {0, 0};
  together([&] { counts[1] = counts[0] = 1; },
           [&] {
             int seen = 0;
             for (const auto& count : counts) seen = 2 * seen + count;
             if (seen == 1) waits_for_nobody();
           });
}

void sleeps_for_hours() {
  const auto begin = steady_clock::now();
  std::jthread other([] { std::this_thread::sleep_for(1h); });
  std::this_thread::sleep_for(2h);
  expect(steady_clock::now() - begin == 2h, "slept for less");
}

void sleeps_for_ever() {
  for (;;) std::this_thread::sleep_for(1s);
}

void joins_who_waits() {
  std::promise<void> never;
  std::thread waiting([&] { never.get_future().wait(); });
  waiting.join();
}

void two_locks_in_two_orders() {
  std::mutex a;
  std::mutex b;
  together(
      [&] {
        std::lock_guard first(a);
        std::lock_guard second(b);
      },
      [&] {
        std::lock_guard first(b);
        std::lock_guard second(a);
      });
}

void loses_a_wake_up() {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> ready = false;
  together(
      [&] {
        std::unique_lock lock(mutex);
        while (!ready) changed.wait(lock);
      },
      [&] {
        ready = true;
        changed.notify_one();
      });
}

// Waits for ever if the call has given up before who cancels it goes on.
void cancels_a_call() {
  std::atomic<bool> cancelled = false;
  std::atomic<bool> gave_up = false;
  std::thread caller([&] {
    const std::uint32_t call = racelab_call_begin(0, "to be cancelled");
    const auto outcome = racelab_call_wait(
        call,
        [](const void* done) {
          return static_cast<const std::atomic<bool>*>(done)->load();
        },
        &cancelled, UINT64_MAX);
    racelab_call_end(call, outcome, "");
    gave_up = outcome == racelab::wire::call_outcome::gave_up;
  });
  std::this_thread::sleep_for(1ms);
  cancelled = true;
  if (gave_up) waits_for_nobody();
  caller.join();
}

struct modelled_case {
  const char* what_comes;  // "finishes", "stuck", "either", "ends", "races"
  int milliseconds;        // virtual time it takes if it finishes; -1: varies
  const char* name;
  void (*body)();
};

const modelled_case cases[] = {
    {"finishes", 0, "std::mutex", contended<std::mutex>},
    {"finishes", 0, "boost::mutex", contended<boost::mutex>},
    {"finishes", 0, "boost::recursive_mutex",
     contended<boost::recursive_mutex>},
    {"finishes", 10, "a mutex held for 10 ms", held_for_10_ms},
    {"finishes", 20, "std::timed_mutex", timed_out<std::timed_mutex>},
    {"finishes", 20, "std::recursive_timed_mutex",
     timed_out<std::recursive_timed_mutex>},
    {"finishes", 20, "std::shared_timed_mutex",
     timed_out<std::shared_timed_mutex>},
    {"finishes", 0, "std::recursive_mutex", recursive},
    {"finishes", 0, "PTHREAD_MUTEX_ERRORCHECK",
     locks_an_error_checking_mutex_twice},
    {"finishes", 0, "std::shared_mutex", shared},
    {"finishes", 0, "boost::upgrade_lock", upgraded},
    {"finishes", 0, "std::condition_variable",
     waited_for<std::mutex, std::condition_variable, ordered>},
    {"finishes", 0, "std::condition_variable_any",
     waited_for<std::mutex, std::condition_variable_any, ordered>},
    {"finishes", 0, "boost::condition_variable",
     waited_for<boost::mutex, boost::condition_variable, boost_ordered>},
    {"finishes", 10, "a condition variable on steady_clock",
     condition_timed_out<steady_clock>},
    {"finishes", 10, "a condition variable on system_clock",
     condition_timed_out<system_clock>},
    {"finishes", 10, "a wait for no time at all", polled_by_condition},
    {"finishes", 10, "boost::condition_variable::wait_for",
     boost_condition_timed_out},
    {"finishes", 0, "notify_all", broadcast},
    {"finishes", 0, "a wait with a stop_token", stoppable_wait},
    {"finishes", 0, "boost::thread::interrupt", interrupted},
    {"finishes", 10, "call_once", called_once},
    {"finishes", 0, "call_once of what throws",
     called_again_after_an_exception},
    {"finishes", -1, "a static local's guard", guarded_static},
    {"finishes", 0, "pthread_barrier_t", posix_barrier},
    {"finishes", 0, "a hundred barriers", many_posix_barriers},
    {"finishes", 10, "sem_t", posix_semaphore},
    {"finishes", 0, "pthread_spinlock_t", spin_lock},
    {"finishes", 0, "std::atomic::wait", atomic_wait},
    {"finishes", 0, "std::promise", promised},
    {"finishes", 0, "boost::promise", promised_by_boost},
    {"finishes", 10, "std::future::wait_for", future_timed_out},
    {"finishes", 10, "std::async and boost::async", asynchronous},
    {"finishes", 0, "an exception of std::packaged_task",
     failed_with_a_message},
    {"races", 0, "an exception that two change", changed_by_two},
    {"races", 0, "an exception that is thrown again", thrown_again},
    {"finishes", 0, "std::latch and boost::latch", latches},
    {"finishes", 0, "std::barrier and boost::barrier", barriers},
    {"finishes", 10, "std::counting_semaphore", counting_semaphore},
    {"finishes", 20, "boost::thread::try_join_for", timed_join},
    {"finishes", 20, "pthread_timedjoin_np", posix_timed_join},
    {"finishes", 1060, "sleeps", all_sleeps},
    {"finishes", 7'200'000, "sleeps of hours", sleeps_for_hours},
    {"finishes", 0, "clocks", all_clocks},
    {"finishes", 10, "yields", yields},
    {"finishes", 10, "a loop on an atomic", spins_on_an_atomic},
    {"finishes", 0, "a load and a store", counts_in_two_steps},
    {"finishes", 0, "a load and an exchange", counts_by_exchange},
    {"finishes", 10, "a loop of try_lock", spins_on_a_try_lock},
    {"finishes", 10, "a loop on a flag under a lock",
     spins_on_a_flag_under_a_lock},
    {"finishes", 10, "a spin lock of one's own", spin_lock_of_ones_own},
    {"finishes", -1, "a loop on the clock", polls_the_clock},
    {"finishes", 0, "two that spin in turns", hands_over_in_turns},
    {"finishes", 0, "a long computation", computes_for_long},
    {"finishes", 0, "pthread_exit", exits_by_pthread_exit},
    {"finishes", 0, "the number of processors", counts_processors},
    {"finishes", 0, "files", finds_the_doors_closed},
    {"finishes", -1, "a call that nothing can interrupt", calls_in_vain},
    {"finishes", 20, "select", selects},
    {"finishes", 25, "ticker", ticks},
    {"finishes", 25, "tick_callback", calls_back_at_ticks},
    {"finishes", 0, "raise", raises},
    {"finishes", 10, "a signal in a sleep", interrupts_a_sleep},
    {"finishes", 20, "a signal in a wait for a lock",
     interrupts_a_wait_for_a_lock},
    {"finishes", 20, "a wake-up in a handler", is_woken_in_a_handler},
    {"finishes", 10, "sigwait", awaits_a_signal},
    {"finishes", 0, "a blocked signal", keeps_blocked_signals},
    {"finishes", 0, "sigaction", tells_what_was_done_before},
    {"stuck", 0, "a mutex that is locked twice", locks_twice},
    {"stuck", 0, "a wait for nobody", waits_for_nobody},
    {"stuck", 0, "a loop on an atomic that nobody sets", spins_for_ever},
    {"stuck", 0, "an endless loop", turns_for_ever},
    {"stuck", 0, "an endless loop of sleeps", sleeps_for_ever},
    {"stuck", 0, "a join of one that waits for ever", joins_who_waits},
    {"finishes", 0, "a pipe", descriptors::written_and_read},
    {"finishes", 0, "a pipe's end", descriptors::closed_at_the_other_end},
    {"finishes", 10, "a full pipe", descriptors::full},
    {"finishes", 0, "a pipe that does not block", descriptors::does_not_block},
    {"finishes", 20, "poll", descriptors::polled},
    {"finishes", 10, "select", descriptors::selected},
    {"finishes", 10, "epoll", descriptors::watched_by_epoll},
    {"finishes", 30, "a timer's descriptor", descriptors::told_by_a_timer},
    {"finishes", 10, "a timer that another sets",
     descriptors::told_by_a_timer_of_another},
    {"finishes", 0, "reads and writes that are refused",
     descriptors::refused_at_once},
    {"finishes", 0, "a pipe that nobody reads", descriptors::broken},
    {"finishes", 0, "more than fits into a pipe",
     descriptors::written_in_parts},
    {"finishes", 0, "a pipe that a stream writes to",
     descriptors::written_by_a_stream},
    {"finishes", 0, "a pipe's end as an order",
     descriptors::ordered_by_the_end},
    {"finishes", 10, "a timer that is polled",
     descriptors::polled_without_blocking},
    {"finishes", 10, "a timer's copy", descriptors::told_by_a_copy},
    {"finishes", 30, "a wait that is interrupted by another",
     descriptors::interrupted_by_who_waits_too},
    {"finishes", 0, "an event that stays",
     descriptors::kept_for_the_next_schedule},
    {"stuck", 0, "a pipe that nobody writes to", descriptors::never_written},
    {"either", 0, "two locks in two orders", two_locks_in_two_orders},
    {"either", 0, "a lost wake-up", loses_a_wake_up},
    {"either", 0, "a signal before a pause", pauses_too_late},
    {"either", 0, "two loads of one atomic object",
     waits_for_what_came_between},
    {"either", 0, "loads of two atomic objects at one place",
     waits_for_what_came_between_two_objects},
    {"either", 1, "a call that is cancelled", cancels_a_call},
    {"ends", 0, "a signal that nobody handles", is_ended_by_a_signal},
    {"meddles", 0, "who writes into the judge's memory", meddles},
};

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  about->services = 2;
  about->uninterruptible = 0b10;
  about->unit = 10'000'000;
}

void racelab_scenario(const racelab::wire::environment* env) {
  if (env->order >= std::size(cases)) {
    racelab_call_begin(0, "no more cases");
    return;
  }
  const modelled_case& chosen = cases[env->order];
  const std::string about = std::string(chosen.what_comes) + '\n' +
                            std::to_string(chosen.milliseconds) + '\n' +
                            chosen.name;
  racelab_call_begin(0, about.c_str());
  racelab_call_function(
      [](void* body) { reinterpret_cast<void (*)()>(body)(); },
      reinterpret_cast<void*>(chosen.body));
  racelab_outcome(false, "");
}
