// Distributed under the Boost Software License, Version 1.0.
//
// Locks taken in orders that can end in a ring of threads that wait for each
// other, and in orders that come near it. A case says of itself in how many
// places such a ring is taken: none, if it cannot close. None of them hangs,
// since the threads run one after another. Run as a subject; `order` chooses
// the case.
#include "harness/probe/probe.hpp"

#include <boost/thread/mutex.hpp>
#include <chrono>
#include <iterator>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;

template <class... F>
void one_after_another(F... functions) {
  (std::thread(functions).join(), ...);
}

template <class First, class Second>
auto locking(First& first, Second& second) {
  return [&] {
    const std::lock_guard outer(first);
    const std::lock_guard inner(second);
  };
}

void opposite_orders() {
  std::mutex a, b;
  one_after_another(locking(a, b), locking(b, a));
}

void ring_of_three() {
  std::mutex a, b, c;
  one_after_another(locking(a, b), locking(b, c), locking(c, a));
}

void reader_and_writer() {
  std::shared_mutex a;
  std::mutex b;
  one_after_another(locking(b, a), [&] {
    const std::shared_lock outer(a);
    const std::lock_guard inner(b);
  });
}

void first_lock_of_several() {
  std::mutex a, b, c;
  one_after_another(
      [&] {
        const std::lock_guard outer(a);
        const std::lock_guard middle(c);
        const std::lock_guard inner(b);
      },
      locking(b, a));
}

void one_order() {
  std::mutex a, b;
  one_after_another(locking(a, b), locking(a, b));
}

void both_orders_of_one_thread() {
  std::mutex a, b;
  one_after_another([&] {
    locking(a, b)();
    locking(b, a)();
  });
}

void one_at_a_time() {
  std::mutex gate, a, b;
  const auto alone = [&](auto both) {
    return [&gate, both] {
      const std::lock_guard lock(gate);
      both();
    };
  };
  one_after_another(alone(locking(a, b)), alone(locking(b, a)));
}

void tried() {
  std::mutex a, b;
  one_after_another(locking(a, b), [&] {
    const std::lock_guard outer(b);
    const std::unique_lock inner(a, std::try_to_lock);
  });
}

void tried_for_a_while() {
  std::timed_mutex a, b;
  one_after_another(locking(a, b), [&] {
    const std::lock_guard outer(b);
    const std::unique_lock inner(a, 10ms);
  });
}

void taken_together() {
  std::mutex a, b;
  one_after_another([&] { const std::scoped_lock both(a, b); },
                    [&] { const std::scoped_lock both(b, a); });
}

void two_readers() {
  std::shared_mutex a, b;
  const auto reading = [](std::shared_mutex& first, std::shared_mutex& second) {
    return [&] {
      const std::shared_lock outer(first);
      const std::shared_lock inner(second);
    };
  };
  one_after_another(reading(a, b), reading(b, a));
}

void taken_again() {
  std::recursive_mutex a;
  std::mutex b;
  const auto twice = [&] {
    locking(a, b)();
    const std::lock_guard outer(a);
    const std::lock_guard middle(b);
    const std::lock_guard again(a);
  };
  one_after_another(twice, twice);
}

void another_in_its_place() {
  std::optional<boost::mutex> a(std::in_place);
  boost::mutex b;
  one_after_another(locking(*a, b));
  a.emplace();
  one_after_another(locking(b, *a));
}

std::mutex first_global, second_global;
bool turned;

void other_order_each_time() {
  turned = !turned;
  one_after_another(turned ? locking(first_global, second_global)
                           : locking(second_global, first_global));
}

struct order_case {
  unsigned places;
  const char* name;
  void (*body)();
};

const order_case cases[] = {
    {2, "two locks in opposite orders", opposite_orders},
    {3, "three locks in a ring", ring_of_three},
    {2, "a reader of what the other writes", reader_and_writer},
    {2, "the first of three locks", first_lock_of_several},
    {0, "the same order", one_order},
    {0, "both orders of one thread", both_orders_of_one_thread},
    {0, "both orders under a third lock", one_at_a_time},
    {0, "a lock that is only tried", tried},
    {0, "a lock that is tried for a while", tried_for_a_while},
    {0, "std::scoped_lock", taken_together},
    {0, "two readers", two_readers},
    {0, "a recursive lock that is taken again", taken_again},
    {0, "a new lock in the place of another", another_in_its_place},
    {0, "another order in each schedule", other_order_each_time},
};

}  // namespace

void racelab_describe(racelab::wire::scenario* about) {
  about->services = 1;
  about->unit = 10'000'000;
}

void racelab_scenario(const racelab::wire::environment* env) {
  if (env->order >= std::size(cases)) {
    racelab_call_begin(0, "no more cases");
    return;
  }
  const order_case& chosen = cases[env->order];
  const std::string about = std::to_string(chosen.places) + '\n' + chosen.name;
  racelab_call_begin(0, about.c_str());
  racelab_call_function(
      [](void* body) { reinterpret_cast<void (*)()>(body)(); },
      reinterpret_cast<void*>(chosen.body));
  racelab_outcome(false, "");
}
